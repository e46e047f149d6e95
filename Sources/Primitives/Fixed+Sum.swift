extension Fixed {
  /// The exact sum. Traps on overflow.
  @inlinable @inline(__always)
  public static func + (left: Fixed, right: Fixed) -> Fixed {
    Fixed(mantissa: left.mantissa + right.mantissa)
  }

  /// The exact difference. Traps on overflow.
  @inlinable @inline(__always)
  public static func - (left: Fixed, right: Fixed) -> Fixed {
    Fixed(mantissa: left.mantissa - right.mantissa)
  }

  /// The value with the opposite sign. Traps for mantissa −2¹²⁷.
  @inlinable @inline(__always)
  public static prefix func - (value: Fixed) -> Fixed {
    Fixed(mantissa: -value.mantissa)
  }

  /// Adds in place. Traps on overflow.
  @inlinable @inline(__always)
  public static func += (left: inout Fixed, right: Fixed) {
    left = left + right
  }

  /// Subtracts in place. Traps on overflow.
  @inlinable @inline(__always)
  public static func -= (left: inout Fixed, right: Fixed) {
    left = left - right
  }

  /// The exact sum, or nil on overflow.
  @inlinable
  public func adding(_ other: Fixed) -> Fixed? {
    let (sum, overflow) = mantissa.addingReportingOverflow(other.mantissa)
    return overflow ? nil : Fixed(mantissa: sum)
  }

  /// The exact difference, or nil on overflow.
  @inlinable
  public func subtracting(_ other: Fixed) -> Fixed? {
    let (difference, overflow) = mantissa.subtractingReportingOverflow(other.mantissa)
    return overflow ? nil : Fixed(mantissa: difference)
  }
}
