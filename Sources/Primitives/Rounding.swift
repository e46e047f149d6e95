/// What to do with the part of a result that the scale cannot hold.
///
/// Every operation that can lose digits takes one of these by name, so that a reader of the call
/// sees which way the money goes.
public enum Rounding: Sendable, CaseIterable {
  /// Toward zero: the magnitude never grows.
  case down
  /// Away from zero: the magnitude never shrinks.
  case up
  /// To the nearest; a tie goes to the even last digit.
  case halfEven
  /// To the nearest; a tie goes away from zero.
  case halfUp
  /// Toward negative infinity.
  case floor
  /// Toward positive infinity.
  case ceiling

  /// Whether a truncated magnitude must grow by one in its last place.
  ///
  /// - Parameters:
  ///   - odd: whether the truncated quotient is odd.
  ///   - remainder: what truncation dropped, less than `divisor`.
  ///   - divisor: the whole of which `remainder` is a part.
  ///   - negative: whether the exact result is below zero.
  @inlinable @inline(__always)
  func growsMagnitude<Part: FixedWidthInteger & UnsignedInteger>(
    odd: Bool, remainder: Part, divisor: Part, negative: Bool
  ) -> Bool {
    guard remainder != 0 else { return false }
    switch self {
    case .down: return false
    case .up: return true
    case .floor: return negative
    case .ceiling: return !negative
    case .halfEven:
      // Compared with the complement, since doubling the remainder could overflow.
      let complement = divisor - remainder
      return remainder > complement || (remainder == complement && odd)
    case .halfUp: return remainder >= divisor - remainder
    }
  }
}
