import Primitives
import Sync
import Trading

extension AccountDesk {
  /// Alarms when an exit has ended without closing what it was to close: the position stays, and nobody
  /// waits for an answer any more. An exit somebody took back is no alarm, nor one with nothing left to
  /// close.
  mutating func watchExit(_ id: OrderID, at now: Timestamp, into step: inout Step) {
    guard let order = state.orders[id], order.reduceOnly, order.hasFailedToExit else { return }
    let held = state.positions.quantity(order.instrument)
    guard held.signum == -order.side.sign else { return }
    let symbol = settings.instruments[order.instrument].symbol.text
    raise(
      .exitFailed, .critical, symbol: symbol,
      message: "\(symbol): an exit of \(order.openQuantity) did not happen, \(held) are held: "
        + order.reasonMessage,
      details: [
        AlertDetail("order_id", order.id.description), AlertDetail("status", order.status.rawValue),
        AlertDetail("quantity", order.quantity.description),
        AlertDetail("filled_quantity", order.filledQuantity.description),
        AlertDetail("position", held.description), AlertDetail("reason_code", order.reasonCode),
      ], at: now, into: &step)
  }

  /// Ends that alarm: the position it was about is gone, or an exit ordered after it was filled. One ordered
  /// before says nothing: it may be another part of the same close.
  mutating func resolveExit(
    _ fill: Fill, before: Position?, at now: Timestamp, into step: inout Step
  ) {
    guard !state.alerts.firing.isEmpty else { return }
    let symbol = settings.instruments[fill.instrument].symbol.text
    guard let alert = state.alerts.firing(.exitFailed, symbol: symbol) else { return }
    let held = state.positions.quantity(fill.instrument)
    if held.signum != before?.quantity.signum {
      resolve(.exitFailed, symbol: symbol, "the position is closed", at: now, into: &step)
    } else if let order = fill.orderID.flatMap({ state.orders[$0] }), order.reduceOnly,
      order.status == .filled, order.createdAt > alert.firedAt
    {
      resolve(.exitFailed, symbol: symbol, "a later exit was filled", at: now, into: &step)
    }
  }
}

extension Order {
  /// Ended short of what it was for, by no wish of ours. A limit exit that ends unfilled was to close only
  /// at its price; a refused one never stood there.
  fileprivate var hasFailedToExit: Bool {
    switch status {
    case .failed: true
    case .cancelled: type == .market && reasonCode != CancelReason.requested.rawValue
    case .pending, .submitted, .partiallyFilled, .filled: false
    }
  }
}
