public import Primitives

/// The largest magnitudes let in from outside, so that the core's arithmetic cannot overflow.
///
/// `Fixed` ends near 1.7 × 10²⁶. A notional is at most 10⁹ × 10⁹ = 10¹⁸, so a hundred million of the
/// largest fills still add up. What exceeds a bound is refused where it comes in, naming the field.
public enum Bounds {
  /// Largest price, quote currency.
  @inlinable @inline(__always)
  public static var price: Fixed { 1_000_000_000 }
  /// Smallest price, quote currency: under it an inverse contract's value has no bound.
  @inlinable @inline(__always)
  public static var leastPrice: Fixed { Fixed(mantissa: 1_000) }
  /// Largest quantity of one signal, order or fill, contracts.
  @inlinable public static var quantity: Fixed { 1_000_000_000 }
  /// Largest balance or fee, settlement currency.
  @inlinable public static var money: Fixed { 1_000_000_000_000_000 }

  /// True for least ≤ price ≤ bound.
  @inlinable @inline(__always)
  public static func holds(price: Fixed) -> Bool { price >= leastPrice && price <= Self.price }
  /// True for 0 < quantity ≤ bound.
  @inlinable public static func holds(quantity: Fixed) -> Bool {
    quantity.isPositive && quantity <= Self.quantity
  }
  /// True for |money| ≤ bound.
  @inlinable public static func holds(money: Fixed) -> Bool { money <= Self.money && money >= -Self.money }
}
