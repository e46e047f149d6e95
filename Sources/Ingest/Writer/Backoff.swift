import Primitives

/// How long to wait before the next attempt: doubling, capped, each wait ±25 % so that many clients of one
/// server do not come back together.
struct Backoff {
  /// The first wait, nanoseconds.
  static let first: Int64 = 200_000_000
  /// The longest wait before the spread, nanoseconds.
  static let cap: Int64 = 2_000_000_000

  private var generator: SeededGenerator
  private var next = Self.first

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  /// Nanoseconds to wait now; the next wait is twice as long.
  mutating func wait() -> Int64 {
    defer { next = min(next * 2, Self.cap) }
    let quarter = next / 4
    return next - quarter + Int64(generator.below(UInt64(quarter) * 2 + 1))
  }

  /// An attempt went well: the next wait is the first one again.
  mutating func succeeded() { next = Self.first }
}
