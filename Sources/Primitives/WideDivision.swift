/// Division of the 256-bit intermediates behind ``Fixed``.
enum WideDivision {
  /// 10¹² as an unsigned 64-bit number.
  static var unit: UInt64 { 1_000_000_000_000 }

  /// 10¹² shifted left by 24 bits, so that its top bit is set.
  private static var normalizedUnit: UInt64 { 16_777_216_000_000_000_000 }

  /// ⌊(2¹²⁸ − 1) / normalizedUnit⌋ − 2⁶⁴.
  private static var reciprocal: UInt64 { 1_835_665_529_942_118_807 }

  /// Divides `high × 2⁶⁴ + low` by 10¹² without a division instruction; `high` must be less than 10¹².
  @inline(__always)
  static func byUnit(high: UInt64, low: UInt64) -> (quotient: UInt64, remainder: UInt64) {
    precondition(high < unit)
    let (quotient, remainder) = step((high << 24) | (low >> 40), low << 24)
    return (quotient, remainder >> 24)
  }

  /// Divides `high × 2¹²⁸ + low` by 10¹² without a division instruction.
  ///
  /// The quotient fits because `high` must be less than 10¹². A division by a constant of this width
  /// is otherwise a library call of some 40 ns; this is two multiplications a 64-bit step.
  @inline(__always)
  static func byUnit(high: UInt64, low: UInt128) -> (quotient: UInt128, remainder: UInt64) {
    precondition(high < unit)
    let upper = UInt64(truncatingIfNeeded: low >> 64)
    let lower = UInt64(truncatingIfNeeded: low)
    let first = step((high << 24) | (upper >> 40), (upper << 24) | (lower >> 40))
    let second = step(first.remainder, lower << 24)
    let quotient = (UInt128(first.quotient) << 64) | UInt128(second.quotient)
    return (quotient, second.remainder >> 24)
  }

  /// One 128-by-64-bit division by the normalized unit; `upper` must be less than it.
  ///
  /// Source: Möller and Granlund, "Improved division by invariant integers" (2011), algorithm 4.
  /// The wrapping operators are the algorithm's arithmetic modulo 2⁶⁴.
  @inline(__always)
  private static func step(_ upper: UInt64, _ lower: UInt64) -> (quotient: UInt64, remainder: UInt64) {
    let product = reciprocal.multipliedFullWidth(by: upper)
    let (estimateLow, carry) = product.low.addingReportingOverflow(lower)
    var quotient = product.high &+ upper &+ (carry ? 1 : 0) &+ 1
    var remainder = lower &- quotient &* normalizedUnit
    if remainder > estimateLow {
      quotient &-= 1
      remainder &+= normalizedUnit
    }
    if remainder >= normalizedUnit {
      quotient &+= 1
      remainder &-= normalizedUnit
    }
    return (quotient, remainder)
  }

  /// Divides `high × 2⁶⁴ + low` by `divisor`, which must be more than `high`.
  @inline(__always)
  static func divide(
    high: UInt64, low: UInt64, by divisor: UInt64
  ) -> (quotient: UInt64, remainder: UInt64) {
    precondition(high < divisor)
    let quotient = UInt64(truncatingIfNeeded: (UInt128(high) << 64 | UInt128(low)) / UInt128(divisor))
    // What is left is less than the divisor, so its lower 64 bits are all of it.
    return (quotient, low &- quotient &* divisor)
  }

  /// Divides `high × 2¹²⁸ + low` by `divisor`, or answers nil when the divisor is zero or the quotient
  /// does not fit in 128 bits.
  static func divide(
    high: UInt128, low: UInt128, by divisor: UInt128
  ) -> (quotient: UInt128, remainder: UInt128)? {
    guard high < divisor else { return nil }
    if high == 0 {
      return low.quotientAndRemainder(dividingBy: divisor)
    }
    return divisor.dividingFullWidth((high, low))
  }
}
