import Primitives
import Trading

extension AccountDesk {
  /// Does what is due: times to live, then the sync.
  mutating func doDue(at now: Timestamp, into step: inout Step) {
    if let expiry = nextExpiryAt, expiry <= now { expireOrders(at: now, into: &step) }
    if let due = nextSyncAt, due <= now {
      scheduleSync(after: now)
      guard !isSyncAsleep else { return }
      if agreement != .agreed {
        agreement = .asked
        step.effects.append(.queryPositions)
      }
      if !lagging.isEmpty {
        lagging.removeAll { state.orders[$0] == nil }
        for order in lagging.compactMap({ state.orders[$0] }) { askAgain(order, into: &step) }
      }
      markForSync(at: now, into: &step)
    }
  }

  /// Syncs stand at whole multiples of their interval in desk time, whenever the process started: a
  /// restart changes no row. What a gap in the market skipped is not made up for.
  mutating func scheduleSync(after now: Timestamp) {
    let interval = settings.syncIntervalNanos
    let passed = now.nanoseconds - now.nanoseconds % interval
    nextSyncAt = Timestamp(nanoseconds: passed).adding(nanoseconds: interval)
  }

  private mutating func expireOrders(at now: Timestamp, into step: inout Step) {
    for order in state.orders.working {
      if let due = order.cancelDue(retryingAfter: settings.cancelRetryNanos), due <= now {
        cancel(order.id, from: .timeToLive, at: now, into: &step)
      }
    }
    ordersChanged = true
  }

  /// Asks for a cancel. The answer of the exchange decides; a repeat sends nothing (S2-ORD-16).
  mutating func cancel(
    _ id: OrderID, from origin: CancelOrigin, at now: Timestamp, into step: inout Step
  ) {
    guard case .event(let event) = state.orders.cancelRequest(id, from: origin),
      let order = state.orders[id]
    else { return }
    emit(.order(id, event), at: now, into: &step)
    ordersChanged = true
    step.effects.append(.cancel(id, order.instrument))
  }

  /// After a restart: what never reached the exchange is sent, with the same id; what it knows is taken
  /// over. Without a difference no event comes of it.
  mutating func resume(_ memory: VenueMemory, at now: Timestamp, into step: inout Step) {
    guard state.session != nil else { return }
    scheduleSync(after: now)
    for order in state.orders.working {
      if memory.submitted.contains(order.id) {
        handedOff(order.id, at: now, into: &step)
        if order.cancelRequested, !memory.cancelled.contains(order.id) {
          step.effects.append(.cancel(order.id, order.instrument))
        }
      } else {
        absent(order, at: now, into: &step)
      }
    }
  }
}
