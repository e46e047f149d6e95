import Primitives

/// Cells as `Question` writes them, whichever store they come from.
enum AnswerText {
  /// A number to four decimals, without zeros behind the last digit and without a negative zero.
  static func number(_ value: Double) -> String {
    let rounded = (value * 10_000).rounded() / 10_000 + 0
    return rounded == rounded.rounded() ? "\(Int64(rounded))" : "\(rounded)"
  }

  /// A time, `2024-08-08 12:00:00.000`, without milliseconds or a time of day that are zero.
  static func time(_ text: some StringProtocol) -> String {
    var text = String(text)
    for zero in [".000", " 00:00:00"] where text.hasSuffix(zero) { text.removeLast(zero.count) }
    return text
  }

  /// A time in microseconds, shown in milliseconds.
  static func time(microseconds: Int64) -> String {
    guard let text = Timestamp(microseconds: microseconds)?.rfc3339Micros else { return "\(microseconds)" }
    return time(text.prefix(10) + " " + text.dropFirst(11).prefix(12))
  }

  /// A cell that came as text: a number, a time or words.
  static func cell(_ text: some StringProtocol) -> String {
    if let value = Double(text) { return number(value) }
    return time(text)
  }
}
