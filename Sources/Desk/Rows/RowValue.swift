public import Primitives

/// One value of a row, alike for every store.
public enum RowValue: Hashable, Sendable {
  /// Unknown, or not applicable; never written as zero.
  case null
  /// For `symbol` and `text` columns.
  case text(String)
  /// For `real` columns; finite.
  case real(Double)
  /// For `integer` columns.
  case integer(Int64)
  /// For `boolean` columns.
  case boolean(Bool)
  /// Microseconds since 1970, UTC.
  case timestamp(Int64)

  /// The longest text a row holds, bytes of UTF-8: longer ones are cut, alike for every store.
  public static let maxTextBytes = 4_096

  /// Text, cut to `maxTextBytes` where a character ends; NULL when nil or empty.
  public static func of(_ text: String?) -> RowValue {
    guard let text, !text.isEmpty else { return .null }
    return name(text)
  }

  /// Text that is never NULL, cut to `maxTextBytes` where a character ends. A NUL, which not every store
  /// can hold, becomes U+FFFD.
  public static func name(_ text: String) -> RowValue {
    var text = text
    if holdsNUL(text.utf8) {
      text = String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value == 0 ? "\u{FFFD}" : $0 }))
    }
    return .text(cut(text))
  }

  /// Through the bytes in one piece where they are: several times as fast as through a view's indexes.
  private static func holdsNUL(_ text: String.UTF8View) -> Bool {
    text.withContiguousStorageIfAvailable { $0.contains(0) } ?? text.contains(0)
  }

  /// The nearest double of a decimal; NULL when nil.
  public static func of(_ value: Fixed?) -> RowValue { value.map { .real($0.double) } ?? .null }

  /// A number; NULL when nil, NaN or infinite.
  public static func of(_ value: Double?) -> RowValue {
    guard let value, value.isFinite else { return .null }
    return .real(value)
  }

  /// A moment, nanoseconds dropped toward the past; NULL when nil.
  public static func of(_ value: Timestamp?) -> RowValue {
    value.map { .timestamp($0.microseconds) } ?? .null
  }

  /// The longest prefix within `maxTextBytes` that ends between two Unicode scalars.
  private static func cut(_ text: String) -> String {
    let bytes = text.utf8
    guard bytes.count > maxTextBytes else { return text }
    var end = bytes.index(bytes.startIndex, offsetBy: maxTextBytes)
    // A byte of the form 10xxxxxx goes on with a character begun before it.
    while end > bytes.startIndex, bytes[end] & 0xC0 == 0x80 { end = bytes.index(before: end) }
    return String(text[..<end])
  }
}
