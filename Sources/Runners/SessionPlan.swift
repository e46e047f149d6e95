import Desk
import Ingest
import Platform
import Primitives
import Trading

/// How the pieces of one session are made: the same for service and backtest, so that both decide alike.
struct SessionPlan {
  let settings: ServiceSettings
  let book: InstrumentBook
  /// Settlement currency of the market's instruments.
  let currency: String
  /// Symbol of the tape, of several with commas between; empty for a synthetic market.
  let symbol: String
  /// How the simulated exchange behaves.
  var exchange = ExchangeProfile.standard
  /// How many ended orders, and how many fills, the exchange remembers at most.
  var memory = SimulatedExchange.memoryCap
  /// How many fills and payments the desk remembers at most.
  var tradeIDCap = AccountState.tradeIDCap
  /// Whether the desk's valuations are events.
  var keepsMarks = true

  init(settings: ServiceSettings, book: InstrumentBook, market: OpenMarket) {
    self.settings = settings
    self.book = book
    currency = market.currency
    let named = market.kinds.isEmpty ? [] : market.instruments
    symbol = named.map { book[$0].symbol.text }.joined(separator: ",")
  }

  /// What the desk is told of the account.
  var deskSettings: DeskSettings {
    var desk = DeskSettings(
      account: settings.account, mode: settings.mode, instruments: book, currency: currency,
      leverage: settings.leverage, caps: settings.caps, marginAlarm: settings.marginAlarm,
      tellsEveryChange: true)
    desk.tradeIDCap = tradeIDCap
    desk.keepsMarks = keepsMarks
    desk.compression = NativeHash.compression
    return desk
  }

  /// The first event of the nth session.
  func start(ordinal: Int64, strategy: String?, market: String, at: Timestamp) -> SessionStart {
    SessionStart(
      sessionID: SessionID("\(settings.instance)-\(settings.account)-\(ordinal)"),
      account: settings.account, ordinal: ordinal, mode: settings.mode, currency: currency,
      startingBalance: settings.startingBalance, strategy: strategy ?? "", market: market,
      symbol: symbol, leverage: settings.leverage, seed: settings.seed, marketStart: at)
  }

  /// A floor for a session, its exchange as it was at the session's start.
  func floor(desk: AccountDesk, session: SessionStart, strategies: [any Strategy]) -> TradingFloor {
    let exchange = SimulatedExchange(
      instruments: book, currency: session.currency, profile: self.exchange,
      startingBalance: session.startingBalance,
      leverage: settings.leverage, seed: session.seed, memory: memory)
    return TradingFloor(desk: desk, exchange: exchange, strategies: strategies, at: session.marketStart)
  }

  /// One strategy an instrument.
  func strategies(named name: String?, in market: OpenMarket) throws -> [any Strategy] {
    guard let name, !name.isEmpty else { return [] }
    var chosen = settings.strategyTerms?.settings ?? StrategySettings()
    chosen.barLengthNanos = Int64(settings.barSeconds ?? (market.kinds.isEmpty ? 60 : 5)) * Nanos.perSecond
    let kind = settings.strategyTerms?.kind ?? name
    return try market.instruments.map { instrument in
      chosen.entryStyle = market.entryStyle(of: instrument)
      guard let strategy = StrategyCatalogue.make(kind, instrument: instrument, settings: chosen) else {
        throw MarketFailure(
          description: "--strategy \(name) is not known; known are "
            + StrategyCatalogue.names.joined(separator: ", "))
      }
      return strategy
    }
  }
}
