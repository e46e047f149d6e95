internal import Primitives

/// A calendar day in UTC: a partition.
struct UTCDay: Hashable, Comparable {
  /// Days since 1970-01-01; from 0 to the last day a timestamp reaches, in the year 2262.
  let number: Int

  /// The last whole day of a timestamp.
  static let last = 106_750

  /// Nil outside of what stores hold: before 1970, or after `last`.
  init?(number: Int) {
    guard (0...Self.last).contains(number) else { return nil }
    self.number = number
  }

  /// The day of a moment, microseconds since 1970.
  init?(micros: Int64) {
    guard micros >= 0 else { return nil }
    self.init(number: Int(micros / 86_400_000_000))
  }

  /// From `2024_02_25`.
  init?(suffix: Substring) {
    let text = suffix.split(separator: "_", omittingEmptySubsequences: false).joined(separator: "-")
    guard suffix.utf8.count == 10, let midnight = try? Timestamp(rfc3339: "\(text)T00:00:00Z") else {
      return nil
    }
    self.init(number: midnight.utcDay)
    if self.suffix != suffix { return nil }
  }

  /// `2024-02-25`.
  var text: String { Self.text(number) }
  /// Of the day after it.
  var nextText: String { Self.text(number + 1) }

  private static func text(_ number: Int) -> String {
    // The seconds fit up to the day after `last`.
    String((Timestamp(seconds: Int64(number) * 86_400) ?? .zero).rfc3339.prefix(10))
  }

  /// `2024_02_25`.
  var suffix: String { text.split(separator: "-").joined(separator: "_") }

  /// Its first microsecond.
  var startMicros: Int64 { Int64(number) * 86_400_000_000 }
  /// The first microsecond after it.
  var endMicros: Int64 { startMicros + 86_400_000_000 }

  static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}
