public import Primitives
import Sync
public import Trading

/// Decides for one account: takes an input and the time, gives events and effects.
///
/// Pure: no I/O, no clock, no randomness. `receive` decides and applies its own events; folding the
/// journal's events with `apply` gives the same state. The caller journals the events, and performs
/// the effects once they are durable.
public struct AccountDesk: Sendable {
  /// What it decides by; `adopt` changes caps and alarm, the rest is fixed for its life.
  public internal(set) var settings: DeskSettings
  /// The fold of its events.
  public internal(set) var state: AccountState
  /// The newest prices; no part of the durable state.
  public internal(set) var market: MarketView

  var gate: SignalGate
  /// When the next sync is due; nil before a session.
  var nextSyncAt: Timestamp?
  /// True while no sync could find or value anything: those that fall due pass by.
  var isSyncAsleep = false
  /// True while it sleeps and holds a position: a tick gives the next sync something to value.
  var isWokenByTicks = false
  /// What is known of whether our positions are the exchange's.
  var agreement = Agreement.unknown
  /// Earliest time to live of a working order.
  var nextExpiryAt: Timestamp?
  /// How many times its maintenance margin the equity is at least while no alarm can be due, if it is told.
  var safeMultiple: Int?
  /// Whether the maintenance margin of a position is at most its value.
  let isMaintenanceWithinValue: Bool
  /// Liquidation prices reckoned lately; no part of the durable state.
  var liquidations: LiquidationMemory
  /// Positions changed since the last valuation.
  var changes: [PositionChange] = []
  /// What the last positions snapshot disagreed on.
  var suspected: [PositionDifference] = []
  /// Orders whose fills lag behind what the exchange says of them: asked about again at the next sync.
  var lagging: [OrderID] = []
  /// Whether a working order may have got another time to live, or ended.
  var ordersChanged = false
  /// Of the running session, once it has minted; no part of the durable state.
  private var mint: IntentMint?

  /// A desk for an account nothing has happened to.
  public init(settings: DeskSettings) {
    self.init(
      settings: settings,
      state: AccountState(
        instruments: settings.instruments, maxOrders: settings.caps.maxOrders,
        tradeIDCap: settings.tradeIDCap))
  }

  /// A desk that goes on from a snapshot.
  public init(settings: DeskSettings, state: AccountState) {
    self.settings = settings
    self.state = state
    market = MarketView(instrumentCount: settings.instruments.count)
    liquidations = LiquidationMemory(instrumentCount: settings.instruments.count)
    gate = SignalGate(caps: settings.caps)
    isMaintenanceWithinValue = settings.instruments.isMaintenanceWithinValue
    safeMultiple = settings.marginAlarm.safeMultiple
    scheduleExpiry()
  }

  /// When to send `.timer` at the latest; nil when nothing is due ever.
  public var nextDeadline: Timestamp? {
    switch (isSyncAsleep ? nil : nextSyncAt, nextExpiryAt) {
    case (let sync?, let expiry?): min(sync, expiry)
    case (let sync, let expiry): sync ?? expiry
    }
  }

  /// Folds a journaled event in: the restart path.
  public mutating func apply(_ event: Event, at now: Timestamp) {
    state.apply(event, at: now)
    if case .order = event { scheduleExpiry() }
    if case .signalDecided = event { scheduleExpiry() }
  }

  /// Takes a tick in, as `receive` of one does: nothing is decided on it.
  @inline(__always)
  public mutating func observe(_ tick: MarketTick, at now: Timestamp) {
    market.observe(tick)
    if isWokenByTicks { wakeSync(at: now) }
  }

