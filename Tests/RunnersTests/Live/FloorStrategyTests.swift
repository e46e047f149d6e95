import Desk
import Ingest
import Primitives
import Testing
import Trading

@testable import Runners

@Suite("Strategies on the floor")
struct FloorStrategyTests {
  /// Says one entry at each tick; what equity it read goes along as the confidence.
  private struct Talker: Strategy {
    let name = "talker"
    let instrument: InstrumentIndex
    let isWarm = true
    let nextDeadline: Timestamp? = nil
    /// The id of every signal; nil: each has its own.
    var id: String?

    mutating func onTick(
      _ tick: MarketTick, context: () -> StrategyContext, into signals: inout [Signal]
    ) {
      let context = context()
      signals.append(
        Signal(
          id: SignalID(id ?? "\(tick.at.nanoseconds)"), type: .entry, symbol: context.instrumentRules.symbol,
          side: .buy, quantity: 1, confidence: context.equity, strategyName: name, source: .strategy))
    }

    func onCandle(_ candle: Candle, context: () -> StrategyContext, into signals: inout [Signal]) {}
    func onTime(_ now: Timestamp, context: () -> StrategyContext, into signals: inout [Signal]) {}
  }

  private struct Collected: EventObserver {
    var decisions: [SignalDecision] = []
    var fills: [Fill] = []

    mutating func observe(_ event: Event, at now: Timestamp) {
      if case .signalDecided(let decision) = event { decisions.append(decision) }
      if case .filled(let booking) = event { fills.append(booking.fill) }
    }

    mutating func observe(_ value: AccountValue) {}
  }

  /// What came of quotes one a second, each of these prices at the bid and two more at the ask.
  private func run(bids: [Fixed], id: String?, of traded: String = "BTCUSDT") throws -> Collected {
    let book = try BuiltIn.instruments().book
    let index = try #require(Symbol("BTCUSDT").flatMap(book.index))
    let own = try #require(Symbol(traded).flatMap(book.index))
    let start = Timestamp(nanoseconds: 1_700_000_000_000_000_000)
    var settings = ServiceSettings()
    settings.startingBalance = 10_000
    var plan = SessionPlan(
      settings: settings, book: book, market: OpenMarket.synthetic(book: book, seed: 1, start: start))
    plan.exchange = .ideal
    let session = plan.start(ordinal: 1, strategy: "talker", market: "test", at: start)
    var driver = FloorDriver(
      floor: plan.floor(
        desk: AccountDesk(settings: plan.deskSettings), session: session,
        strategies: [Talker(instrument: own, id: id)]),
      recorder: MemoryRecorder(Collected()))
    try driver.feed(.beginSession(session))
    for (place, bid) in bids.enumerated() {
      let tick = MarketTick(
        instrument: index, at: start.adding(nanoseconds: Int64(place) * Nanos.perSecond), bid: bid,
        ask: bid + 2, bidSize: 100, askSize: 100)
      try driver.play(.tick(tick), row: Int64(place + 1))
    }
    return driver.recorder.observer
  }

  @Test("a signal said again under its id is passed over: one decision, one order")
  func repeated() throws {
    let same = try run(bids: [99, 99, 99], id: "again")
    #expect(same.decisions.map { $0.signal.id?.text } == ["again"] && same.fills.count == 1)
    let own = try run(bids: [99, 99, 99], id: nil)
    #expect(own.decisions.count == 3 && own.fills.count == 3)
  }

  @Test("the equity a strategy reads is wallet and unrealised profit at the tick it is shown")
  func equity() throws {
    let outcome = try run(bids: [99, 109, 104], id: nil)
    #expect(outcome.fills.map(\.price) == [101, 111, 106])
    let fees = outcome.fills.map(\.fee)
    // Marks are 100, 110 and 105; bought at 101 and at 111.
    #expect(
      outcome.decisions.map(\.signal.confidence) == [
        10_000, 10_000 - fees[0] + 9, 10_000 - fees[0] - fees[1] + 4 - 6,
      ])
  }

  @Test("a strategy does not see the ticks of other instruments")
  func others() throws {
    #expect(try run(bids: [99, 109], id: nil, of: "ETHUSDT").decisions.isEmpty)
  }
}
