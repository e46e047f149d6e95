extension Timestamp {
  /// Parses RFC 3339 text: `2024-08-08T23:54:16Z`, with up to nine fraction digits and either `Z` or an
  /// offset `+hh:mm`. `T` and `Z` may be lower case. Leap seconds and hour 24 are refused.
  public init(rfc3339 text: String) throws(TimestampError) {
    try self.init(rfc3339: text.utf8.span)
  }

  /// Parses the bytes of RFC 3339 text, see ``init(rfc3339:)-(String)``.
  public init(rfc3339 bytes: Span<UInt8>) throws(TimestampError) {
    let day = try Self.day(bytes)
    try Self.expect("T", in: bytes, at: 10)
    let hour = try Self.number(bytes, at: 11, count: 2)
    try Self.expect(":", in: bytes, at: 13)
    let minute = try Self.number(bytes, at: 14, count: 2)
    try Self.expect(":", in: bytes, at: 16)
    let second = try Self.number(bytes, at: 17, count: 2)
    guard hour < 24 else { throw TimestampError(.hour, at: 12) }
    guard minute < 60 else { throw TimestampError(.minute, at: 15) }
    guard second != 60 else { throw TimestampError(.leapSecond, at: 18) }
    guard second < 60 else { throw TimestampError(.second, at: 18) }
    var index = 19
    let fraction = try Self.fraction(bytes, from: &index)
    let offset = try Self.offsetMinutes(bytes, from: &index)
    guard index == bytes.count else { throw TimestampError(.malformed, at: index + 1) }

    let minutes = (day * 24 + hour) * 60 + minute - offset
    // In 128 bits, since the whole second may lie before the range though the moment does not.
    let total = Int128(minutes * 60 + second) * Int128(Nanos.perSecond) + Int128(fraction)
    guard let nanoseconds = Int64(exactly: total) else { throw TimestampError(.outOfRange) }
    self.nanoseconds = nanoseconds
  }

  /// The date as days since 1970.
  private static func day(_ bytes: Span<UInt8>) throws(TimestampError) -> Int {
    let year = try number(bytes, at: 0, count: 4)
    try expect("-", in: bytes, at: 4)
    let month = try number(bytes, at: 5, count: 2)
    try expect("-", in: bytes, at: 7)
    let day = try number(bytes, at: 8, count: 2)
    guard (1...12).contains(month) else { throw TimestampError(.month, at: 6) }
    guard day >= 1, day <= CivilDate.dayCount(year: year, month: month) else {
      throw TimestampError(.day, at: 9)
    }
    return CivilDate(year: year, month: month, day: day).daysSince1970
  }

  /// Exactly `count` digits.
  private static func number(
    _ bytes: Span<UInt8>, at start: Int, count: Int
  ) throws(TimestampError) -> Int {
    var number = 0
    for index in start..<start + count {
      guard index < bytes.count else { throw TimestampError(.malformed, at: index + 1) }
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit < 10 else { throw TimestampError(.malformed, at: index + 1) }
      number = number * 10 + Int(digit)
    }
    return number
  }

  /// One mark; a letter may be lower case.
  private static func expect(
    _ mark: Unicode.Scalar, in bytes: Span<UInt8>, at index: Int
  ) throws(TimestampError) {
    guard index < bytes.count else { throw TimestampError(.malformed, at: index + 1) }
    let expected = UInt8(ascii: mark)
    guard bytes[index] == expected || (mark == "T" && bytes[index] == UInt8(ascii: "t")) else {
      throw TimestampError(.malformed, at: index + 1)
    }
  }

  /// A point with one to nine digits, or nothing; in nanoseconds.
  private static func fraction(
    _ bytes: Span<UInt8>, from index: inout Int
  ) throws(TimestampError) -> Int64 {
    guard index < bytes.count, bytes[index] == UInt8(ascii: ".") else { return 0 }
    index += 1
    let start = index
    var fraction: Int64 = 0
    while index < bytes.count {
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit < 10 else { break }
      guard index - start < 9 else { throw TimestampError(.tooPrecise, at: index + 1) }
      fraction = fraction * 10 + Int64(digit)
      index += 1
    }
    guard index > start else { throw TimestampError(.malformed, at: index + 1) }
    return fraction * Int64(PowersOfTen.short(9 - (index - start)))
  }

  /// `Z` or `±hh:mm`; positive east of Greenwich.
  private static func offsetMinutes(
    _ bytes: Span<UInt8>, from index: inout Int
  ) throws(TimestampError) -> Int {
    guard index < bytes.count else { throw TimestampError(.malformed, at: index + 1) }
    let mark = bytes[index]
    if mark | 0x20 == UInt8(ascii: "z") {
      index += 1
      return 0
    }
    guard mark == UInt8(ascii: "+") || mark == UInt8(ascii: "-") else {
      throw TimestampError(.malformed, at: index + 1)
    }
    let hours = try number(bytes, at: index + 1, count: 2)
    try expect(":", in: bytes, at: index + 3)
    let minutes = try number(bytes, at: index + 4, count: 2)
    guard hours < 24, minutes < 60 else { throw TimestampError(.offset, at: index + 2) }
    index += 6
    return (hours * 60 + minutes) * (mark == UInt8(ascii: "-") ? -1 : 1)
  }
}
