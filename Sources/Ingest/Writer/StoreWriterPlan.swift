import Desk

/// What a writer writes, where, and within which bounds.
public struct StoreWriterPlan: Sendable {
  /// Which part of the journal is written.
  public enum Scope: Sendable, Hashable {
    /// From the store's cursor on, for as long as the writer runs.
    case follow
    /// Everything up to the newest event, once; only rows of these days when given.
    case rebuild(days: DayRange?)

    /// Whether what is written is all of the journal up to a point: only then does the cursor say so.
    var isWhole: Bool {
      switch self {
      case .follow: true
      case .rebuild(let days): days == nil
      }
    }
  }

  /// The kind of server.
  public let kind: StoreKind
  /// How to reach it.
  public let connection: ConnectionString
  /// What states and rows are folded with.
  public let rules: ProjectionRules
  /// Which part of the journal is written.
  public var scope = Scope.follow
  /// Bring the server's tables up to date after connecting; otherwise they must be.
  public var mayMigrate = true
  /// How long the server keeps rows.
  public var ttl = StoreTTL.unchanged
  /// Rows in a transaction while the writer keeps up (an event's rows are never parted from each other).
  public var batchRows = 1_000
  /// Rows in a transaction while many wait: QuestDB's cost of a commit is that of thousands of rows.
  public var crowdRows = 10_000
  /// Rows gathered while the last minutes are sent again, so that of each only the newest state is sent.
  public var resendRows = 20_000
  /// Nanoseconds a committed event waits for company before its rows are sent.
  public var delayNanos: Int64 = 50_000_000
  /// Transactions on their way at one time.
  public var depth = 2
  /// Nanoseconds until an acknowledged row counts as safe in a store that does not sync at commit.
  public var graceNanos: Int64 = 300_000_000_000
  /// Nanoseconds between two looks at the server's tables.
  public var inspectionNanos: Int64 = 5_000_000_000
  /// Nanoseconds for a connection to be made.
  public var connectNanos: Int64 = 5_000_000_000
  /// Nanoseconds without an answer after which a connection counts as lost.
  public var answerNanos: Int64 = 30_000_000_000

  /// Rows that are lost on the way: for tests of what notices.
  var isDropped: (@Sendable (Row) -> Bool)?

  /// A plan with the defaults of the design.
  public init(kind: StoreKind, connection: ConnectionString, rules: ProjectionRules) {
    self.kind = kind
    self.connection = connection
    self.rules = rules
  }
}
