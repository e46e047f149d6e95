extension JSONScanner {
  /// A string with its escapes resolved.
  public mutating func readString() throws(JSONError) -> String {
    guard try peek() == UInt8(ascii: "\"") else { throw mismatch("a string") }
    index += 1
    let start = index
    var end = start
    while end < bytes.count {
      let byte = bytes[end]
      if byte == UInt8(ascii: "\"") {
        try checkLength(from: start, to: end)
        index = end + 1
        return try text(bytes[start..<end], at: start)
      }
      if byte == UInt8(ascii: "\\") { return try readEscapedString(from: start, firstEscape: end) }
      if byte < 0x20 { throw controlCharacter(at: end) }
      end += 1
    }
    throw truncated()
  }

  /// Reads over a string. Plain ASCII without escapes, nearly all there is, makes no `String`.
  mutating func skipString() throws(JSONError) {
    guard try peek() == UInt8(ascii: "\"") else { throw mismatch("a string") }
    var end = index + 1
    while end < bytes.count {
      let byte = bytes[end]
      if byte == UInt8(ascii: "\"") {
        try checkLength(from: index + 1, to: end)
        index = end + 1
        return
      }
      guard byte >= 0x20, byte < 0x80, byte != UInt8(ascii: "\\") else { break }
      end += 1
    }
    _ = try readString()
  }

  private mutating func readEscapedString(
    from start: Int, firstEscape: Int
  ) throws(JSONError) -> String {
    var decoded = Array(bytes[start..<firstEscape])
    index = firstEscape
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "\""):
        try checkLength(from: start, to: index)
        index += 1
        return try text(decoded[...], at: start)
      case UInt8(ascii: "\\"): try readEscape(into: &decoded)
      case 0..<0x20: throw controlCharacter(at: index)
      default:
        decoded.append(byte)
        index += 1
      }
      if index - start > limits.maxStringBytes { try checkLength(from: start, to: index) }
    }
    throw truncated()
  }

  /// One `\` sequence; the index stands on the backslash.
  private mutating func readEscape(into decoded: inout [UInt8]) throws(JSONError) {
    let start = index
    guard index + 1 < bytes.count else { throw truncated() }
    let letter = bytes[index + 1]
    index += 2
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded.append(letter)
    case UInt8(ascii: "b"): decoded.append(0x08)
    case UInt8(ascii: "f"): decoded.append(0x0C)
    case UInt8(ascii: "n"): decoded.append(0x0A)
    case UInt8(ascii: "r"): decoded.append(0x0D)
    case UInt8(ascii: "t"): decoded.append(0x09)
    case UInt8(ascii: "u"):
      var code = UInt32(try readHexQuad())
      if code >= 0xD800, code < 0xDC00 {
        guard index < bytes.count else { throw truncated() }
        guard bytes[index] == UInt8(ascii: "\\") else { throw loneSurrogate(at: start) }
        guard index + 1 < bytes.count else { throw truncated() }
        guard bytes[index + 1] == UInt8(ascii: "u") else { throw loneSurrogate(at: start) }
        index += 2
        let low = UInt32(try readHexQuad())
        guard low >= 0xDC00, low < 0xE000 else { throw loneSurrogate(at: start) }
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw loneSurrogate(at: start) }
      decoded.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    default: throw JSONError(.badEscape, at: start, "this escape is not one JSON knows")
    }
  }

  private mutating func readHexQuad() throws(JSONError) -> UInt16 {
    var value: UInt16 = 0
    for _ in 0..<4 {
      guard index < bytes.count else { throw truncated() }
      let byte = bytes[index]
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
      default: throw JSONError(.badEscape, at: index, "four hexadecimal digits are expected here")
      }
      value = value << 4 | UInt16(digit)
      index += 1
    }
    return value
  }

  private func text(_ slice: ArraySlice<UInt8>, at start: Int) throws(JSONError) -> String {
    guard let text = String(validating: slice, as: UTF8.self) else {
      throw JSONError(.badUTF8, at: start, "the string is not valid UTF-8")
    }
    return text
  }

  func checkLength(from start: Int, to end: Int) throws(JSONError) {
    guard end - start <= limits.maxStringBytes else {
      throw JSONError(
        .stringTooLong, at: start, "longer than \(limits.maxStringBytes) bytes, which is the limit")
    }
  }

  private func controlCharacter(at offset: Int) -> JSONError {
    JSONError(.controlCharacter, at: offset, "a control character must be escaped")
  }

  private func loneSurrogate(at offset: Int) -> JSONError {
    JSONError(.badEscape, at: offset, "half of a surrogate pair stands alone")
  }
}
