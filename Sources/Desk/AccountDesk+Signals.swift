import Primitives
import Sync
import Trading

extension AccountDesk {
  /// The one final decision on a signal: duplicate, refused, noted, simulated or one order.
  ///
  /// - Parameter closes: which working exits count as closing already.
  /// - Returns: the decision; nil before a session.
  mutating func decide(
    _ input: SignalInput, closes: (Order) -> Bool = { _ in true }, at now: Timestamp,
    into step: inout Step
  ) -> SignalDecision? {
    guard let session = state.session?.sessionID, let intentID = input.intentID ?? intentID(of: input.key)
    else { return nil }
    let signalID = input.signal.id ?? SignalID("sig-" + intentID.digest.text)
    let instrument = settings.instruments.index(of: input.signal.symbol)
    let tick = instrument.flatMap { market[$0] }
    var leftOpen: Fixed = 0
    let outcome: SignalDecision.Outcome
    if let settled = settled(input, intentID) {
      outcome = settled
    } else {
      let context = gateContext(
        input.signal.type, instrument: instrument, tick: tick, at: now, closes: closes)
      outcome = self.outcome(
        of: gate.judge(input.signal, context), on: input, signalID, intentID, session,
        instrument: instrument, at: now, leavingOpen: &leftOpen)
    }
    let decision = SignalDecision(
      signal: input.signal.named(signalID), key: input.key, fingerprint: input.fingerprint,
      intentID: intentID, outcome: outcome, bid: tick?.bid, ask: tick?.ask, leftOpen: leftOpen)
    emit(.signalDecided(decision), at: now, into: &step)
    if case .ordered(let order) = decision.outcome {
      scheduleExpiry(of: order)
      step.effects.append(.submit(order.request))
    }
    return decision
  }

  /// What became of a signal that is not judged: it was refused before, or its key was used before.
  ///
  /// Held orders are looked at too, so that a repeat inside one step cannot slip past the shell. Mutating,
  /// as what follows, so that the desk is not copied for it.
  private mutating func settled(_ input: SignalInput, _ intentID: IntentID) -> SignalDecision.Outcome? {
    if let refusal = input.refusal { return .rejected(refusal) }
    if let prior = input.prior { return .duplicate(prior) }
    guard let order = state.orders[intentID.orderID] else { return nil }
    return .duplicate(
      PriorIntent(orderID: order.id, signalID: order.signalID, fingerprint: order.fingerprint))
  }

  /// What becomes of a signal that was judged, and what an exit leaves open because one order may not hold
  /// it.
  private mutating func outcome(
    of verdict: SignalGate.Verdict, on input: SignalInput, _ signalID: SignalID, _ intentID: IntentID,
    _ session: SessionID, instrument: InstrumentIndex?, at now: Timestamp, leavingOpen leftOpen: inout Fixed
  ) -> SignalDecision.Outcome {
    switch verdict {
    case .note: return .noted
    case .reject(let rejection): return .rejected(rejection)
    case .order(let quantity, let reduceOnly, let open):
      guard let instrument else { return .noted }
      leftOpen = open
      let order = Order(
        id: intentID.orderID, signalID: signalID, sessionID: session, instrument: instrument,
        side: input.signal.side, type: input.signal.orderType, timeInForce: input.signal.timeInForce,
        reduceOnly: reduceOnly, quantity: quantity, limitPrice: input.signal.price, createdAt: now,
        expiresAt: expiry(of: input.signal, at: now), fingerprint: input.fingerprint)
      return settings.mode == .dryRun ? .simulated(order) : .ordered(order)
    }
  }

  private mutating func expiry(of signal: Signal, at now: Timestamp) -> Timestamp? {
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
