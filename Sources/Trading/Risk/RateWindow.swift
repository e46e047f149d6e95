public import Primitives

/// Counts what happened in the last 60 seconds, second by second, in constant space and time.
public struct RateWindow: Hashable, Sendable {
  private var counts = [Int](repeating: 0, count: 60)
  private var newestSecond: Int64 = 0
  private var total = 0

  /// Nothing has happened.
  public init() {}

  /// Restores a window from its `content`.
  public init(newestSecond: Int64, counts: [Int]) {
    precondition(counts.count == 60, "a window holds 60 seconds")
    self.newestSecond = newestSecond
    self.counts = counts
    total = counts.reduce(0, +)
  }

  /// The window's content, for a snapshot: the newest second, and counts by second of the minute.
  public var content: (newestSecond: Int64, counts: [Int]) { (newestSecond, counts) }

  /// How many happened in the 60 seconds that end now.
  public func count(at now: Timestamp) -> Int {
    var window = self
    window.slide(to: now)
    return window.total
  }

  /// One more.
  public mutating func record(at now: Timestamp) {
    slide(to: now)
    counts[Self.slot(newestSecond)] += 1
    total += 1
  }

  private mutating func slide(to now: Timestamp) {
    let second = now.nanoseconds / Nanos.perSecond
    guard second > newestSecond else { return }
    if second - newestSecond >= 60 {
      counts = [Int](repeating: 0, count: 60)
      total = 0
    } else {
      for passed in (newestSecond + 1)...second {
        total -= counts[Self.slot(passed)]
        counts[Self.slot(passed)] = 0
      }
    }
    newestSecond = second
  }

  private static func slot(_ second: Int64) -> Int { Int(((second % 60) + 60) % 60) }
}
