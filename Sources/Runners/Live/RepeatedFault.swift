import Primitives

/// A fault that comes again and again: told at once, and then now and then with how often it came.
struct RepeatedFault {
  /// Between two lines, nanoseconds.
  let everyNanos: Int64

  private var toldAt: Int64?
  private var untold = 0

  init(everyNanos: Int64 = 60 * Nanos.perSecond) { self.everyNanos = everyNanos }

  /// It came once more.
  ///
  /// - Parameter now: on the monotonic clock, nanoseconds.
  /// - Returns: how often since it was told last, when it is to be told now.
  mutating func came(at now: Int64) -> Int? {
    untold += 1
    if let toldAt, now - toldAt < everyNanos { return nil }
    defer { untold = 0 }
    toldAt = now
    return untold
  }
}
