/// An exact decimal number: every price, quantity, fee and money amount.
///
/// The value is `mantissa` times 10⁻¹², in 16 bytes. The largest magnitude is about 1.7 × 10²⁶ units.
/// Addition, subtraction, comparison, parsing and printing are exact. Multiplication and division
/// compute with full width and round once, by a rule the caller names.
///
/// The operators trap on overflow, which only a bug can reach: whatever enters from outside is checked
/// against ``Bounds`` at the boundary. The `…ReportingOverflow` forms answer nil instead.
@frozen
public struct Fixed: Hashable, Sendable {
  /// The mantissa's two halves. An `Int128` itself would align to 16 bytes: every optional amount would
  /// grow by eight, and every object that holds one would need an allocation aligned specially.
  @usableFromInline let low: UInt64
  @usableFromInline let high: Int64

  /// The value in units of 10⁻¹².
  @inlinable @inline(__always)
  public var mantissa: Int128 { Int128(high) &<< 64 | Int128(low) }

  /// A value from its mantissa, in units of 10⁻¹².
  @inlinable @inline(__always)
  public init(mantissa: Int128) {
    low = UInt64(truncatingIfNeeded: mantissa)
    high = Int64(truncatingIfNeeded: mantissa &>> 64)
  }

  /// A whole number. Every `Int` fits.
  @inlinable @inline(__always)
  public init(_ whole: Int) {
    self.init(mantissa: Int128(whole) * Fixed.unit)
  }

  /// The mantissa where 64 bits hold it: below 9 million units, as most amounts are.
  @inline(__always)
  var shortMantissa: Int64? {
    let short = Int64(bitPattern: low)
    return high == short >> 63 ? short : nil
  }

  /// A value from an unsigned magnitude in units of 10⁻¹², or nil when it does not fit.
  @inlinable @inline(__always)
  init?(magnitude: UInt128, negative: Bool) {
    let limit = UInt128(1) << 127
    if negative {
      guard magnitude <= limit else { return nil }
      // Wrapping: the magnitude of the most negative mantissa has no positive twin.
      self.init(mantissa: 0 &- Int128(truncatingIfNeeded: magnitude))
    } else {
      guard magnitude < limit else { return nil }
      self.init(mantissa: Int128(truncatingIfNeeded: magnitude))
    }
  }

  /// Nothing.
  @inlinable @inline(__always)
  public static var zero: Fixed { Fixed(mantissa: 0) }
  /// One unit.
  @inlinable @inline(__always)
  public static var one: Fixed { Fixed(mantissa: unit) }
  /// The smallest step above zero, 10⁻¹².
  @inlinable public static var smallest: Fixed { Fixed(mantissa: 1) }
  /// The greatest value that can be held, about 1.7 × 10²⁶.
  @inlinable public static var greatest: Fixed { Fixed(mantissa: .max) }
  /// The number of decimals a value can hold.
  @inlinable public static var scaleDigits: Int { 12 }
  /// The mantissa of one unit.
  @inlinable public static var unit: Int128 { 1_000_000_000_000 }

  /// Whether the value is zero.
  @inlinable @inline(__always)
  public var isZero: Bool { mantissa == 0 }
  /// Whether the value is below zero.
  @inlinable @inline(__always)
  public var isNegative: Bool { mantissa < 0 }
  /// Whether the value is above zero.
  @inlinable @inline(__always)
  public var isPositive: Bool { mantissa > 0 }
  /// -1, 0 or 1.
  @inlinable @inline(__always)
  public var signum: Int { mantissa == 0 ? 0 : (mantissa < 0 ? -1 : 1) }
  /// The value without its sign. Traps for the one value without a positive twin (mantissa −2¹²⁷).
  @inlinable @inline(__always)
  public var magnitude: Fixed { mantissa < 0 ? Fixed(mantissa: -mantissa) : self }
}

extension Fixed {
  /// By value. Written out so that it is compared where it is used; what the compiler writes is a call.
  @inlinable @inline(__always)
  public static func == (left: Fixed, right: Fixed) -> Bool {
    left.low == right.low && left.high == right.high
  }
}

extension Fixed: Comparable {
  // All four are written out, since what the standard library makes of one of them is a call.

  /// Orders by value.
  @inlinable @inline(__always)
  public static func < (left: Fixed, right: Fixed) -> Bool {
    left.mantissa < right.mantissa
  }

  /// Orders by value.
  @inlinable @inline(__always)
  public static func > (left: Fixed, right: Fixed) -> Bool { right < left }

  /// Orders by value.
  @inlinable @inline(__always)
  public static func <= (left: Fixed, right: Fixed) -> Bool { !(right < left) }

  /// Orders by value.
  @inlinable @inline(__always)
  public static func >= (left: Fixed, right: Fixed) -> Bool { !(left < right) }
}

extension Fixed: ExpressibleByIntegerLiteral {
  /// A whole number written in source code.
  @inlinable @inline(__always)
  public init(integerLiteral whole: Int) {
    self.init(whole)
  }
}
