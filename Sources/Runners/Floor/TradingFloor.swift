import Desk
import Primitives
import Sync
import Trading

/// One account on one clock: desk, simulated exchange and strategies, moved by the market.
///
/// Backtest, replay and paper run this same value; they differ in the journal behind it and in who
/// moves the clock. Everything due at one moment is one step, journaled as one batch; what the step
/// asks of the exchange is released after that, at the same desk time.
struct TradingFloor {
  var desk: AccountDesk
  var exchange: SimulatedExchange
  private var seats: [StrategySeat]
  /// Desk time: never goes back.
  private(set) var now: Timestamp
  /// When the next strategy wants to be woken; `distantFuture`: none does.
  private var strategyDue = Timestamp.distantFuture

  private var facts: [VenueFact] = []
  private var signals: [Signal] = []

  init(desk: AccountDesk, exchange: SimulatedExchange, strategies: [any Strategy], at start: Timestamp) {
    self.desk = desk
    self.exchange = exchange
    seats = strategies.map(StrategySeat.init)
    now = start
    strategyDue = seats.map(\.due).min() ?? .distantFuture
  }

  /// The earliest time something is due without the market moving; nil when nothing is.
  ///
  /// Changes nothing; mutating, so that the floor is not copied for it.
  var nextDue: Timestamp? {
    @inline(__always)
    mutating get {
      var due = strategyDue
      if let exchange = exchange.nextDue, exchange < due { due = exchange }
      if let desk = desk.nextDeadline, desk < due { due = desk }
      return due == .distantFuture ? nil : due
    }
  }

  /// Sets the clock forward.
  mutating func move(to time: Timestamp) { now = max(now, time) }

  /// Does what is due at this moment: exchange first, then timers, then strategies.
  mutating func settle(into step: inout Step) {
    exchange.advance(to: now, into: &facts)
    learnFacts(into: &step)
    if desk.hasDue(at: now) { desk.receive(.timer, at: now, into: &step) }
    if strategyDue <= now {
      let now = now
      askStrategies { seat, context, signals in seat.wake(at: now, context: context, into: &signals) }
    }
  }

  /// Takes a market event in, at its time.
  @inline(__always)
  mutating func take(_ event: MarketEvent, into step: inout Step, isRehearsal: Bool = false) {
    move(to: event.at)
    switch event {
    case .tick(let tick):
      observe(tick, into: &step, isRehearsal: isRehearsal)
    case .candle(let candle):
      let close = candle.tick(at: candle.close)
      if exchange.observeClose(close, of: candle) {
        desk.observe(close, at: now)
      } else {
        observe(candle.tick(at: candle.open), into: &step, isRehearsal: isRehearsal)
        observe(candle.tick(at: candle.high), into: &step, isRehearsal: isRehearsal)
        observe(candle.tick(at: candle.low), into: &step, isRehearsal: isRehearsal)
        observe(close, into: &step, isRehearsal: isRehearsal)
      }
    }
    askStrategies(of: event.instrument) { seat, context, signals in
      seat.look(at: event, context: context, into: &signals)
    }
  }

  /// Lets the strategies look, of one instrument or all, and notes when the next of them wants to be woken.
  /// What one knows of the account is reckoned only when it asks.
  private mutating func askStrategies(
    of instrument: InstrumentIndex? = nil,
    _ look: (inout StrategySeat, () -> StrategyContext, inout [Signal]) -> Void
  ) {
    var due = Timestamp.distantFuture
    for index in seats.indices {
      let own = seats[index].instrument
      if instrument == nil || instrument == own {
        Self.ask(&seats[index], knowing: &desk, at: now, into: &signals, look)
      }
      if seats[index].due < due { due = seats[index].due }
    }
    strategyDue = due
  }

  /// Lets one strategy look. The desk is not changed; `inout`, so that it is not copied for it.
  @inline(__always)
  private static func ask(
    _ seat: inout StrategySeat, knowing desk: inout AccountDesk, at now: Timestamp,
    into signals: inout [Signal], _ look: (inout StrategySeat, () -> StrategyContext, inout [Signal]) -> Void
  ) {
    let instrument = seat.instrument
    look(&seat, { context(of: instrument, from: &desk, at: now) }, &signals)
  }

  private mutating func observe(_ tick: MarketTick, into step: inout Step, isRehearsal: Bool) {
    exchange.observe(tick, into: &facts)
    desk.observe(tick, at: now)
    if !isRehearsal { learnFacts(into: &step) }
  }

  @inline(__always)
  private mutating func learnFacts(into step: inout Step) {
    if !facts.isEmpty { learnEach(into: &step) }
  }

  private mutating func learnEach(into step: inout Step) {
    // Turned round and taken from the end, so that each is moved out of the list and none is copied.
    facts.reverse()
    while let fact = facts.popLast() { desk.receive(fact, at: now, into: &step) }
  }

  /// Whether the strategies have said something since `takeSignals`.
  var hasSignals: Bool { !signals.isEmpty }

