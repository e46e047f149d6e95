/// Cells as `Question` writes them, whichever store they come from.
enum AnswerText {
  /// A number to four decimals, without zeros behind the last digit and without a negative zero.
  static func number(_ value: Double) -> String {
    let rounded = (value * 10_000).rounded() / 10_000 + 0
    return rounded == rounded.rounded() ? "\(Int64(rounded))" : "\(rounded)"
  }

  /// A time, `2024-08-08 12:00:00.000`, without milliseconds that are zero.
  static func time(_ text: some StringProtocol) -> String {
    text.hasSuffix(".000") ? String(text.dropLast(4)) : String(text)
  }

  /// A cell that came as text: a number, a time or words.
  static func cell(_ text: some StringProtocol) -> String {
    if let value = Double(text) { return number(value) }
    return time(text)
  }
}
