/// One pass over the bytes of a decimal number: sign, magnitude at scale 10⁻¹², and what lies beyond.
struct DecimalScan {
  /// Whether a minus sign came first.
  private(set) var negative = false
  /// The number without its sign in units of 10⁻¹², truncated.
  private(set) var magnitude: UInt128 = 0
  /// The first nonzero digit after the twelfth decimal, the first character being 1.
  private(set) var firstExcessPosition: Int?
  /// What truncation dropped: 0 nothing, 1 less than half, 2 half, 3 more than half of the last place.
  private(set) var excessQuarters: UInt128 = 0

  /// The largest whole part that fits: ⌊(2¹²⁷ − 1) / 10¹²⌋.
  private static var greatestWhole: UInt128 { 170_141_183_460_469_231_731_687_303 }

  /// Scans all of `bytes`.
  init(_ bytes: Span<UInt8>) throws(FixedError) {
    let count = bytes.count
    guard count > 0 else { throw FixedError(.empty) }
    var index = 0
    if bytes[0] == UInt8(ascii: "-") || bytes[0] == UInt8(ascii: "+") {
      negative = bytes[0] == UInt8(ascii: "-")
      index = 1
    }
    let start = index
    let whole = try Self.scanWhole(bytes, from: &index)
    var digits = index - start
    var fraction: UInt64 = 0
    if index < count, bytes[index] == UInt8(ascii: ".") {
      index += 1
      let pointEnd = index
      fraction = scanFraction(bytes, from: &index)
      digits += index - pointEnd
    }
    if index < count { throw Self.fault(bytes, at: index, start: start, digits: digits) }
    guard digits > 0 else { throw FixedError(.noDigits) }
    magnitude = whole * UInt128(WideDivision.unit) + UInt128(fraction)
  }

  /// The digits before the point.
  @inline(__always)
  private static func scanWhole(
    _ bytes: Span<UInt8>, from index: inout Int
  ) throws(FixedError) -> UInt128 {
    // Nineteen digits always fit in 64 bits.
    let count = bytes.count
    let shortEnd = min(count, index + 19)
    var short: UInt64 = 0
    while index < shortEnd {
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return UInt128(short) }
      short = short &* 10 &+ UInt64(digit)
      index += 1
    }
    var whole = UInt128(short)
    while index < count {
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit < 10 else { break }
      // Bounded after every digit, so the next multiplication by ten cannot overflow.
      whole = whole * 10 + UInt128(digit)
      guard whole <= greatestWhole else { throw FixedError(.overflow) }
      index += 1
    }
    return whole
  }

  /// The digits after the point, in units of 10⁻¹²; notes what lies beyond the twelfth.
  @inline(__always)
  private mutating func scanFraction(_ bytes: Span<UInt8>, from index: inout Int) -> UInt64 {
    let count = bytes.count
    let start = index
    let end = min(count, index + Fixed.scaleDigits)
    var fraction: UInt64 = 0
    while index < end {
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit < 10 else { break }
      fraction = fraction &* 10 &+ UInt64(digit)
      index += 1
    }
    let missing = Fixed.scaleDigits - (index - start)
    if missing > 0 { return fraction &* PowersOfTen.short(missing) }
    scanExcess(bytes, from: &index)
    return fraction
  }

  private mutating func scanExcess(_ bytes: Span<UInt8>, from index: inout Int) {
    let start = index
    while index < bytes.count {
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return }
      if index == start {
        excessQuarters = digit == 0 ? 0 : digit < 5 ? 1 : digit == 5 ? 2 : 3
      } else if digit != 0, excessQuarters == 0 || excessQuarters == 2 {
        excessQuarters += 1
      }
      if digit != 0, firstExcessPosition == nil { firstExcessPosition = index + 1 }
      index += 1
    }
  }

  /// Names the fault of a text whose byte at `index` does not continue a number.
  private static func fault(
    _ bytes: Span<UInt8>, at index: Int, start: Int, digits: Int
  ) -> FixedError {
    // Setting bit 5 makes an ASCII letter lower case.
    let letter = bytes[index] | 0x20
    if digits > 0, letter == UInt8(ascii: "e") { return FixedError(.exponent, at: index + 1) }
    if index == start {
      let isName = ["nan", "inf", "infinity"].contains { name in
        name.utf8.count == bytes.count - start
          && name.utf8.enumerated().allSatisfy { bytes[start + $0.offset] | 0x20 == $0.element }
      }
      if isName { return FixedError(.notANumber, at: index + 1) }
    }
    return FixedError(.invalidCharacter, at: index + 1)
  }
}
