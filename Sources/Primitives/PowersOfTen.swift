/// Powers of ten, as the decimal code needs them.
enum PowersOfTen {
  private static let short: [UInt64] = [
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000,
    10_000_000_000, 100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000,
    1_000_000_000_000_000, 10_000_000_000_000_000, 100_000_000_000_000_000,
    1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
  ]

  /// 10 to the power `exponent`, 0...19.
  static func short(_ exponent: Int) -> UInt64 {
    short[exponent]
  }

  /// 10 to the power `exponent`, 0...38.
  static func long(_ exponent: Int) -> UInt128 {
    exponent < 20 ? UInt128(short[exponent]) : UInt128(short[19]) * UInt128(short[exponent - 19])
  }

  /// The number of decimal digits of `value`; 1 for zero.
  static func digitCount(of value: UInt64) -> Int {
    // 1233 / 4096 is just above log10(2), so the estimate is right or one too small.
    let estimate = ((64 - (value | 1).leadingZeroBitCount) * 1_233) >> 12
    return estimate < 20 && value >= short[estimate] ? estimate + 1 : max(estimate, 1)
  }

  /// The number of decimal digits of `value`; 1 for zero.
  static func digitCount(of value: UInt128) -> Int {
    if let small = UInt64(exactly: value) { return digitCount(of: small) }
    let ten19 = UInt128(short[19])
    let (upper, _) = value.quotientAndRemainder(dividingBy: ten19)
    return upper == 0 ? 20 : 19 + digitCount(of: upper)
  }
}
