extension Fixed {
  /// The multiple of `step` that `rule` chooses, as a price on its tick or a quantity on its lot.
  ///
  /// `step` must be above zero. Traps when the multiple does not fit, which needs a value within one
  /// step of the limit.
  public func rounded(toStep step: Fixed, _ rule: Rounding) -> Fixed {
    precondition(step.isPositive, "a step must be above zero")
    return rounded(toMultipleOf: step.mantissa.magnitude, rule)
  }

  /// The value with at most `decimals` decimals: 12 or more changes nothing, −2 rounds to hundreds.
  ///
  /// `decimals` must be at least −26.
  public func rounded(toDecimals decimals: Int, _ rule: Rounding) -> Fixed {
    guard decimals < Fixed.scaleDigits else { return self }
    return rounded(toMultipleOf: PowersOfTen.long(Fixed.scaleDigits - decimals), rule)
  }

  /// The value with at most `digits` significant digits, as some venues limit a price. At least one.
  public func rounded(toSignificantDigits digits: Int, _ rule: Rounding) -> Fixed {
    precondition(digits >= 1, "at least one significant digit")
    let excess = PowersOfTen.digitCount(of: mantissa.magnitude) - digits
    guard excess > 0 else { return self }
    return rounded(toMultipleOf: PowersOfTen.long(excess), rule)
  }

  /// Whether the value is a whole number of `step`s. `step` must be above zero.
  public func isMultiple(of step: Fixed) -> Bool {
    precondition(step.isPositive, "a step must be above zero")
    let (value, whole) = (mantissa.magnitude, step.mantissa.magnitude)
    if let value = UInt64(exactly: value), let whole = UInt64(exactly: whole) {
      return value % whole == 0
    }
    return value % whole == 0
  }

  private func rounded(toMultipleOf step: UInt128, _ rule: Rounding) -> Fixed {
    let value = mantissa.magnitude
    let remainder: UInt128
    let odd: Bool
    if let shortValue = UInt64(exactly: value), let shortStep = UInt64(exactly: step) {
      let short = shortValue.quotientAndRemainder(dividingBy: shortStep)
      remainder = UInt128(short.remainder)
      odd = short.quotient & 1 == 1
    } else {
      let wide = value.quotientAndRemainder(dividingBy: step)
      remainder = wide.remainder
      odd = wide.quotient & 1 == 1
    }
    let grows = rule.growsMagnitude(
      odd: odd, remainder: remainder, divisor: step, negative: mantissa < 0)
    let magnitude = value - remainder + (grows ? step : 0)
    guard let result = Fixed(magnitude: magnitude, negative: mantissa < 0) else {
      preconditionFailure("a value near the limit was rounded past it")
    }
    return result
  }
}
