extension Fixed {
  /// How large a number from outside may be, so that the arithmetic after it cannot overflow.
  ///
  /// A price times a quantity within these bounds is at most 10²⁴, and 170 such products can be summed.
  public enum Bounds {
    /// The largest price: 10¹⁰ of the quote currency.
    @inlinable public static var price: Fixed { Fixed(10_000_000_000) }
    /// The largest quantity: 10¹⁴ units.
    @inlinable public static var quantity: Fixed { Fixed(100_000_000_000_000) }
    /// The largest amount of money: 10¹⁸.
    @inlinable public static var money: Fixed { Fixed(1_000_000_000_000_000_000) }
  }

  /// Whether the magnitude is at most `bound`, which must not be negative.
  @inlinable
  public func isWithin(_ bound: Fixed) -> Bool {
    mantissa <= bound.mantissa && mantissa >= -bound.mantissa
  }

  /// The value itself, or ``FixedError/Code/outOfBounds`` when its magnitude exceeds `bound`.
  public func bounded(by bound: Fixed) throws(FixedError) -> Fixed {
    guard isWithin(bound) else { throw FixedError(.outOfBounds) }
    return self
  }
}
