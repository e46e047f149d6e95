/// Turns rows into text piece by piece.
protocol SQLFormatter {
  /// Text made and not taken yet.
  var bytes: [UInt8] { get set }
  /// Takes the next row.
  mutating func add(_ row: [SQLValue])
  /// Makes the end of the text.
  mutating func finish()
}

extension SQLFormatter {
  /// The text made so far, leaving none.
  mutating func takeBytes() -> [UInt8] {
    var taken: [UInt8] = []
    swap(&taken, &bytes)
    return taken
  }
}

extension SQLValue {
  /// As plain text; nil for NULL. Bytes are hexadecimal digits.
  var plainText: String? {
    switch self {
    case .null: nil
    case .integer(let number): String(number)
    case .real(let number): DecimalDigits.text(number) ?? "\(number)"
    case .text(let text): text
    case .blob(let bytes): Self.hexadecimal(bytes)
    }
  }

  /// Two lower-case digits a byte.
  static func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
