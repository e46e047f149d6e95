public import Primitives

/// Why an exchange refused something, in our words and in its own.
public struct VenueError: Hashable, Sendable {
  /// Canonical upper-case code, e.g. `INSUFFICIENT_MARGIN`, `EXCHANGE_REJECTED`.
  public let code: String
  /// The exchange's text, without secrets.
  public let message: String
  /// Memberwise.
  public init(code: String, message: String) {
    self.code = code
    self.message = message
  }
}

/// Why a working order ended without our asking, or with it.
public enum CancelReason: String, Sendable, CaseIterable {
  /// We asked.
  case requested = "REQUESTED"
  /// Time in force ran out, or the unfilled rest of a market order had no liquidity.
  case expired = "EXPIRED"
  /// The exchange ended it, as in a liquidation.
  case exchange = "EXCHANGE"
}

/// What an exchange says of one order when asked.
public struct OrderReport: Hashable, Sendable {
  /// Ours.
  public let orderID: OrderID
  /// The instrument.
  public let instrument: InstrumentIndex
  /// What is known of it.
  public let outcome: Outcome

  /// The exchange's answer.
  public enum Outcome: Hashable, Sendable {
    /// The exchange knows no such order. Proof of absence only as the venue's rules say.
    case notFound
    /// The exchange has it.
    case found(
      exchangeOrderID: ExchangeOrderID, status: OrderStatus, filledQuantity: Fixed, reason: String)
  }

  /// Memberwise.
  public init(orderID: OrderID, instrument: InstrumentIndex, outcome: Outcome) {
    self.orderID = orderID
    self.instrument = instrument
    self.outcome = outcome
  }
}

/// A funding payment on a perpetual position.
public struct FundingPayment: Hashable, Sendable {
  /// The exchange's name for the payment: booked once by it.
  public let id: String
  /// The instrument.
  public let instrument: InstrumentIndex
  /// Settlement currency; positive is received, negative is paid.
  public let amount: Fixed
  /// The rate, a fraction of position value; positive means longs pay.
  public let rate: Fixed
  /// When it fell due.
  public let at: Timestamp
  /// Memberwise.
  public init(id: String, instrument: InstrumentIndex, amount: Fixed, rate: Fixed, at: Timestamp) {
    self.id = id
    self.instrument = instrument
    self.amount = amount
    self.rate = rate
    self.at = at
  }
}

/// What an exchange tells us: the venue contract's way in.
public enum VenueFact: Hashable, Sendable {
  /// The order is on the exchange.
  case accepted(OrderID, ExchangeOrderID)
  /// A definite refusal: nothing is on the exchange.
  case rejected(OrderID, VenueError)
  /// Provably not one byte of it left us.
  case notSent(OrderID, reason: String)
  /// It may or may not be there: only asking resolves it.
  case outcomeUnknown(OrderID, reason: String)
  /// An execution, of our order or forced.
  case fill(Fill)
  /// A working order ended with something unfilled.
  case cancelled(OrderID, CancelReason)
  /// A cancel was refused; the order's state is what a query says.
  case cancelRejected(OrderID, VenueError)
  /// Answer to `queryOrder`.
  indirect case orderReport(OrderReport)
  /// Answer to `queryOpenOrders`.
  case openOrders([OrderReport])
  /// Answer to `queryFills`.
  case fills(since: Timestamp, [Fill])
  /// Answer to `queryPositions`: every open position of the account.
  case positions([PositionReport])
  /// Answer to `queryBalances`: wallet balance in the account's settlement currency.
  case balances(wallet: Fixed)
  /// Funding was paid or received.
  indirect case funding(FundingPayment)
  /// The stream was interrupted: what happened since must be asked for.
  case streamGap(since: Timestamp)
}
