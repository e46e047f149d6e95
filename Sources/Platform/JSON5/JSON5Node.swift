/// A value of a JSON5 text with the place it was written at.
///
/// Numbers stay the text that was written, so that no decimal is rounded on the way.
public struct JSON5Node: Sendable {
  /// What was written.
  public let content: Content
  /// Index of its first byte, for `JSON5Document.place(at:)`.
  public let offset: Int

  /// The kinds of value.
  public indirect enum Content: Sendable {
    /// Members in their order. A key that appears twice is here once and a fault of the document.
    case object([Member])
    /// Elements in their order.
    case array([JSON5Node])
    /// Text, escapes resolved.
    case string(String)
    /// As written: sign, hexadecimal digits, a point at either end, an exponent.
    case number(String)
    /// `true` or `false`.
    case bool(Bool)
    /// `null`.
    case null
  }

  /// A key with its value.
  public struct Member: Sendable {
    /// The key, escapes resolved.
    public let key: String
    /// Index of the key's first byte.
    public let keyOffset: Int
    /// What stands behind the colon.
    public let value: JSON5Node
  }

  /// What it is in words, for messages: `an object`, `a string`, ...
  public var kind: String {
    switch content {
    case .object: "an object"
    case .array: "an array"
    case .string: "a string"
    case .number: "a number"
    case .bool: "a boolean"
    case .null: "null"
    }
  }

  /// The digits of a number as a plain decimal: a hexadecimal one is turned into decimal digits; an
  /// exponent stays. Nil when this is no number, or a hexadecimal one beyond 64 bits.
  public var decimalText: String? {
    guard case .number(let text) = content else { return nil }
    let isNegative = text.hasPrefix("-")
    let digits = isNegative || text.hasPrefix("+") ? text.dropFirst() : text[...]
    guard digits.hasPrefix("0x") || digits.hasPrefix("0X") else { return text }
    guard let value = UInt64(digits.dropFirst(2), radix: 16) else { return nil }
    return (isNegative ? "-" : "") + String(value)
  }
}
