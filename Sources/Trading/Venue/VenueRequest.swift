public import Primitives

/// An order as it goes to the exchange.
public struct OrderRequest: Hashable, Sendable {
  /// Ours; its `clientOrderID` is what the exchange sees.
  public let orderID: OrderID
  /// The instrument.
  public let instrument: InstrumentIndex
  /// Direction.
  public let side: Side
  /// Market or limit.
  public let type: OrderType
  /// How long it works.
  public let timeInForce: TimeInForce
  /// Contracts, a multiple of the lot step.
  public let quantity: Fixed
  /// A multiple of the tick; nil for a market order.
  public let limitPrice: Fixed?
  /// True: may only shrink the position.
  public let reduceOnly: Bool

  /// Memberwise.
  public init(
    orderID: OrderID, instrument: InstrumentIndex, side: Side, type: OrderType,
    timeInForce: TimeInForce, quantity: Fixed, limitPrice: Fixed?, reduceOnly: Bool
  ) {
    self.orderID = orderID
    self.instrument = instrument
    self.side = side
    self.type = type
    self.timeInForce = timeInForce
    self.quantity = quantity
    self.limitPrice = limitPrice
    self.reduceOnly = reduceOnly
  }
}

/// What can be asked of an exchange: the venue contract's way out.
///
/// A venue, simulated or real, takes requests and answers only by `VenueFact`s in a later step. The
/// desk's effects are exactly these.
public enum VenueRequest: Hashable, Sendable {
  /// Place an order; answered by `accepted`, `rejected`, `notSent` or `outcomeUnknown`.
  case submit(OrderRequest)
  /// Cancel an order; answered by `cancelled` or `cancelRejected`.
  case cancel(OrderID, InstrumentIndex)
  /// Ask for one order by client order id; answered by `orderReport`.
  case queryOrder(OrderID, InstrumentIndex)
  /// Ask for all working orders; answered by `openOrders`.
  case queryOpenOrders
  /// Ask for executions at or after a time; answered by `fills`.
  case queryFills(since: Timestamp)
  /// Ask for positions; answered by `positions`.
  case queryPositions
  /// Ask for balances; answered by `balances`.
  case queryBalances

  /// True when the exchange's state may change: such a request waits for the journal's COMMIT.
  public var changesExchange: Bool {
    switch self {
    case .submit, .cancel: true
    case .queryOrder, .queryOpenOrders, .queryFills, .queryPositions, .queryBalances: false
    }
  }
}
