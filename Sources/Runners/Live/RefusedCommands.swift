import Primitives
import Trading

/// How many refused commands of an account are kept in the journal: so many a minute, whoever hammers.
///
/// Those past it are answered as ever and counted. A command that can be done is no matter of this.
struct RefusedCommands {
  /// Kept within 60 seconds.
  static let capPerMinute = 60

  private var window = RateWindow()
  private var isOver = false

  /// What is to be done with a refusal.
  enum Place {
    case journal
    /// Only counted; `isFirst` of those since one was journaled.
    case count(isFirst: Bool)
  }

  /// Takes a refusal at a time of a clock that nobody sets.
  mutating func take(at now: Timestamp) -> Place {
    guard window.count(at: now) < Self.capPerMinute else {
      defer { isOver = true }
      return .count(isFirst: !isOver)
    }
    window.record(at: now)
    isOver = false
    return .journal
  }
}