  /// What the strategies said since the last call, in order, for the empty list that is handed in.
  mutating func takeSignals(into list: inout [Signal]) { swap(&signals, &list) }

  /// Performs what a durable step asked of the exchange; what comes back at once is the next step.
  mutating func release(_ effects: [VenueRequest], into next: inout Step) {
    for effect in effects {
      exchange.receive(effect, at: now, into: &facts)
      if case .submit(let request) = effect {
        desk.receive(.handedOff(request.orderID), at: now, into: &next)
      }
    }
    learnFacts(into: &next)
  }

  /// Takes a market event in without deciding anything: exchange and indicators only.
  mutating func rehearse(_ event: MarketEvent) {
    facts.removeAll(keepingCapacity: true)
    rehearseBars(before: event.at)
    var unheard = Step()
    take(event, into: &unheard, isRehearsal: true)
    signals.removeAll(keepingCapacity: true)
  }

  /// Lets the strategies see time pass; what they say is not heard.
  private mutating func rehearseBars(before time: Timestamp) {
    askStrategies { seat, context, signals in
      while seat.due < time { seat.wake(at: seat.due, context: context, into: &signals) }
    }
  }

  /// Gives the exchange a request it was given before.
  mutating func rehearse(_ request: VenueRequest, at time: Timestamp) {
    exchange.receive(request, at: time, into: &facts)
  }

  /// Hands the desk what the exchange said last: it knows what it has booked already.
  mutating func endRehearsal(at time: Timestamp, into step: inout Step) {
    rehearseBars(before: time)
    signals.removeAll(keepingCapacity: true)
    move(to: time)
    exchange.advance(to: time, into: &facts)
    learnFacts(into: &step)
  }

  /// Lets the strategies go: nothing is decided by them any more.
  mutating func dismissStrategies() {
    seats.removeAll()
    strategyDue = .distantFuture
  }

  /// Whether something is on its way or working.
  var isUnsettled: Bool { desk.state.orders.workingCount > 0 }

  private static func context(
    of instrument: InstrumentIndex, from desk: inout AccountDesk, at now: Timestamp
  ) -> StrategyContext {
    let tick = desk.market[instrument]
    let rules = desk.settings.instruments[instrument]
    let held = desk.state.positions.quantity(instrument)
    let hasWorkingEntry = desk.state.orders.hasWorkingEntry(instrument)
    if let equity = quickEquity(instrument, rules, &desk) {
      return StrategyContext(
        instrumentRules: rules, positionQuantity: held, hasWorkingEntry: hasWorkingEntry,
        knownEquity: equity, bid: tick?.bid ?? 0, ask: tick?.ask ?? 0, now: now)
    }
    // What equity needs, for when it is asked for: lists that are held on to, not copied.
    let (wallet, positions) = (desk.state.wallet, desk.state.positions)
    let (market, book) = (desk.market, desk.settings.instruments)
    return StrategyContext(
      instrumentRules: rules, positionQuantity: held, hasWorkingEntry: hasWorkingEntry,
      equity: equity(wallet, positions, at: market, book), bid: tick?.bid ?? 0, ask: tick?.ask ?? 0,
      now: now)
  }

  /// Equity while nothing is held but this instrument: one value at most; nil: it takes more.
  private static func quickEquity(
    _ instrument: InstrumentIndex, _ rules: Instrument, _ desk: inout AccountDesk
  ) -> Fixed? {
    let wallet = desk.state.wallet
    switch desk.state.positions.openCount {
    case 0: return wallet
    case 1:
      guard let own = desk.state.positions[instrument], !own.isFlat else { return nil }
      guard let mark = desk.market.mark(instrument) else { return wallet }
      return ProfitAndLoss.equity(wallet: wallet, unrealised: own.unrealised(mark: mark, instrument: rules))
    default: return nil
    }
  }

  /// Equity as the desk's valuation has it; the wallet alone while a held position has no price.
  private static func equity(
    _ wallet: Fixed, _ positions: PositionBook, at market: MarketView, _ instruments: InstrumentBook
  ) -> Fixed {
    var unrealised = Fixed.zero
    for position in positions.open {
      guard let mark = market.mark(position.instrument) else { return wallet }
      unrealised += ProfitAndLoss.unrealised(
        quantity: position.quantity, cost: position.cost, mark: mark,
        instrument: instruments[position.instrument])
    }
    return ProfitAndLoss.equity(wallet: wallet, unrealised: unrealised)
  }
}

extension Candle {
  /// One of its four prices, as the tick the exchange and the desk see at its close.
  @inline(__always)
  fileprivate func tick(at price: Fixed) -> MarketTick {
    let quarter = Fixed(mantissa: volume.mantissa / 4)
    return MarketTick(
      instrument: instrument, at: closeAt, bid: price, ask: price, bidSize: quarter, askSize: quarter)
  }
}

extension MarketEvent {
  /// The instrument it is of.
  fileprivate var instrument: InstrumentIndex {
    switch self {
    case .tick(let tick): tick.instrument
    case .candle(let candle): candle.instrument
    }
  }
}
