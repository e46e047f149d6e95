/// How the writer of a store is doing: what the endpoint, readiness and metrics read.
public struct StoreStatus: Sendable, Hashable {
  /// What it does now.
  public enum State: String, Sendable, CaseIterable {
    /// Connects, or looks whether the tables are in order.
    case connecting
    /// Writes what comes.
    case writing
    /// Cannot write, and tries again by itself.
    case waiting
    /// Has ended.
    case stopped
  }

  /// Which store.
  public let kind: StoreKind
  /// Where it is, without the password.
  public let target: String
  /// What it does now.
  public internal(set) var state = State.connecting
  /// The same for people, one line.
  public internal(set) var detail = "starting"
  /// Number of the newest event whose rows the server has acknowledged.
  public internal(set) var acknowledgedSeq: Int64 = 0
  /// Number of the newest event whose rows outlive a loss of power there.
  public internal(set) var safeSeq: Int64 = 0
  /// Number of the newest event in the journal.
  public internal(set) var journalSeq: Int64 = 0
  /// Rows acknowledged since the start, those sent again included.
  public internal(set) var rowsWritten: Int64 = 0
  /// Rows a second over the last seconds.
  public internal(set) var rowsPerSecond: Double = 0
  /// Rows sent again after a failure or a new connection.
  public internal(set) var rowsRetried: Int64 = 0
  /// Rows the server refused and lacks: the journal's dead letters, of earlier runs too.
  public internal(set) var rowsRefused: Int64 = 0
  /// Connections made after the first.
  public internal(set) var reconnects: Int64 = 0
  /// Rows of the market acknowledged.
  public internal(set) var marketRows: Int64 = 0
  /// Market events left out under pressure or over a lost connection.
  public internal(set) var marketDropped: Int64 = 0
  /// What keeps rows out, each with its repair.
  public internal(set) var faults: [StoreFault] = []

  init(kind: StoreKind, target: String) {
    self.kind = kind
    self.target = target
  }

  /// Events that are in the journal and not yet acknowledged.
  public var lagEvents: Int64 { max(journalSeq - acknowledgedSeq, 0) }
}
