extension JSONScanner {
  /// A whole number. One with fraction or exponent, or beyond 64 bits, is an error.
  public mutating func readInt64() throws(JSONError) -> Int64 {
    let range = try scanNumber()
    var digits = bytes[range]
    let isNegative = digits.first == UInt8(ascii: "-")
    if isNegative { digits = digits.dropFirst() }
    var value: Int64 = 0
    for byte in digits {
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else {
        throw JSONError(.badNumber, at: range.lowerBound, "a whole number is expected here")
      }
      let digit = Int64(byte - UInt8(ascii: "0"))
      let (tens, overflowsTens) = value.multipliedReportingOverflow(by: 10)
      // Built downwards: the most negative number has no positive twin.
      let (next, overflowsOnes) =
        isNegative ? tens.subtractingReportingOverflow(digit) : tens.addingReportingOverflow(digit)
      guard !overflowsTens, !overflowsOnes else {
        throw JSONError(.badNumber, at: range.lowerBound, "the number does not fit 64 bits")
      }
      value = next
    }
    return value
  }

  /// A number exactly as written, checked against RFC 8259.
  public mutating func readNumberText() throws(JSONError) -> String {
    String(decoding: bytes[try scanNumber()], as: UTF8.self)
  }

  /// The bytes of a number; the index stands behind it afterwards.
  mutating func scanNumber() throws(JSONError) -> Range<Int> {
    let first = try peek()
    let start = index
    guard first == UInt8(ascii: "-") || isDigit(first) else { throw mismatch("a number") }
    if first == UInt8(ascii: "-") { index += 1 }
    if index < bytes.count, bytes[index] == UInt8(ascii: "0") {
      index += 1
      if index < bytes.count, isDigit(bytes[index]) {
        throw JSONError(.badNumber, at: start, "a number may not begin with 0")
      }
    } else {
      try digits()
    }
    if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
      index += 1
      try digits()
    }
    if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
      index += 1
      if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") {
        index += 1
      }
      try digits()
    }
    try checkLength(from: start, to: index)
    return start..<index
  }

  /// One digit or more.
  private mutating func digits() throws(JSONError) {
    guard index < bytes.count else { throw truncated() }
    guard isDigit(bytes[index]) else {
      throw JSONError(.badNumber, at: index, "a digit is expected here")
    }
    while index < bytes.count, isDigit(bytes[index]) { index += 1 }
  }

  private func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }
}
