extension Fixed {
  /// The product, rounded once. Traps on overflow.
  public func multiplied(by other: Fixed, rounding rule: Rounding) -> Fixed {
    guard let product = multipliedReportingOverflow(by: other, rounding: rule) else {
      preconditionFailure("the product of two bounded amounts overflowed")
    }
    return product
  }

  /// The product, rounded once, or nil on overflow.
  public func multipliedReportingOverflow(by other: Fixed, rounding rule: Rounding) -> Fixed? {
    if let left = shortMantissa, let right = other.shortMantissa {
      let product = left.magnitude.multipliedFullWidth(by: right.magnitude)
      if product.high < WideDivision.unit {
        // The product too is below 18 million units.
        let (quotient, remainder) = WideDivision.byUnit(high: product.high, low: product.low)
        return Fixed(
          short: quotient, remainder: remainder, divisor: WideDivision.unit,
          negative: (left ^ right) < 0, rounding: rule)
      }
    }
    return longProduct(other, rounding: rule)
  }

  @inline(never)
  private func longProduct(_ other: Fixed, rounding rule: Rounding) -> Fixed? {
    let product = mantissa.magnitude.multipliedFullWidth(by: other.mantissa.magnitude)
    guard product.high < UInt128(WideDivision.unit) else { return nil }
    let (quotient, remainder) = WideDivision.byUnit(
      high: UInt64(truncatingIfNeeded: product.high), low: product.low)
    return Fixed(
      quotient: quotient, remainder: UInt128(remainder), divisor: UInt128(WideDivision.unit),
      negative: isNegative != other.isNegative, rounding: rule)
  }

  /// The exact product with a whole number. Traps on overflow.
  @inlinable
  public func multiplied(by count: Int) -> Fixed {
    Fixed(mantissa: mantissa * Int128(count))
  }

  /// The exact product with a whole number, or nil on overflow.
  @inlinable
  public func multipliedReportingOverflow(by count: Int) -> Fixed? {
    let (product, overflow) = mantissa.multipliedReportingOverflow(by: Int128(count))
    return overflow ? nil : Fixed(mantissa: product)
  }

  /// The quotient, rounded once. The divisor must not be zero. Traps on overflow.
  public func divided(by other: Fixed, rounding rule: Rounding) -> Fixed {
    precondition(!other.isZero, "divided by zero")
    guard let quotient = dividedReportingOverflow(by: other, rounding: rule) else {
      preconditionFailure("the quotient of two bounded amounts overflowed")
    }
    return quotient
  }

  /// The quotient, rounded once, or nil on overflow and for a divisor of zero.
  public func dividedReportingOverflow(by other: Fixed, rounding rule: Rounding) -> Fixed? {
    Fixed.mulDiv(self, .one, other, rounding: rule)
  }

  /// `first × second / divisor`, rounded once at the end, or nil on overflow and for a divisor of zero.
  ///
  /// The intermediate product keeps all of its 256 bits, so it can neither overflow nor lose digits.
  public static func mulDiv(
    _ first: Fixed, _ second: Fixed, _ divisor: Fixed, rounding rule: Rounding
  ) -> Fixed? {
    if let left = first.shortMantissa, let right = second.shortMantissa,
      let whole = divisor.shortMantissa
    {
      let product = left.magnitude.multipliedFullWidth(by: right.magnitude)
      if product.high < whole.magnitude {
        let (quotient, remainder) = WideDivision.divide(
          high: product.high, low: product.low, by: whole.magnitude)
        return Fixed(
          short: quotient, remainder: remainder, divisor: whole.magnitude,
          negative: (left ^ right ^ whole) < 0, rounding: rule)
      }
    }
    return longMulDiv(first, second, divisor, rounding: rule)
  }

  @inline(never)
  private static func longMulDiv(
    _ first: Fixed, _ second: Fixed, _ divisor: Fixed, rounding rule: Rounding
  ) -> Fixed? {
    let product = first.mantissa.magnitude.multipliedFullWidth(by: second.mantissa.magnitude)
    let whole = divisor.mantissa.magnitude
    guard let (quotient, remainder) = WideDivision.divide(high: product.high, low: product.low, by: whole)
    else { return nil }
    let negative = first.isNegative != (second.isNegative != divisor.isNegative)
    return Fixed(
      quotient: quotient, remainder: remainder, divisor: whole, negative: negative, rounding: rule)
  }

  /// A truncated magnitude of at most 64 bits with its remainder, rounded by `rule`: always fits.
  @inline(__always)
  private init(
    short quotient: UInt64, remainder: UInt64, divisor: UInt64, negative: Bool, rounding rule: Rounding
  ) {
    let grows = rule.growsMagnitude(
      odd: quotient & 1 == 1, remainder: remainder, divisor: divisor, negative: negative)
    let magnitude = Int128(quotient) &+ (grows ? 1 : 0)
    self.init(mantissa: negative ? 0 &- magnitude : magnitude)
  }

  /// A truncated magnitude with its remainder, rounded by `rule`; nil when it does not fit.
  @inline(__always)
  init?(
    quotient: UInt128, remainder: UInt128, divisor: UInt128, negative: Bool, rounding rule: Rounding
  ) {
    let odd = quotient & 1 == 1
    let grows = rule.growsMagnitude(odd: odd, remainder: remainder, divisor: divisor, negative: negative)
    let (magnitude, overflow) = quotient.addingReportingOverflow(grows ? 1 : 0)
    guard !overflow else { return nil }
    self.init(magnitude: magnitude, negative: negative)
  }
}
