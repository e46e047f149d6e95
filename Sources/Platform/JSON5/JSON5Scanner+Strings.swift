extension JSON5Scanner {
  /// A string in single or double quotes; the index stands on the first of them.
  mutating func readString() throws(JSON5Error) -> String {
    let start = index
    let quote = bytes[index]
    index += 1
    var decoded: [UInt8] = []
    while let byte {
      guard index - start <= limits.maxStringBytes else {
        throw JSON5Error(at: start, "longer than \(limits.maxStringBytes) bytes, which is the limit")
      }
      switch byte {
      case quote:
        index += 1
        return String(decoding: decoded, as: UTF8.self)
      case UInt8(ascii: "\\"): try readEscape(into: &decoded)
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        throw JSON5Error(at: start, "this string is not closed on its line; a line goes on after \\")
      case 0..<0x20 where byte != 0x09, 0x7F:
        throw JSON5Error(at: index, "a control character must be escaped")
      default:
        decoded.append(byte)
        index += 1
      }
    }
    throw truncated("a string")
  }

  /// An unquoted key, or a word such as `true`; nil when none begins here.
  mutating func readIdentifier() throws(JSON5Error) -> String? {
    let start = index
    var name = ""
    while let scalar = scalarAtIndex {
      guard index - start <= limits.maxStringBytes else {
        throw JSON5Error(at: start, "longer than \(limits.maxStringBytes) bytes, which is the limit")
      }
      if scalar == "\\" {
        let place = index
        guard isAt("\\u") else { throw JSON5Error(at: place, "a key without quotes takes only \\u escapes") }
        index += 2
        let code = UInt32(try readHex(4))
        guard let named = Unicode.Scalar(code), Self.isNamePart(named, isFirst: name.isEmpty) else {
          throw JSON5Error(at: place, "this character needs quotes in a key")
        }
        name.unicodeScalars.append(named)
      } else {
        guard Self.isNamePart(scalar, isFirst: name.isEmpty) else { break }
        name.unicodeScalars.append(scalar)
        index += UTF8.width(scalar)
      }
    }
    return name.isEmpty ? nil : name
  }

  private static func isNamePart(_ scalar: Unicode.Scalar, isFirst: Bool) -> Bool {
    if scalar == "$" || scalar == "_" { return true }
    if isFirst { return scalar.properties.isIDStart }
    return scalar.properties.isIDContinue || scalar.value == 0x200C || scalar.value == 0x200D
  }

  /// One `\` sequence; the index stands on the backslash.
  private mutating func readEscape(into decoded: inout [UInt8]) throws(JSON5Error) {
    let start = index
    index += 1
    guard let letter = byte else { throw truncated("a string") }
    let breakWidth = lineBreakWidth
    if breakWidth > 0 {
      index += breakWidth
      return
    }
    index += 1
    switch letter {
    case UInt8(ascii: "b"): decoded.append(0x08)
    case UInt8(ascii: "f"): decoded.append(0x0C)
    case UInt8(ascii: "n"): decoded.append(0x0A)
    case UInt8(ascii: "r"): decoded.append(0x0D)
    case UInt8(ascii: "t"): decoded.append(0x09)
    case UInt8(ascii: "v"): decoded.append(0x0B)
    case UInt8(ascii: "x"): append(UInt32(try readHex(2)), to: &decoded)
    case UInt8(ascii: "u"): append(try readUnicode(from: start), to: &decoded)
    case UInt8(ascii: "0"):
      if let byte, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
        throw JSON5Error(at: start, "octal escapes are not JSON5")
      }
      decoded.append(0)
    case UInt8(ascii: "1")...UInt8(ascii: "9"), 0..<0x20, 0x7F:
      throw JSON5Error(at: start, "this escape is not one JSON5 knows")
    // Whatever else stands there stands for itself; the rest of its bytes follow.
    default: decoded.append(letter)
    }
  }

  private mutating func readUnicode(from start: Int) throws(JSON5Error) -> UInt32 {
    let code = UInt32(try readHex(4))
    guard (0xD800..<0xE000).contains(code) else { return code }
    guard code < 0xDC00, isAt("\\u") else {
      throw JSON5Error(at: start, "half of a surrogate pair stands alone")
    }
    index += 2
    let low = UInt32(try readHex(4))
    guard (0xDC00..<0xE000).contains(low) else {
      throw JSON5Error(at: start, "half of a surrogate pair stands alone")
    }
    return 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
  }

  private func append(_ code: UInt32, to decoded: inout [UInt8]) {
    guard let scalar = Unicode.Scalar(code), let encoded = UTF8.encode(scalar) else { return }
    decoded.append(contentsOf: encoded)
  }

  private mutating func readHex(_ count: Int) throws(JSON5Error) -> UInt16 {
    var value: UInt16 = 0
    for _ in 0..<count {
      guard let byte else { throw truncated("an escape") }
      guard let digit = Self.hexDigit(byte) else {
        throw JSON5Error(at: index, "\(count) hexadecimal digits are expected here")
      }
      value = value << 4 | UInt16(digit)
      index += 1
    }
    return value
  }

  static func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
