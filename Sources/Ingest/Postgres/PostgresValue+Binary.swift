extension PostgresValue {
  /// A value in binary, by the OID of its type. Bytes of an unexpected length come as hexadecimal text.
  init(binary bytes: UnsafeRawBufferPointer, type: UInt32) {
    switch (type, bytes.count) {
    case (16, 1): self = unsafe .bool(bytes[0] != 0)
    case (20, 8): self = unsafe .integer(Self.big(bytes, as: Int64.self))
    case (21, 2): self = unsafe .integer(Int64(Self.big(bytes, as: Int16.self)))
    case (23, 4): self = unsafe .integer(Int64(Self.big(bytes, as: Int32.self)))
    case (26, 4): self = unsafe .integer(Int64(Self.big(bytes, as: UInt32.self)))
    case (700, 4): self = unsafe .real(Double(Float(bitPattern: Self.big(bytes, as: UInt32.self))))
    case (701, 8): self = unsafe .real(Double(bitPattern: Self.big(bytes, as: UInt64.self)))
    case (1_114, 8), (1_184, 8): self = unsafe .timestamp(Self.since1970(Self.big(bytes, as: Int64.self)))
    case (1_082, 4):
      let (micros, overflows) = unsafe Int64(Self.big(bytes, as: Int32.self))
        .multipliedReportingOverflow(by: 86_400_000_000)
      self = .timestamp(overflows ? .max : Self.since1970(micros))
    // char, name, text, json, xml, unknown, bpchar, varchar
    case (18, _), (19, _), (25, _), (114, _), (142, _), (705, _), (1_042, _), (1_043, _):
      self = unsafe .text(String(decoding: bytes, as: UTF8.self))
    case (1_700, _): self = unsafe .text(Self.numeric(bytes) ?? Self.hexadecimal(bytes))
    case (2_950, 16): self = unsafe .text(Self.uuid(bytes))
    default: self = unsafe .text(Self.hexadecimal(bytes))
    }
  }

  private static func big<Value: FixedWidthInteger>(
    _ bytes: UnsafeRawBufferPointer, at offset: Int = 0, as type: Value.Type
  ) -> Value {
    unsafe Value(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: type))
  }

  /// The server's `infinity` and `-infinity` stay at the ends of the range.
  private static func since1970(_ since2000: Int64) -> Int64 {
    if since2000 == .min || since2000 == .max { return since2000 }
    let (micros, overflows) = since2000.addingReportingOverflow(WireTransaction.microsTo2000)
    return overflows ? .max : micros
  }

  private static func hexadecimal(_ bytes: UnsafeRawBufferPointer) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text = Array("\\x".utf8)
    for index in bytes.indices {
      let byte = unsafe bytes[index]
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func uuid(_ bytes: UnsafeRawBufferPointer) -> String {
    var text = unsafe hexadecimal(bytes).dropFirst(2)[...]
    var parts: [Substring] = []
    for length in [8, 4, 4, 4, 12] {
      parts.append(text.prefix(length))
      text = text.dropFirst(length)
    }
    return parts.joined(separator: "-")
  }

  /// PostgreSQL's numeric: groups of four decimal digits with a weight, a sign and a display scale.
  private static func numeric(_ bytes: UnsafeRawBufferPointer) -> String? {
    guard bytes.count >= 8 else { return nil }
    let count = unsafe Int(big(bytes, as: UInt16.self))
    let weight = unsafe Int(big(bytes, at: 2, as: Int16.self))
    let sign = unsafe big(bytes, at: 4, as: UInt16.self)
    let scale = unsafe Int(big(bytes, at: 6, as: UInt16.self))
    guard bytes.count == 8 + 2 * count else { return nil }
    switch sign {
    case 0xC000: return "NaN"
    case 0xD000: return "Infinity"
    case 0xF000: return "-Infinity"
    default: break
    }
    func group(_ index: Int) -> String {
      let value = (0..<count).contains(index) ? unsafe Int(big(bytes, at: 8 + 2 * index, as: UInt16.self)) : 0
      let digits = String(value)
      return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }
    let whole = weight < 0 ? "0" : (0...weight).map(group).joined()
    let trimmed = whole.drop { $0 == "0" }
    let groups = (scale + 3) / 4
    let fraction = (0..<groups).map { group(weight + 1 + $0) }.joined().prefix(scale)
    return (sign == 0x4000 ? "-" : "") + (trimmed.isEmpty ? "0" : trimmed) + (scale > 0 ? "." + fraction : "")
  }
}
