/// Whole numbers as decimal digits.
///
/// Written into an `OutputSpan`, so that a whole number, date or amount asks its array for room once.
enum DecimalText {
  /// Appends `value` without leading zeros.
  static func append(_ value: UInt128, to bytes: inout OutputSpan<UInt8>) {
    if let small = UInt64(exactly: value) {
      append(small, width: PowersOfTen.digitCount(of: small), to: &bytes)
      return
    }
    let (upper, lower) = value.quotientAndRemainder(dividingBy: UInt128(PowersOfTen.short(19)))
    append(upper, to: &bytes)
    append(UInt64(truncatingIfNeeded: lower), width: 19, to: &bytes)
  }

  /// Appends `value` as `width` digits, with leading zeros where it is shorter; it must not be longer.
  static func append(_ value: UInt64, width: Int, to bytes: inout OutputSpan<UInt8>) {
    guard width > 8 else {
      appendPacked(packed(value) >> UInt64(8 * (8 - width)), count: width, to: &bytes)
      return
    }
    let (upper, lower) = value.quotientAndRemainder(dividingBy: 100_000_000)
    append(upper, width: width - 8, to: &bytes)
    appendPacked(packed(lower), count: 8, to: &bytes)
  }

  /// Fills a room of as many bytes as `value` has digits, from its end on.
  static func put(_ value: UInt64, into room: UnsafeMutableBufferPointer<UInt8>) {
    var rest = value
    var place = room.count
    while rest >= 100 {
      let (upper, lower) = rest.quotientAndRemainder(dividingBy: 100)
      rest = upper
      place &-= 2
      put(lower / 10, lower % 10, into: room, at: place)
    }
    if place == 2 {
      put(rest / 10, rest % 10, into: room, at: 0)
    } else {
      room.initializeElement(at: 0, to: digit(rest))
    }
  }

  @inline(__always)
  private static func put(
    _ ten: UInt64, _ one: UInt64, into room: UnsafeMutableBufferPointer<UInt8>, at place: Int
  ) {
    room.initializeElement(at: place, to: digit(ten))
    room.initializeElement(at: place &+ 1, to: digit(one))
  }

  @inline(__always)
  private static func digit(_ value: UInt64) -> UInt8 {
    UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value)
  }

  /// Appends twelve decimals, less than 10¹², without their trailing zeros.
  static func append(decimals: UInt64, to bytes: inout OutputSpan<UInt8>) {
    let (upper, lower) = decimals.quotientAndRemainder(dividingBy: 100_000_000)
    let first = packed(upper) >> 32
    guard lower != 0 else {
      appendPacked(first, count: 8 - first.leadingZeroBitCount / 8, to: &bytes)
      return
    }
    appendPacked(first, count: 4, to: &bytes)
    let second = packed(lower)
    appendPacked(second, count: 8 - second.leadingZeroBitCount / 8, to: &bytes)
  }

  /// Eight digits of a number below 10⁸, one a byte, the most significant in the lowest byte.
  ///
  /// Halves the number three times, both halves in one word: a multiplication and a shift divide by
  /// 100 (exact below 10,000) and by 10 (exact below 100). The wrapping operators cannot wrap there.
  @inline(__always)
  private static func packed(_ value: UInt64) -> UInt64 {
    let fours = value / 10_000 | (value % 10_000) << 32
    let hundreds = (fours &* 10_486) >> 20 & 0x0000_007f_0000_007f
    let twos = hundreds | (fours &- hundreds &* 100) << 16
    let tens = (twos &* 103) >> 10 & 0x000f_000f_000f_000f
    return tens | (twos &- tens &* 10) << 8
  }

  /// Appends the lowest `count` digits of a packed word, the lowest byte first.
  @inline(__always)
  private static func appendPacked(_ digits: UInt64, count: Int, to bytes: inout OutputSpan<UInt8>) {
    var rest = digits
    for _ in 0..<count {
      bytes.append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }
}
