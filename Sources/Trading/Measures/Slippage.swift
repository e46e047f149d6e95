public import Primitives

/// How much worse than the market at hand-off an order was filled (ruling 24).
///
/// Price units, adverse positive: BUY average − arrival mid, SELL arrival mid − average. The arrival mid
/// is (bid + ask) / 2 when the request left. Never an absolute value, never zero for want of a limit
/// price (trap 15).
public enum Slippage {
  /// Slippage in quote currency a unit; nil without an arrival mid or a fill.
  public static func price(side: Side, averageFillPrice: Fixed?, arrivalMid: Fixed?) -> Fixed? {
    guard let averageFillPrice, let arrivalMid else { return nil }
    switch side {
    case .buy: return averageFillPrice - arrivalMid
    case .sell: return arrivalMid - averageFillPrice
    }
  }

  /// Slippage in basis points of the arrival mid: slippage / arrivalMid · 10⁴, half-even; nil as above.
  public static func basisPoints(side: Side, averageFillPrice: Fixed?, arrivalMid: Fixed?) -> Fixed? {
    let price = price(side: side, averageFillPrice: averageFillPrice, arrivalMid: arrivalMid)
    guard let price, let arrivalMid, arrivalMid.isPositive else { return nil }
    return Fixed.mulDiv(price, 10_000, arrivalMid, rounding: .halfEven)
  }
}
