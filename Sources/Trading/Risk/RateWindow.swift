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
    let passed = secondsPassed(at: now)
    guard passed < counts.count else { return 0 }
    var left = total
    var slot = Self.slot(newestSecond + 1)
    for _ in 0..<passed where left > 0 {
      left -= counts[slot]
      slot = Self.slot(after: slot)
    }
    return left
  }

  /// One more.
  public mutating func record(at now: Timestamp) {
    slide(to: now)
    counts[Self.slot(newestSecond)] += 1
    total += 1
  }

  /// Forgets what is older than 60 seconds.
  private mutating func slide(to now: Timestamp) {
    let passed = secondsPassed(at: now)
    var slot = Self.slot(newestSecond + 1)
    for _ in 0..<passed {
      total -= counts[slot]
      counts[slot] = 0
      slot = Self.slot(after: slot)
    }
    newestSecond = max(newestSecond, now.nanoseconds / Nanos.perSecond)
  }

  /// Seconds since the newest one, at most the whole window; zero while time stands still or goes back.
  private func secondsPassed(at now: Timestamp) -> Int {
    Int(min(max(now.nanoseconds / Nanos.perSecond - newestSecond, 0), 60))
  }

  private static func slot(after slot: Int) -> Int { slot == 59 ? 0 : slot + 1 }
  private static func slot(_ second: Int64) -> Int { Int(((second % 60) + 60) % 60) }
}
