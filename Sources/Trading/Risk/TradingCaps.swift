public import Primitives

/// The limits that hold from the first order on. Exits pass all but the order table's own cap.
public struct TradingCaps: Hashable, Sendable {
  /// Largest value of one entry order, settlement currency.
  public var maxOrderNotional: Fixed
  /// A limit price may stand at most this fraction of the last price away on the paying side.
  public var priceCollarFraction: Fixed
  /// Entry orders within 60 seconds.
  public var maxOrdersPerMinute: Int
  /// Orders tracked at once (S2-ORD-04).
  public var maxOrders: Int
  /// Positions open at once (S2-POS-04).
  public var maxPositions: Int

  /// The defaults a fresh install starts with.
  public init(
    maxOrderNotional: Fixed = 100_000, priceCollarFraction: Fixed = Fixed(mantissa: Fixed.unit / 20),
    maxOrdersPerMinute: Int = 60, maxOrders: Int = 1_000, maxPositions: Int = 100
  ) {
    self.maxOrderNotional = maxOrderNotional
    self.priceCollarFraction = priceCollarFraction
    self.maxOrdersPerMinute = maxOrdersPerMinute
    self.maxOrders = maxOrders
    self.maxPositions = maxPositions
  }
}
