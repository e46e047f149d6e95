extension JSON5Scanner {
  /// A number as written; the index stands on its first byte.
  mutating func readNumber() throws(JSON5Error) -> String {
    let start = index
    if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { index += 1 }
    if isAt("Infinity") || isAt("NaN") {
      throw JSON5Error(at: start, "this is not a number that can be meant here")
    }
    if isAt("0x") || isAt("0X") {
      index += 2
      guard try skipDigits(where: { Self.hexDigit($0) != nil }, from: start) > 0 else {
        throw JSON5Error(at: start, "hexadecimal digits are missing")
      }
    } else {
      try readDecimal(from: start)
    }
    // What runs on is a word that begins like a number, not a number and a word.
    if let scalar = scalarAtIndex,
      scalar.properties.isIDContinue || scalar == "." || scalar == "$" || scalar == "\\"
    {
      throw JSON5Error(at: start, "this is not a number; text belongs into quotes")
    }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private mutating func readDecimal(from start: Int) throws(JSON5Error) {
    let isDigit: (UInt8) -> Bool = { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    let first = byte
    var digits = try skipDigits(where: isDigit, from: start)
    if first == UInt8(ascii: "0"), digits > 1 {
      throw JSON5Error(at: start, "a number may not begin with 0")
    }
    if byte == UInt8(ascii: ".") {
      index += 1
      digits += try skipDigits(where: isDigit, from: start)
    }
    guard digits > 0 else { throw JSON5Error(at: start, "a number needs a digit") }
    if let letter = byte, letter | 0x20 == UInt8(ascii: "e") {
      index += 1
      if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { index += 1 }
      guard try skipDigits(where: isDigit, from: start) > 0 else {
        throw JSON5Error(at: start, "digits are missing behind the exponent's e")
      }
    }
  }

  private mutating func skipDigits(
    where isDigit: (UInt8) -> Bool, from start: Int
  ) throws(JSON5Error) -> Int {
    let first = index
    while let byte, isDigit(byte) { index += 1 }
    guard index - start <= limits.maxStringBytes else {
      throw JSON5Error(at: start, "longer than \(limits.maxStringBytes) bytes, which is the limit")
    }
    return index - first
  }
}
