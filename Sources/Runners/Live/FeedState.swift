import Platform
import Primitives

/// Whether the reader behind stream and alert log reads, for readiness: without it nobody hears an alert.
final class FeedState: Sendable {
  private let failing = Locked<String?>(nil)

  /// Why it does not read, for people; nil: it does.
  var failure: String? {
    get { failing.withLock { $0 } }
    set { failing.withLock { $0 = newValue } }
  }
}

/// A fault that comes again and again: told at once, and then once a minute with how often it came.
struct RepeatedFault {
  /// Between two lines, nanoseconds.
  static let repeatNanos: Int64 = 60 * Nanos.perSecond

  private var toldAt: Int64?
  private var untold = 0

  /// It came once more.
  ///
  /// - Parameter now: on the monotonic clock, nanoseconds.
  /// - Returns: how often since it was told last, when it is to be told now.
  mutating func came(at now: Int64) -> Int? {
    untold += 1
    if let toldAt, now - toldAt < Self.repeatNanos { return nil }
    defer { untold = 0 }
    toldAt = now
    return untold
  }
}
