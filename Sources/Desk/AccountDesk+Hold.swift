import Primitives
import Trading

extension AccountDesk {
  /// Looks again at entries that were held up: one nobody wants any more fails and never leaves. Exits
  /// stay wanted.
  mutating func recheck(_ hold: Hold, at now: Timestamp, into step: inout Step) {
    for id in hold.orders {
      guard let order = state.orders[id], let error = withdrawal(of: order, hold, at: now) else { continue }
      settle(state.orders.failed(id, error), of: id, at: now, into: &step)
    }
  }

  /// Why a held order must not leave any more; nil: it may. One that may have left before is none of these.
  private func withdrawal(of order: Order, _ hold: Hold, at now: Timestamp) -> VenueError? {
    guard !order.reduceOnly, order.status == .pending, order.delivery == .waiting else { return nil }
    if let refusal = state.trading.refusal(of: .entry) {
      return VenueError(code: refusal.code, message: "never reached the exchange; " + refusal.message)
    }
    switch hold.outcome {
    case .lasts: break
    case .entriesUnwanted:
      return VenueError(
        code: "HELD_ENTRY", message: "held up for want of room, and entries were to stop meanwhile")
    case .givenUp:
      return VenueError(code: "HELD_ENTRY", message: "held up for want of room until the service was stopped")
    }
    if hold.unheard.contains(order.id) {
      return VenueError(
        code: "HELD_ENTRY", message: "held up for want of room until its sender was told that no answer came")
    }
    let validUntil = order.createdAt.adding(nanoseconds: settings.entryValidityNanos)
    guard now.adding(nanoseconds: hold.marketNanos) > validUntil else { return nil }
    return VenueError(code: "STALE_ENTRY", message: "held up for want of room, now too old")
  }
}
