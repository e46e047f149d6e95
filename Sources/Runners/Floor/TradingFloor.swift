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
  private var strategies: [any Strategy]
  /// Desk time: never goes back.
  private(set) var now: Timestamp
  /// When the next strategy wants to be woken; `distantFuture`: none does.
  private var strategyDue = Timestamp.distantFuture

  private var facts: [VenueFact] = []
  private var signals: [Signal] = []
  private let instruments: InstrumentBook

  init(desk: AccountDesk, exchange: SimulatedExchange, strategies: [any Strategy], at start: Timestamp) {
    self.desk = desk
    self.exchange = exchange
    self.strategies = strategies
    now = start
    strategyDue = strategies.compactMap(\.nextDeadline).min() ?? .distantFuture
    instruments = desk.settings.instruments
  }

  /// The earliest time something is due without the market moving.
  var nextDue: Timestamp? {
    var due = strategyDue
    if let exchange = exchange.nextDue { due = min(due, exchange) }
    if let desk = desk.nextDeadline { due = min(due, desk) }
    return due == .distantFuture ? nil : due
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
      askStrategies { strategy, context, signals in
        guard let due = strategy.nextDeadline, due <= now else { return }
        strategy.onTime(now, context: context, into: &signals)
      }
    }
  }

  /// Takes a market event in, at its time.
  mutating func take(_ event: MarketEvent, into step: inout Step, isRehearsal: Bool = false) {
    move(to: event.at)
    switch event {
    case .tick(let tick):
      observe(tick, into: &step, isRehearsal: isRehearsal)
      askStrategies { strategy, context, signals in
        guard strategy.instrument == tick.instrument else { return }
        strategy.onTick(tick, context: context, into: &signals)
      }
    case .candle(let candle):
      let onlyCloseMatters = exchange.isIndifferent(to: candle)
      if !onlyCloseMatters {
        observe(candle.tick(at: candle.open), into: &step, isRehearsal: isRehearsal)
        observe(candle.tick(at: candle.high), into: &step, isRehearsal: isRehearsal)
        observe(candle.tick(at: candle.low), into: &step, isRehearsal: isRehearsal)
      }
      observe(candle.tick(at: candle.close), into: &step, isRehearsal: isRehearsal)
      askStrategies { strategy, context, signals in
        guard strategy.instrument == candle.instrument else { return }
        strategy.onCandle(candle, context: context, into: &signals)
      }
    }
  }

  /// Lets every strategy look, and notes when the next of them wants to be woken. What one knows of the
  /// account is reckoned only when it asks.
  private mutating func askStrategies(
    _ look: (inout any Strategy, () -> StrategyContext, inout [Signal]) -> Void
  ) {
    guard !strategies.isEmpty else { return }
    // Out of `self` for a moment, so that the context can read the rest of it.
    var asked: [any Strategy] = []
    var said: [Signal] = []
    swap(&asked, &strategies)
    swap(&said, &signals)
    var due = Timestamp.distantFuture
    for index in asked.indices {
      let instrument = asked[index].instrument
      look(&asked[index], { self.context(of: instrument) }, &said)
      if let own = asked[index].nextDeadline { due = min(due, own) }
    }
    strategyDue = due
    swap(&asked, &strategies)
    swap(&said, &signals)
  }

  private mutating func observe(_ tick: MarketTick, into step: inout Step, isRehearsal: Bool) {
    exchange.observe(tick, into: &facts)
    desk.receive(.tick(tick), at: now, into: &step)
    if !isRehearsal { learnFacts(into: &step) }
  }

  private mutating func learnFacts(into step: inout Step) {
    guard !facts.isEmpty else { return }
    for fact in facts { desk.receive(.venue(fact), at: now, into: &step) }
    facts.removeAll(keepingCapacity: true)
  }

  /// What the strategies said since the last call, in order.
  mutating func takeSignals() -> [Signal] {
    guard !signals.isEmpty else { return [] }
    defer { signals.removeAll(keepingCapacity: true) }
    return signals
  }

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
    askStrategies { strategy, context, signals in
      while let due = strategy.nextDeadline, due < time {
        strategy.onTime(due, context: context, into: &signals)
      }
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
    strategies.removeAll()
    strategyDue = .distantFuture
  }

  /// Whether something is on its way or working.
  var isUnsettled: Bool { desk.state.orders.workingCount > 0 }

  /// Changes nothing; mutating, so that the floor is not copied for it.
  private mutating func context(of instrument: InstrumentIndex) -> StrategyContext {
    let tick = desk.market[instrument]
    return StrategyContext(
      instrumentRules: instruments[instrument],
      positionQuantity: desk.state.positions.quantity(instrument),
      hasWorkingEntry: desk.state.orders.hasWorkingEntry(instrument),
      equity: desk.valuation()?.equity ?? desk.state.wallet, bid: tick?.bid ?? 0, ask: tick?.ask ?? 0,
      now: now)
  }
}

extension Candle {
  /// One of its four prices, as the tick the exchange and the desk see at its close.
  fileprivate func tick(at price: Fixed) -> MarketTick {
    let quarter = Fixed(mantissa: volume.mantissa / 4)
    return MarketTick(
      instrument: instrument, at: closeAt, bid: price, ask: price, bidSize: quarter, askSize: quarter)
  }
}
