import Primitives
import Sync
import Trading

extension AccountDesk {
  /// The one final decision on a signal: duplicate, refused, noted, simulated or one order.
  ///
  /// - Parameter context: what the gate may know; nil: what it knows of any signal.
  /// - Returns: the decision; nil before a session.
  mutating func decide(
    _ input: SignalInput, context: GateContext? = nil, at now: Timestamp, into step: inout Step
  ) -> SignalDecision? {
    guard let session = state.session?.sessionID else { return nil }
    let intentID =
      input.intentID ?? IntentID(account: settings.account, session: session, key: input.key)
    let signalID = input.signal.id ?? SignalID("sig-" + intentID.digest.text)
    let instrument = settings.instruments.index(of: input.signal.symbol)
    let tick = instrument.flatMap { market[$0] }
    let (outcome, leftOpen) = outcome(
      of: input, signalID: signalID, intentID: intentID, instrument: instrument, session: session,
      context: context ?? gateContext(input.signal.type, instrument: instrument, tick: tick, at: now),
      at: now)
    let decision = SignalDecision(
      signal: input.signal.named(signalID), key: input.key, fingerprint: input.fingerprint,
      intentID: intentID, outcome: outcome, bid: tick?.bid, ask: tick?.ask, leftOpen: leftOpen)
    emit(.signalDecided(decision), at: now, into: &step)
    if case .ordered(let order) = decision.outcome {
      ordersChanged = true
      step.effects.append(.submit(order.request))
    }
    return decision
  }

  /// What becomes of a signal, and what an exit leaves open because one order may not hold it.
  private func outcome(
    of input: SignalInput, signalID: SignalID, intentID: IntentID, instrument: InstrumentIndex?,
    session: SessionID, context: @autoclosure () -> GateContext, at now: Timestamp
  ) -> (SignalDecision.Outcome, leftOpen: Fixed) {
    if let refusal = input.refusal { return (.rejected(refusal), 0) }
    // Held orders are looked at too, so that a repeat inside one step cannot slip past the shell.
    let known = state.orders[intentID.orderID].map {
      PriorIntent(orderID: $0.id, signalID: $0.signalID, fingerprint: $0.fingerprint)
    }
    if let prior = input.prior ?? known { return (.duplicate(prior), 0) }
    let signal = input.signal
    switch gate.judge(signal, context()) {
    case .note: return (.noted, 0)
    case .reject(let rejection): return (.rejected(rejection), 0)
    case .order(let quantity, let reduceOnly, let leftOpen):
      guard let instrument else { return (.noted, 0) }
      let order = Order(
        id: intentID.orderID, signalID: signalID, sessionID: session, instrument: instrument,
        side: signal.side, type: signal.orderType, timeInForce: signal.timeInForce,
        reduceOnly: reduceOnly, quantity: quantity, limitPrice: signal.price, createdAt: now,
        expiresAt: expiry(of: signal, at: now), fingerprint: input.fingerprint)
      return (settings.mode == .dryRun ? .simulated(order) : .ordered(order), leftOpen)
    }
  }

  private func expiry(of signal: Signal, at now: Timestamp) -> Timestamp? {
    if let own = signal.timeToLiveNanos { return now.adding(nanoseconds: own) }
    switch signal.orderType {
    case .market: return settings.marketOrderTimeToLiveNanos.map { now.adding(nanoseconds: $0) }
    case .limit: return nil
    }
  }

  /// What the gate may know of the account and the market.
  ///
  /// - Parameter closes: which working exits count as closing already.
  func gateContext(
    _ type: SignalType, instrument: InstrumentIndex?, tick: MarketTick?, at now: Timestamp,
    closes: (Order) -> Bool = { _ in true }
  ) -> GateContext {
    let held = instrument.map { state.positions.quantity($0) } ?? 0
    var closing: Fixed = 0
    var opening: Set<InstrumentIndex> = []
    state.orders.forEachWorking { order in
      if order.reduceOnly {
        // An exit of the side held before a flip closes nothing of what is held now.
        if order.instrument == instrument, order.side.sign == -held.signum, closes(order) {
          closing += order.openQuantity
        }
      } else if state.positions.quantity(order.instrument).isZero {
        opening.insert(order.instrument)
      }
    }
    return GateContext(
      instrument: instrument.map { settings.instruments[$0] }, currency: settings.currency,
      bid: tick?.bid, ask: tick?.ask,
      positionQuantity: held, closingQuantity: closing,
      hasOrderRoom: type.purpose == .exit
        ? state.orders.hasRoom(within: settings.caps.maxOrders)
        : state.orders.hasRoomForEntry(within: settings.caps.maxOrders),
      openPositionCount: state.positions.openCount + opening.count,
      isOpening: instrument.map(opening.contains) ?? false,
      entriesLastMinute: state.entryRate.count(at: now),
      hasMarketEnded: state.tapeEnded, trading: state.trading, isStorageLow: state.isStorageLow)
  }
}
