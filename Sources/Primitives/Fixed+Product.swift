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
    let (left, right) = (mantissa.magnitude, other.mantissa.magnitude)
    let negative = (mantissa < 0) != (other.mantissa < 0)
    let high: UInt64
    let low: UInt128
    if let shortLeft = UInt64(exactly: left), let shortRight = UInt64(exactly: right) {
      // Both below 18 million units: prices, quantities and rates nearly always are.
      let product = shortLeft.multipliedFullWidth(by: shortRight)
      high = 0
      low = (UInt128(product.high) << 64) | UInt128(product.low)
    } else {
      let product = left.multipliedFullWidth(by: right)
      guard product.high < UInt128(WideDivision.unit) else { return nil }
      high = UInt64(truncatingIfNeeded: product.high)
      low = product.low
    }
    let (quotient, remainder) = WideDivision.byUnit(high: high, low: low)
    return Fixed(
      quotient: quotient, remainder: UInt128(remainder), divisor: UInt128(WideDivision.unit),
      negative: negative, rounding: rule)
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
    let product = first.mantissa.magnitude.multipliedFullWidth(by: second.mantissa.magnitude)
    let whole = divisor.mantissa.magnitude
    guard let (quotient, remainder) = WideDivision.divide(high: product.high, low: product.low, by: whole)
    else { return nil }
    let negative = first.isNegative != (second.isNegative != divisor.isNegative)
    return Fixed(
      quotient: quotient, remainder: remainder, divisor: whole, negative: negative, rounding: rule)
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
