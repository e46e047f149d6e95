internal import Platform

/// How a journal is doing: what readiness and metrics read.
public struct JournalHealth: Sendable, Equatable {
  /// What it does now.
  public enum State: Sendable, Equatable {
    /// Commits what comes.
    case writing
    /// The disk is full: the newest batches are tried again every second, nothing is released.
    case waitingForRoom
    /// A commit failed: nothing is written any more.
    case failed(JournalError)
    /// Stopped in order.
    case stopped
  }

  /// What it does now.
  public internal(set) var state: State = .writing
  /// Number of the newest committed event; 0 before the first.
  public internal(set) var committedSeq: Int64 = 0
  /// Number of the newest event in the tables; 0 before the first.
  public internal(set) var projectedSeq: Int64 = 0
  /// Whether the tables have been up to date since the start, a rebuild or a failure: then commits wait where
  /// they would fall too far behind.
  var tablesKeepUp = false
  /// Commits since the start: how many batches one carries tells the load.
  public internal(set) var commitCount: Int64 = 0
}

/// The health as the threads of journal and tables leave it and others read it.
final class JournalStatus: Sendable {
  private let health = Locked(JournalHealth())

  var current: JournalHealth { health.withLock { $0 } }

  func update(_ change: (inout JournalHealth) -> Void) {
    health.withLock { health in change(&health) }
  }
}
