/// Why the simulated exchange refuses a request: the canonical code of its `VenueError`.
public enum ExchangeRefusal: String, Sendable, CaseIterable {
  /// A fault drawn from the seed, as a busy exchange answers.
  case exchangeRejected = "EXCHANGE_REJECTED"
  /// The client order id is that of an order it knows.
  case duplicate = "DUPLICATE_CLIENT_ORDER_ID"
  /// The instrument is not in its book, or settles in another currency than the account.
  case unknownInstrument = "UNKNOWN_INSTRUMENT"
  /// No price yet for a market order.
  case noMarket = "NO_MARKET"
  /// Quantity out of range or off its step.
  case quantity = "INVALID_QUANTITY"
  /// Price missing, out of range or off its tick.
  case price = "INVALID_PRICE"
  /// Value below the smallest order.
  case notional = "INVALID_NOTIONAL"
  /// A reduce-only order that would not shrink a position.
  case reduceOnly = "REDUCE_ONLY_REJECTED"
  /// Not enough equity for what it would open.
  case margin = "INSUFFICIENT_MARGIN"
  /// A spot sale of more than is held.
  case balance = "INSUFFICIENT_BALANCE"
  /// As many working orders as it takes.
  case tooManyOrders = "TOO_MANY_ORDERS"
  /// As many requests on their way as it takes.
  case tooManyRequests = "TOO_MANY_REQUESTS"
  /// A cancel of an order it does not know.
  case orderNotFound = "ORDER_NOT_FOUND"
  /// A cancel of an order that ended.
  case orderFinished = "ORDER_FINISHED"

  /// The refusal with its details in words.
  func error(_ message: String) -> VenueError { VenueError(code: rawValue, message: message) }
}
