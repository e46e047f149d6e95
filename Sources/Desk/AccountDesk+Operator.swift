public import Primitives
import Sync
public import Trading

extension AccountDesk {
  /// Most orders one close of one position gives: past them it has to be said again.
  public static let maxCloseOrders = 50

  /// Does what a person says: first the record of it, then what follows, by events like any other.
  /// Nothing before a session.
  mutating func operate(_ command: OperatorCommand, at now: Timestamp, into step: inout Step) {
    guard state.session != nil else { return }
    let before = state.trading.state
    let refusal = refusal(of: command.action, at: now)
    let after = refusal == nil ? command.action.tradingState ?? before : before
    emit(
      .operatorCommanded(
        OperatorRecord(command: command, refusal: refusal, before: before, after: after)),
      at: now, into: &step)
    if refusal == nil { perform(command, at: now, into: &step) }
  }

  private mutating func perform(
    _ command: OperatorCommand, at now: Timestamp, into step: inout Step
  ) {
    switch command.action {
    case .halt, .pauseEntries, .resume: break
    case .drain: cancel(at: now, into: &step) { !$0.reduceOnly }
    case .cancel(let id): cancel(id, from: .operatorRequest, at: now, into: &step)
    case .cancelAll: cancel(at: now, into: &step) { _ in true }
    case .closePosition(let instrument): close(instrument, at: now, into: &step)
    case .flatten:
      for position in state.positions.open { close(position.instrument, at: now, into: &step) }
    case .acknowledgeAlert(let id):
      let seen = Acknowledgement(actor: command.actor, reason: command.reason, at: now)
      if let alert = state.alerts.acknowledge(id, seen) { emit(.alert(alert), at: now, into: &step) }
    }
  }

  private mutating func cancel(
    at now: Timestamp, into step: inout Step, where isMeant: (Order) -> Bool
  ) {
    for order in state.orders.working where isMeant(order) {
      cancel(order.id, from: .operatorRequest, at: now, into: &step)
    }
  }

  /// Why a command cannot be done now; nil when it can. Asking changes nothing.
  public func refusal(of action: OperatorAction, at now: Timestamp) -> Rejection? {
    switch action {
    case .halt, .drain, .pauseEntries, .resume, .cancelAll: nil
    case .cancel(let id): refusal(ofCancelling: id)
    case .closePosition(let instrument):
      refusalWhileHalted() ?? refusal(ofClosing: instrument, at: now)
    case .flatten: refusalWhileHalted() ?? refusalOfFlattening(at: now)
    case .acknowledgeAlert(let id): refusal(ofAcknowledging: id)
    }
  }

  private func refusal(ofCancelling id: OrderID) -> Rejection? {
    guard let order = state.orders[id] else {
      return Rejection(code: "ORDER_UNKNOWN", message: "no order \(id) is held")
    }
    guard order.status.isTerminal else { return nil }
    return Rejection(
      code: "ORDER_FINISHED", message: "order \(id) ended before, as \(order.status.rawValue)")
  }

  private func refusal(ofAcknowledging id: AlertID) -> Rejection? {
    guard let alert = state.alerts[id] else {
      return Rejection(
        code: "ALERT_UNKNOWN", message: "no alert of this id fires or waits to be acknowledged")
    }
    guard let seen = alert.acknowledgement else { return nil }
    return Rejection(
      code: "ALERT_ACKNOWLEDGED", message: "\(seen.actor) acknowledged it at \(seen.at.rfc3339)")
  }

  private func refusalWhileHalted() -> Rejection? {
    state.trading.refusal(of: .reduceOnly).map {
      Rejection(
        code: $0.code,
        message: $0.message + "; pause or drain first: both allow exits and no entries")
    }
  }

  private func refusal(ofClosing instrument: InstrumentIndex, at now: Timestamp) -> Rejection? {
    let symbol = settings.instruments[instrument].symbol
    guard let signal = closingSignal(instrument, at: now) else {
      return Rejection(code: "NO_POSITION", message: "no position of \(symbol) to close")
    }
    switch gate.judge(signal, closingContext(instrument, at: now)) {
    case .reject(let rejection): return rejection
    case .order, .note: return nil
    }
  }

  /// Why not one open position can be closed, symbol by symbol; nil when one can, or is closing already.
  private func refusalOfFlattening(at now: Timestamp) -> Rejection? {
    var refusals: [(symbol: Symbol, reason: Rejection)] = []
    for position in state.positions.open {
      guard let reason = refusal(ofClosing: position.instrument, at: now),
        reason.code != "NOTHING_TO_CLOSE"
      else { return nil }
      refusals.append((settings.instruments[position.instrument].symbol, reason))
    }
    guard let first = refusals.first else { return nil }
    let isOneCause = refusals.allSatisfy { $0.reason.code == first.reason.code }
    return Rejection(
      code: isOneCause ? first.reason.code : "NOTHING_CLOSED",
      message: refusals.map { "\($0.symbol) stays open: \($0.reason.message)" }.joined(separator: "; "))
  }

  /// Market orders for what is held and no market order closes already: said twice it closes nothing
  /// twice. Resting exits make way for them.
  ///
  /// One order, or as many as it takes where the instrument bounds a single one: each is an exit of its
  /// own, with its own id. At most `maxCloseOrders`; the last decision says what they leave open.
  private mutating func close(
    _ instrument: InstrumentIndex, at now: Timestamp, into step: inout Step
  ) {
    guard let session = state.session else { return }
    for part in 0..<Self.maxCloseOrders {
      guard let signal = closingSignal(instrument, part: part, at: now) else { return }
      let context = closingContext(instrument, at: now)
      if context.closingQuantity >= context.positionQuantity.magnitude { return }
      if part == 0, case .order = gate.judge(signal, context) {
        cancel(at: now, into: &step) {
          $0.instrument == instrument && $0.reduceOnly && $0.type == .limit
        }
      }
      let decision = decide(
        SignalInput(signal: signal, session: session.sessionID, at: now), closes: Self.closesAtMarket,
        at: now, into: &step)
      guard let decision, decision.order != nil, decision.leftOpen.isPositive else { return }
    }
  }

  /// The exit of all that is held, its id derived from the command's place in the session; nil when
  /// nothing is held.
  ///
  /// - Parameter part: how many orders of the command came before it; theirs is not asked for again.
  private func closingSignal(
    _ instrument: InstrumentIndex, part: Int = 0, at now: Timestamp
  ) -> Signal? {
    guard let session = state.session, let position = state.positions[instrument],
      !position.quantity.isZero
    else { return nil }
    let symbol = settings.instruments[instrument].symbol
    let place = String(state.commandCount) + (part == 0 ? "" : "|\(part)")
    let digest = Digest128(sha256Of: session.sessionID.text, "operator|\(symbol)", place)
    let held = position.quantity.magnitude
    let closing = part == 0 ? 0 : closingContext(instrument, at: now).closingQuantity
    return Signal(
      id: SignalID("op-" + digest.text), type: .exit, symbol: symbol,
      side: position.quantity.isPositive ? .sell : .buy, quantity: held - closing, source: .operator)
  }

  /// What the gate may know when an operator closes: only market exits count as closing already.
  private func closingContext(_ instrument: InstrumentIndex, at now: Timestamp) -> GateContext {
    gateContext(.exit, instrument: instrument, tick: market[instrument], at: now, closes: Self.closesAtMarket)
  }

  private static func closesAtMarket(_ exit: Order) -> Bool { exit.type == .market }
}
