public import Primitives

/// Why an execution happened.
public enum FillKind: String, Sendable, CaseIterable {
  /// An order of ours.
  case order = "ORDER"
  /// The exchange closed the position for want of margin.
  case liquidation = "LIQUIDATION"
  /// The exchange closed it against a bankrupt counterparty.
  case autoDeleverage = "ADL"
}

/// One execution at the exchange, booked once.
///
/// A value that never changes; a class, so that handing it on costs one reference.
public final class Fill: Sendable {
  /// The exchange's name for the execution.
  public let tradeID: TradeID
  /// Our order; nil for a forced close.
  public let orderID: OrderID?
  /// The exchange's name for the order.
  public let exchangeOrderID: ExchangeOrderID
  /// The instrument.
  public let instrument: InstrumentIndex
  /// Direction.
  public let side: Side
  /// Contracts, positive.
  public let quantity: Fixed
  /// Quote currency.
  public let price: Fixed
  /// Positive is paid, negative is a rebate; in `feeAsset`.
  public let fee: Fixed
  /// Currency of the fee.
  public let feeAsset: String
  /// Side of the book taken.
  public let liquidity: Liquidity
  /// Why it happened.
  public let kind: FillKind
  /// When the exchange executed it.
  public let at: Timestamp

  /// Memberwise.
  public init(
    tradeID: TradeID, orderID: OrderID?, exchangeOrderID: ExchangeOrderID, instrument: InstrumentIndex,
    side: Side, quantity: Fixed, price: Fixed, fee: Fixed, feeAsset: String, liquidity: Liquidity,
    kind: FillKind, at: Timestamp
  ) {
    self.tradeID = tradeID
    self.orderID = orderID
    self.exchangeOrderID = exchangeOrderID
    self.instrument = instrument
    self.side = side
    self.quantity = quantity
    self.price = price
    self.fee = fee
    self.feeAsset = feeAsset
    self.liquidity = liquidity
    self.kind = kind
    self.at = at
  }
}

extension Fill: Hashable {
  /// Whether all of it is the same.
  public static func == (left: Fill, right: Fill) -> Bool {
    left === right
      || (left.tradeID, left.orderID, left.exchangeOrderID, left.instrument, left.side, left.quantity)
        == (right.tradeID, right.orderID, right.exchangeOrderID, right.instrument, right.side, right.quantity)
        && (left.price, left.fee, left.feeAsset, left.liquidity, left.kind, left.at)
          == (right.price, right.fee, right.feeAsset, right.liquidity, right.kind, right.at)
  }

  /// By the trade.
  public func hash(into hasher: inout Hasher) { hasher.combine(tradeID) }
}
