import Desk
import Ingest
import Primitives
import Testing
import Trading

@testable import Runners

@Suite("A floor whose syncs sleep while they could find nothing")
struct FloorRestTests {
  private struct Line: Hashable {
    let at: Timestamp
    let event: Event
  }

  private struct Lines: EventObserver {
    var lines: [Line] = []
    var values: [AccountValue] = []

    mutating func observe(_ event: Event, at now: Timestamp) { lines.append(Line(at: now, event: event)) }
    mutating func observe(_ value: AccountValue) { values.append(value) }
  }

  /// What a run leaves: its events with their times, and at how many of its steps a sync slept.
  private struct Outcome {
    var lines: [Line] = []
    var rests = 0
    var values: [AccountValue] = []
  }

  /// No delay, no depth: everything of an order happens in its own moment.
  private static let busy: ExchangeProfile = {
    var profile = ExchangeProfile.ideal
    profile.fundingIntervalNanos = 10 * Nanos.perMinute
    profile.fundingRate = .seeded(most: Fixed(mantissa: 500_000_000))
    return profile
  }()

  static let profiles: [ExchangeProfile] = [.ideal, .standard, busy]

  /// A market, a trader and an operator drawn from a seed; times often stand on whole sync intervals.
  private static func run(
    seed: UInt64, profile: ExchangeProfile, resting: Bool = true, keepsMarks: Bool = true
  ) throws -> Outcome {
    let book = try BuiltIn.instruments().book
    let start = Timestamp(nanoseconds: 1_700_000_000_000_000_000)
    let market = OpenMarket.synthetic(book: book, seed: seed, start: start)
    var terms = ServiceSettings()
    terms.barSeconds = 5
    terms.caps = TradingCaps(maxOrdersPerMinute: 1_000)
    var plan = SessionPlan(settings: terms, book: book, market: market)
    plan.exchange = profile
    var settings = plan.deskSettings
    #expect(settings.tellsEveryChange, "the simulated exchange tells every change")
    settings.tellsEveryChange = resting
    settings.keepsMarks = keepsMarks
    let session = plan.start(ordinal: 1, strategy: "ema-flip", market: "synthetic", at: start)
    var driver = FloorDriver(
      floor: plan.floor(
        desk: AccountDesk(settings: settings), session: session,
        strategies: seed % 2 == 0 ? try plan.strategies(named: "ema-flip", in: market) : []),
      recorder: MemoryRecorder(Lines()))
    try driver.feed(.beginSession(session))
    let symbols = try ["BTCUSDT", "ETHUSDT"].map { try #require(Symbol($0)) }
    let listed = try symbols.map { try #require(book.index(of: $0)) }
    var generator = SeededGenerator(seed: seed)
    var prices: [Fixed] = [50_000, 3_000]
    var now = start
    var outcome = Outcome()
    for number in 1...1_200 {
      let spans: [Int64] = [0, 1, 5, 10, 10, 20, 60, 600]
      now = now.adding(nanoseconds: spans[Int(generator.below(8))] * Nanos.perSecond)
      if generator.below(4) == 0 { now = now.adding(nanoseconds: Int64(generator.below(9_000_000_000))) }
      if generator.below(3) == 0 {
        now = Timestamp(nanoseconds: now.nanoseconds - now.nanoseconds % (5 * Nanos.perSecond))
          .adding(nanoseconds: 5 * Nanos.perSecond)
      }
      let which = Int(generator.below(2))
      switch generator.below(10) {
      case 0..<7:
        let step = Int(generator.below(401)) - 200
        prices[which] = max(prices[which] + Fixed(mantissa: Int128(step) * 500_000_000_000), 1_000)
        try driver.play(
          event(listed[which], prices[which], at: now, isCandle: generator.below(4) == 0), row: Int64(number))
      case 7, 8:
        try driver.runDue(before: now)
        driver.floor.move(to: now)
        let signal = signal("s\(number)", symbols[which], near: prices[which], &generator)
        _ = try driver.decide([SignalNote(signal: signal)])
      default:
        try driver.runDue(before: now)
        driver.floor.move(to: now)
        let actions: [OperatorAction] = [.flatten, .cancelAll, .pauseEntries, .resume, .resume]
        _ = try driver.operate(
          OperatorCommand(actions[Int(generator.below(5))], actor: "ann", reason: "\(number)"))
      }
      if driver.floor.desk.nextDeadline == nil { outcome.rests += 1 }
    }
    _ = try driver.operate(OperatorCommand(.cancelAll, actor: "ann", reason: "end"))
    try driver.runDue(before: now.adding(nanoseconds: Nanos.perMinute))
    driver.floor.move(to: now.adding(nanoseconds: Nanos.perMinute))
    try driver.finish()
    outcome.lines = driver.recorder.observer.lines
    outcome.values = driver.recorder.observer.values
    return outcome
  }

  private static func signal(
    _ id: String, _ symbol: Symbol, near price: Fixed, _ generator: inout SeededGenerator
  ) -> Signal {
    let isLimit = generator.below(3) == 0
    let offset = Fixed(Int(generator.below(40))) - 20
    return Signal(
      id: SignalID(id), type: generator.below(3) == 0 ? .exit : .entry, symbol: symbol,
      side: generator.below(2) == 0 ? .buy : .sell, quantity: Fixed(mantissa: 20_000_000_000),
      orderType: isLimit ? .limit : .market, price: isLimit ? price + offset : nil,
      timeToLiveNanos: isLimit ? 30 * Nanos.perSecond : nil, source: .api)
  }

  private static func event(
    _ instrument: InstrumentIndex, _ price: Fixed, at now: Timestamp, isCandle: Bool
  ) -> MarketEvent {
    guard isCandle else {
      return .tick(
        MarketTick(instrument: instrument, at: now, bid: price, ask: price + 1, bidSize: 0, askSize: 0))
    }
    return .candle(
      Candle(
        instrument: instrument, openAt: now.adding(nanoseconds: -Nanos.perMinute), closeAt: now, open: price,
        high: price + 5, low: price - 5, close: price + 1, volume: 100))
  }

  @Test("journals what one that asks at every sync journals, at the same times", arguments: 0..<3)
  func sameEvents(profile: Int) throws {
    var syncMarks = 0
    var fills = 0
    for seed in UInt64(1)...8 {
      let resting = try Self.run(seed: seed, profile: Self.profiles[profile], resting: true)
      let asking = try Self.run(seed: seed, profile: Self.profiles[profile], resting: false)
      let difference = zip(resting.lines, asking.lines).first { $0 != $1 }
      #expect(difference == nil, "seed \(seed)")
      #expect(resting.lines.count == asking.lines.count, "seed \(seed)")
      #expect(resting.rests > 100 && asking.rests == 0, "slept at \(resting.rests) steps")
      for line in resting.lines {
        switch line.event {
        case .marked(let mark) where mark.cause == .sync: syncMarks += 1
        case .filled: fills += 1
        default: break
        }
      }
    }
    #expect(syncMarks > 500 && fills > 100, "\(syncMarks) marks, \(fills) fills")
  }
  @Test("says of a desk that keeps no marks what each would have come to", arguments: 0..<3)
  func sameValues(profile: Int) throws {
    for seed in UInt64(1)...8 {
      let kept = try Self.run(seed: seed, profile: Self.profiles[profile])
      let unkept = try Self.run(seed: seed, profile: Self.profiles[profile], keepsMarks: false)
      #expect(kept.values.isEmpty)
      let marks = kept.lines.compactMap { line in
        if case .marked(let mark) = line.event { mark.value } else { nil }
      }
      let others = kept.lines.filter { if case .marked = $0.event { false } else { true } }
      #expect(unkept.values == marks && marks.count > 100, "seed \(seed)")
      #expect(unkept.lines == others, "seed \(seed)")
    }
  }
}
