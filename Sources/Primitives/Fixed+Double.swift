extension Fixed {
  /// The nearest value to a binary floating-point number; nil for NaN, infinities and out of range.
  ///
  /// Only for statistics and sizing. A price, quantity or fee from outside is parsed from its text.
  public init?(approximating value: Double) {
    guard value.isFinite else { return nil }
    guard value.isNormal else {
      // Zero, or a subnormal far below half of 10⁻¹².
      self = .zero
      return
    }
    // value = significand × 2^exponent with a whole significand below 2⁵³, which times 10¹² stays
    // below 2⁹³: the product is exact and only the shift rounds.
    let exponent = Int(value.exponent) - 52
    let significand = value.significandBitPattern | 1 << 52
    let product = UInt128(significand) * UInt128(WideDivision.unit)
    let magnitude: UInt128
    if exponent >= 0 {
      guard exponent < product.leadingZeroBitCount else { return nil }
      magnitude = product << UInt128(exponent)
    } else if exponent > -120 {
      let divisor = UInt128(1) << UInt128(-exponent)
      let (quotient, remainder) = (product >> UInt128(-exponent), product & (divisor - 1))
      let grows = Rounding.halfEven.growsMagnitude(
        odd: quotient & 1 == 1, remainder: remainder, divisor: divisor, negative: false)
      magnitude = quotient + (grows ? 1 : 0)
    } else {
      magnitude = 0
    }
    self.init(magnitude: magnitude, negative: value < 0)
  }

  /// The nearest binary floating-point number, ties to even: for statistics and the row boundary.
  ///
  /// Equal to what a correct parser makes of ``description``.
  public var double: Double {
    let magnitude = mantissa.magnitude
    let unsigned: Double
    if magnitude < 1 << 53 {
      // Both operands are exact, so the one division rounds correctly.
      unsigned = Double(UInt64(truncatingIfNeeded: magnitude)) / 1e12
    } else if let millionths = wholeMillionths(magnitude) {
      // A price of at most six decimals: again one division of two exact operands.
      unsigned = Double(millionths) / 1e6
    } else {
      // Divide with the top bit set, fold all that lies below 64 bits into the last one, and let the
      // conversion round once; the power of two is exact.
      let shift = magnitude.leadingZeroBitCount
      let (quotient, remainder) = WideDivision.byUnit(high: 0, low: magnitude << UInt128(shift))
      let excess = 64 - quotient.leadingZeroBitCount
      let dropped = quotient & ((UInt128(1) << UInt128(excess)) - 1)
      let kept = UInt64(truncatingIfNeeded: quotient >> UInt128(excess))
      let sticky: UInt64 = dropped != 0 || remainder != 0 ? 1 : 0
      unsigned = Double(sign: .plus, exponent: excess - shift, significand: Double(kept | sticky))
    }
    return mantissa < 0 ? -unsigned : unsigned
  }

  /// A magnitude of 64 bits in units of 10⁻⁶, which 45 bits hold; nil where it is no whole number of them.
  @inline(__always)
  private func wholeMillionths(_ magnitude: UInt128) -> UInt64? {
    guard let short = UInt64(exactly: magnitude) else { return nil }
    let (quotient, remainder) = short.quotientAndRemainder(dividingBy: 1_000_000)
    return remainder == 0 ? quotient : nil
  }
}
