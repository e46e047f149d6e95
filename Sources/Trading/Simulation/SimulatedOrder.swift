import Primitives

/// An order working on the simulated exchange.
struct SimulatedOrder: Hashable, Sendable {
  /// As it was asked for.
  let request: OrderRequest
  /// Its place among all accepted: the exchange's name for it is made of that.
  let number: UInt64
  /// When what is unfilled expires; nil for a limit order.
  let expiresAt: Timestamp?
  /// Margin held for what it would open, at acceptance; settlement currency.
  let reserve: Fixed
  /// Contracts filled.
  var filled: Fixed = 0

  /// The exchange's name for it.
  var exchangeOrderID: ExchangeOrderID { .simulated(number) }
  /// Contracts open.
  var open: Fixed { request.quantity - filled }
  /// The reserve's share of what is open, rounded down.
  var openReserve: Fixed {
    guard !reserve.isZero else { return 0 }
    return Fixed.mulDiv(reserve, open, request.quantity, rounding: .down) ?? reserve
  }
}

extension ExchangeOrderID {
  /// The simulated exchange's name for the nth order it accepted.
  static func simulated(_ number: UInt64) -> ExchangeOrderID {
    ExchangeOrderID(String("paper-", number: number))
  }
}
