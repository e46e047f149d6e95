/// Rows a second over the last seconds.
struct RowRate {
  private static let slots = 10
  private var seconds: [Int64] = Array(repeating: 0, count: slots)
  private var newest: Int64 = 0

  /// Counts rows at a monotonic time, nanoseconds.
  mutating func add(_ rows: Int, at now: Int64) {
    advance(to: now / 1_000_000_000)
    seconds[Int(newest % Int64(Self.slots))] += Int64(rows)
  }

  /// Rows a second over the last whole seconds.
  mutating func value(at now: Int64) -> Double {
    advance(to: now / 1_000_000_000)
    let running = seconds[Int(newest % Int64(Self.slots))]
    return Double(seconds.reduce(0, +) - running) / Double(Self.slots - 1)
  }

  private mutating func advance(to second: Int64) {
    guard second > newest else { return }
    for passed in max(newest + 1, second - Int64(Self.slots) + 1)...second {
      seconds[Int(passed % Int64(Self.slots))] = 0
    }
    newest = second
  }
}