  /// Decides on an input.
  public mutating func receive(_ input: Input, at now: Timestamp, into step: inout Step) {
    switch input {
    case .tick(let tick):
      observe(tick, at: now)
      return
    case .beginSession(let start): begin(start, at: now, into: &step)
    case .signal(let signal): _ = decide(signal, at: now, into: &step)
    case .cancel(let id): cancel(id, from: .operatorRequest, at: now, into: &step)
    case .operate(let command): operate(command, at: now, into: &step)
    case .host(let notice): learn(notice, at: now, into: &step)
    case .venue(let fact): learn(fact, at: now, into: &step)
    case .handedOff(let id): handedOff(id, at: now, into: &step)
    case .timer: doDue(at: now, into: &step)
    case .resume(let memory): resume(memory, at: now, into: &step)
    case .held(let hold): recheck(hold, at: now, into: &step)
    case .tapeEnded(let rows):
      if !state.tapeEnded {
        markForSync(at: now, into: &step)
        emit(.tapeEnded(rows: rows), at: now, into: &step)
      }
    }
    finish(at: now, into: &step)
  }

  /// Decides on a signal, as `receive` of one does.
  ///
  /// - Returns: the decision; nil before a session.
  public mutating func receive(
    _ signal: SignalInput, at now: Timestamp, into step: inout Step
  ) -> SignalDecision? {
    let decision = decide(signal, at: now, into: &step)
    finish(at: now, into: &step)
    return decision
  }

  /// Learns what the exchange said, as `receive` of it does.
  public mutating func receive(_ fact: VenueFact, at now: Timestamp, into step: inout Step) {
    learn(fact, at: now, into: &step)
    finish(at: now, into: &step)
  }

  /// What every input ends with: the account valued if it changed, and the next time to live found.
  private mutating func finish(at now: Timestamp, into step: inout Step) {
    if !changes.isEmpty { markChanges(at: now, into: &step) }
    if ordersChanged {
      scheduleExpiry()
      ordersChanged = false
    }
    restSync(at: now)
  }

  /// Applies an event and hands it out: the only way the state changes.
  mutating func emit(_ event: consuming Event, at now: Timestamp, into step: inout Step) {
    state.apply(event, at: now)
    if event.changesAccount { agreement = .unknown }
    step.events.append(event)
  }

  private mutating func begin(_ start: SessionStart, at now: Timestamp, into step: inout Step) {
    changes.removeAll()
    suspected.removeAll()
    lagging.removeAll()
    // What people forbade stays forbidden: a new session is no decision to trade again.
    emit(.sessionStarted(start.inheriting(state.trading)), at: now, into: &step)
    scheduleSync(after: now)
    ordersChanged = true
  }

  /// The request left: best bid and ask of this moment are the arrival.
  mutating func handedOff(_ id: OrderID, at now: Timestamp, into step: inout Step) {
    guard let instrument = unsentInstrument(of: id), let tick = market[instrument] else { return }
    emit(.order(id, .handedOff(bid: tick.bid, ask: tick.ask)), at: now, into: &step)
  }

  /// The instrument of an order that has not left; nil when it has. The order is let go: then it is moved on
  /// in place. Mutating, so that the desk is not copied for it.
  private mutating func unsentInstrument(of id: OrderID) -> InstrumentIndex? {
    guard let order = state.orders[id], order.handedOffAt == nil else { return nil }
    return order.instrument
  }

  /// The id of the intent under a key in the running session; nil before a session.
  public mutating func intentID(of key: IdempotencyKey) -> IntentID? {
    guard let session = state.session else { return nil }
    if mint?.session != session.sessionID {
      mint = IntentMint(
        account: settings.account, session: session.sessionID, by: settings.compression)
    }
    return mint?.intentID(of: key)
  }

  /// Finds the earliest time to live among the working orders.
  mutating func scheduleExpiry() {
    nextExpiryAt = nil
    guard state.orders.workingCount > 0 else { return }
    var next: Timestamp?
    let retry = settings.cancelRetryNanos
    state.orders.forEachWorking { order in
      guard !order.cancelRequested, let expiry = order.cancelDue(retryingAfter: retry) else { return }
      next = min(next ?? expiry, expiry)
    }
    nextExpiryAt = next
  }

  /// Takes a new order's time to live in: those of the others stay as they are.
  mutating func scheduleExpiry(of order: Order) {
    guard let expiry = order.expiresAt else { return }
    nextExpiryAt = min(nextExpiryAt ?? expiry, expiry)
  }
}
