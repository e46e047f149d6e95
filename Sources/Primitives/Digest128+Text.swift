extension Digest128: CustomStringConvertible {
  /// Crockford's base 32 in lower case: no i, l, o or u.
  private static let alphabet: [32 of UInt8] = [
    0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66,
    0x67, 0x68, 0x6a, 0x6b, 0x6d, 0x6e, 0x70, 0x71, 0x72, 0x73, 0x74, 0x76, 0x77, 0x78, 0x79, 0x7a,
  ]

  /// The number of characters of ``text``.
  public static var textLength: Int { 26 }

  /// The digest as 26 characters of lowercase Crockford base 32, most significant first.
  ///
  /// 26 characters hold 130 bits; the first character is 0...7. Text order is digest order.
  public var text: String {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The digest as ``text``.
  public var description: String { text }

  /// Appends the 26 characters of ``text``.
  public func append(to bytes: inout [UInt8]) {
    // Twelve characters hold the upper 58 bits, two the next ten across the halves, twelve the rest:
    // the first character holds three bits.
    bytes.append(addingCapacity: Digest128.textLength) { output in
      for index in 0..<12 { output.append(Digest128.character(high >> UInt64(61 - 5 * index))) }
      output.append(Digest128.character(high >> 1))
      output.append(Digest128.character(high << 4 | low >> 60))
      for index in 0..<12 { output.append(Digest128.character(low >> UInt64(55 - 5 * index))) }
    }
  }

  /// Parses the 26 characters of ``text`` exactly; nil for anything else, upper case included.
  public init?(text: String) {
    let bytes = text.utf8.span
    guard bytes.count == Digest128.textLength else { return nil }
    var bits: UInt128 = 0
    for index in bytes.indices {
      guard let digit = Digest128.value(of: bytes[index]) else { return nil }
      guard index > 0 || digit < 8 else { return nil }
      bits = bits << 5 | UInt128(digit)
    }
    self.init(high: UInt64(truncatingIfNeeded: bits >> 64), low: UInt64(truncatingIfNeeded: bits))
  }

  /// The character of the lowest five bits.
  @inline(__always)
  private static func character(_ bits: UInt64) -> UInt8 {
    alphabet[Int(truncatingIfNeeded: bits & 31)]
  }

  private static func value(of byte: UInt8) -> Int? {
    alphabet.indices.first { alphabet[$0] == byte }
  }
}
