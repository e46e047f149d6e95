import Primitives
import Sync
import Trading

extension AccountDesk {
  /// Learns what the exchange said.
  mutating func learn(_ fact: VenueFact, at now: Timestamp, into step: inout Step) {
    switch fact {
    case .accepted(let id, let exchangeID):
      settle(state.orders.accepted(id, as: exchangeID), of: id, at: now, into: &step)
    case .rejected(let id, let error):
      settle(state.orders.failed(id, error), of: id, at: now, into: &step)
    case .notSent(let id, let reason):
      settle(state.orders.notSent(id, reason: reason), of: id, at: now, into: &step)
    case .outcomeUnknown(let id, let reason):
      outcomeUnknown(id, reason, at: now, into: &step)
    case .cancelled(let id, let reason):
      settle(state.orders.cancelled(id, reason), of: id, at: now, into: &step)
    case .cancelRejected(let id, let error):
      settle(state.orders.cancelRejected(id, error), of: id, at: now, into: &step)
      // The order may have ended while the cancel was on its way: ask.
      if let order = state.orders[id], !order.status.isTerminal {
        step.effects.append(.queryOrder(id, order.instrument))
      }
    case .orderReport(let report): learn(report, at: now, into: &step)
    case .openOrders(let reports):
      for report in reports { learn(report, at: now, into: &step) }
    case .fill(let fill): book(fill, at: now, into: &step)
    case .fills(_, let fills):
      for fill in fills { book(fill, at: now, into: &step) }
    case .funding(let payment): book(payment, at: now, into: &step)
    case .positions(let reports): compare(reports, at: now, into: &step)
    case .balances: break
    case .streamGap(let since):
      step.effects.append(contentsOf: [.queryFills(since: since), .queryOpenOrders, .queryPositions])
    }
  }

  /// Books what the order table makes of a fact.
  mutating func settle(
    _ verdict: OrderManager.Verdict, of id: OrderID, at now: Timestamp, into step: inout Step
  ) {
    switch verdict {
    case .event(let event):
      emit(.order(id, event), at: now, into: &step)
      if event.movesCancel { ordersChanged = true }
      if !state.alerts.firing.isEmpty, state.orders[id]?.delivery == .answered {
        resolve(.orderUnresolved, symbol: id.description, "the exchange answered", at: now, into: &step)
      }
      if event.isEnd { watchExit(id, at: now, into: &step) }
    case .known: break
    case .untracked: refuse("no order \(id) is tracked", at: now, into: &step)
    case .illegal(let reason): refuse(reason, at: now, into: &step)
    }
  }

  private mutating func outcomeUnknown(
    _ id: OrderID, _ reason: String, at now: Timestamp, into step: inout Step
  ) {
    settle(state.orders.unknown(id, reason: reason), of: id, at: now, into: &step)
    if let order = state.orders[id], order.delivery == .unknown {
      step.effects.append(.queryOrder(id, order.instrument))
    }
  }

  /// What the exchange says of one order when asked.
  private mutating func learn(_ report: OrderReport, at now: Timestamp, into step: inout Step) {
    guard let order = state.orders[report.orderID] else { return }
    switch report.outcome {
    case .notFound:
      // What is still on its way is not there yet: that is no answer.
      if order.delivery != .handedOff { absent(order, at: now, into: &step) }
    case .found(let exchangeID, let status, let filled, let reason):
      if order.status == .pending, status != .failed {
        settle(state.orders.accepted(order.id, as: exchangeID), of: order.id, at: now, into: &step)
      }
      // Fills come first: an end is booked only when nothing of it is missing.
      if filled > order.filledQuantity {
        // Asked at once, then at every sync until they are there.
        guard !lagging.contains(order.id) else { return }
        lagging.append(order.id)
        askAgain(order, into: &step)
        return
      }
      lagging.removeAll { $0 == order.id }
      switch status {
      case .cancelled:
        settle(
          state.orders.cancelled(order.id, CancelReason(rawValue: reason) ?? .exchange),
          of: order.id, at: now, into: &step)
      case .failed:
        settle(
          state.orders.failed(order.id, VenueError(code: "EXCHANGE_REJECTED", message: reason)),
          of: order.id, at: now, into: &step)
      case .pending, .submitted, .partiallyFilled, .filled: break
      }
    }
  }

  /// The exchange does not know an order. Only for an exchange whose absence is proof does that settle
  /// anything: it is sent again, with the same id, while it is still wanted.
  mutating func absent(_ order: Order, at now: Timestamp, into step: inout Step) {
    guard !order.status.isTerminal else { return }
    guard settings.absenceIsProof, order.status == .pending else {
      raise(
        .orderUnresolved, .critical, symbol: order.id.description,
        message: "the exchange does not know order \(order.id), which is \(order.status.rawValue)",
        details: [AlertDetail("order_id", order.id.description)], at: now, into: &step)
      return
    }
    if order.cancelRequested {
      settle(state.orders.cancelled(order.id, .requested), of: order.id, at: now, into: &step)
      return
    }
    if let refusal = state.trading.refusal(of: order.reduceOnly ? .reduceOnly : .entry) {
      let error = VenueError(code: refusal.code, message: "never reached the exchange; " + refusal.message)
      settle(state.orders.failed(order.id, error), of: order.id, at: now, into: &step)
      return
    }
    let validUntil = order.createdAt.adding(nanoseconds: settings.entryValidityNanos)
    guard order.reduceOnly || now <= validUntil else {
      let error = VenueError(code: "STALE_ENTRY", message: "never reached the exchange, now too old")
      settle(state.orders.failed(order.id, error), of: order.id, at: now, into: &step)
      return
    }
    // An order that never left needs no event for it: it is handed over as at first.
    if order.delivery != .waiting {
      emit(.order(order.id, .sentAgain), at: now, into: &step)
      ordersChanged = true
    }
    step.effects.append(.submit(order.request))
  }

  /// Asks for an order's fills, then for the order.
  func askAgain(_ order: Order, into step: inout Step) {
    step.effects.append(.queryFills(since: fillsKnownSince(order)))
    step.effects.append(.queryOrder(order.id, order.instrument))
  }

  /// From when on the exchange is asked for an order's fills: its whole life, while every trade of it
  /// is still remembered; else since the newest fill booked, so that none is booked twice.
  private func fillsKnownSince(_ order: Order) -> Timestamp {
    state.tradeIDs.count < state.tradeIDCap
      ? order.createdAt : max(order.filledAt ?? order.createdAt, order.createdAt)
  }

  private mutating func refuse(_ reason: String, at now: Timestamp, into step: inout Step) {
    emit(.factRefused(reason), at: now, into: &step)
    raise(
      .illegalFact, .warning, symbol: "", message: "refused a fact of the exchange: \(reason)",
      details: [], at: now, into: &step)
  }
}
