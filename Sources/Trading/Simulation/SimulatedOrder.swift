import Primitives

/// An order working on the simulated exchange.
struct SimulatedOrder: Hashable, Sendable {
  /// As it was asked for.
  let request: OrderRequest
  /// The exchange's name for it.
  let exchangeOrderID: ExchangeOrderID
  /// When what is unfilled expires; nil for a limit order.
  let expiresAt: Timestamp?
  /// Margin held for what it would open, at acceptance; settlement currency.
  let reserve: Fixed
  /// Contracts filled.
  var filled: Fixed = 0

  /// Contracts open.
  var open: Fixed { request.quantity - filled }
  /// The reserve's share of what is open, rounded down.
  var openReserve: Fixed {
    guard !reserve.isZero else { return 0 }
    return Fixed.mulDiv(reserve, open, request.quantity, rounding: .down) ?? reserve
  }
}
