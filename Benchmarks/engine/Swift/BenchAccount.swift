import Desk
import Ingest
import Platform
import Primitives
import Trading

/// A desk with a session, a price and an exchange that fills at once: what the live path is made of,
/// without its thread.
struct BenchAccount {
  /// What it decides for.
  static let symbol = "BTCUSDT"
  private static let start = Timestamp(nanoseconds: 1_704_067_200_000_000_000)

  var desk: AccountDesk
  let session: SessionStart
  private(set) var now = Self.start
  private var exchange: SimulatedExchange
  private var facts: [VenueFact] = []
  private let instrument: InstrumentIndex
  private let symbol: Symbol
  private var count = 0

  init(_ name: String, book: InstrumentBook) throws(BenchFault) {
    guard let symbol = Symbol(Self.symbol), let instrument = book.index(of: symbol) else {
      throw BenchFault("\(Self.symbol) is not in the instruments file")
    }
    self.symbol = symbol
    self.instrument = instrument
    let account = AccountID(name)
    var settings = DeskSettings(
      account: account, mode: .paper, instruments: book, currency: book[instrument].settle,
      caps: TradingCaps(maxOrderNotional: 1_000_000, maxOrdersPerMinute: 10_000_000))
    settings.compression = NativeHash.compression
    desk = AccountDesk(settings: settings)
    exchange = SimulatedExchange(
      instruments: book, currency: book[instrument].settle, profile: .ideal, startingBalance: 1_000_000,
      leverage: 10, seed: 3)
    session = SessionStart(
      sessionID: SessionID("bench-\(name)-1"), account: account, ordinal: 1, mode: .paper,
      currency: book[instrument].settle, startingBalance: 1_000_000, strategy: "", market: "synthetic",
      seed: 3, marketStart: Self.start)
  }

  /// Begins its session; the events of that.
  mutating func begin() -> [Event] {
    var step = Step()
    desk.receive(.beginSession(session), at: now, into: &step)
    return step.events
  }

  /// A millisecond later, at another price; what is due by then is done.
  mutating func move(into step: inout Step) {
    count += 1
    now = now.adding(nanoseconds: Nanos.perMillisecond)
    let bid = Fixed(42_000 + count % 7)
    let tick = MarketTick(
      instrument: instrument, at: now, bid: bid, ask: bid + 1, bidSize: 10, askSize: 10)
    exchange.observe(tick, into: &facts)
    desk.receive(.tick(tick), at: now, into: &step)
    learn(into: &step)
    if let due = desk.nextDeadline, due <= now { desk.receive(.timer, at: now, into: &step) }
  }

  /// A signal never given before: in and out by turns.
  func signal() -> Signal {
    Signal(
      id: SignalID("bench-\(count)"), type: .entry, symbol: symbol,
      side: count.isMultiple(of: 2) ? .sell : .buy, quantity: Fixed(mantissa: Fixed.unit / 100),
      strategyName: "bench", source: .api)
  }

  /// Hands what a step asked for to the exchange; its answers are the next step.
  mutating func release(_ effects: [VenueRequest], into next: inout Step) {
    for effect in effects {
      exchange.receive(effect, at: now, into: &facts)
      if case .submit(let request) = effect {
        desk.receive(.handedOff(request.orderID), at: now, into: &next)
      }
    }
    learn(into: &next)
  }

  private mutating func learn(into step: inout Step) {
    for fact in facts { desk.receive(.venue(fact), at: now, into: &step) }
    facts.removeAll(keepingCapacity: true)
  }
}
