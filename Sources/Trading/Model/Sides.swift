/// Side of a signal, an order or a fill (ruling 11: stored upper case, any case accepted).
public enum Side: String, Sendable, CaseIterable {
  /// Adds to the signed quantity.
  case buy = "BUY"
  /// Takes from the signed quantity.
  case sell = "SELL"

  /// +1 for a buy, −1 for a sell.
  public var sign: Int { self == .buy ? 1 : -1 }
  /// The other side.
  public var opposite: Side { self == .buy ? .sell : .buy }
}

/// Side of a position.
public enum PositionSide: String, Sendable, CaseIterable {
  /// Positive signed quantity.
  case long = "LONG"
  /// Negative signed quantity.
  case short = "SHORT"

  /// The side of the order that closes it.
  public var closingSide: Side { self == .long ? .sell : .buy }
  /// The side of the order that opens it.
  public var openingSide: Side { self == .long ? .buy : .sell }
  /// +1 long, −1 short.
  public var sign: Int { self == .long ? 1 : -1 }
}

/// Which side of the book an execution took.
public enum Liquidity: String, Sendable, CaseIterable {
  /// Rested in the book.
  case maker = "MAKER"
  /// Took from the book.
  case taker = "TAKER"
}

/// How an order is priced.
public enum OrderType: String, Sendable, CaseIterable {
  /// At whatever the book offers.
  case market = "MARKET"
  /// At the limit price or better.
  case limit = "LIMIT"
}

/// How long an order works.
public enum TimeInForce: String, Sendable, CaseIterable {
  /// Good till cancelled.
  case goodTillCancel = "GTC"
  /// Fill what is there, cancel the rest.
  case immediateOrCancel = "IOC"
  /// All or nothing, at once.
  case fillOrKill = "FOK"
}

/// How real the trading is.
public enum Mode: String, Sendable, CaseIterable {
  /// Decides and logs; no exchange is called, no order or position row is written.
  case dryRun = "dry-run"
  /// A simulated exchange behind the real contract.
  case paper
  /// A real exchange.
  case live
}
