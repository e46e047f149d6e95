import Ingest
import Primitives
import Runners
import Trading

/// A backtest over a tape that lies decoded in memory.
struct TapeBench {
  private let file: String
  private let symbol: String?
  private let strategy: String
  private let settings: ServiceSettings
  /// How often the tape is played in the measured section: a difference of two is without what comes once.
  private let plays: Int

  init(_ options: Options) throws {
    plays = try options.whole("plays", or: 1)
    file = try options.operand("the file of a tape")
    symbol = options.text("symbol")
    strategy = options.text("strategy") ?? ""
    settings = try Self.settings(
      options, fast: options.whole("fast", or: 10), slow: options.whole("slow", or: 20, least: 2))
  }

  func run() throws -> ResultLine {
    let market = try Self.load(file: file, symbol: symbol)
    var backtest = Backtest(file: file, symbol: symbol, strategy: strategy, settings: settings)
    backtest.exchange = .ideal
    var report: BacktestReport?
    let section = try Section.measured {
      for _ in 0..<plays { report = try backtest.run(over: [market]) }
    }
    guard let report else { throw BenchFault("nothing was run") }
    var line = ResultLine()
    line.add("events", Int(report.marketEvents))
    line.add("orders", Int(report.orders))
    line.add("fills", Int(report.fills))
    line.add("refused", Int(report.rejected))
    line.add("equity", report.finalEquity.description)
    line.add("digest", report.fillsDigest)
    line.add("tape_bytes", market.byteCount)
    line.add(section)
    return line
  }

  /// Decodes a tape.
  static func load(file: String, symbol: String?) throws -> LoadedMarket {
    let book = try BuiltIn.instruments().book
    let named = symbol.flatMap { Symbol($0) }.flatMap { book.index(of: $0) }
    guard let instrument = named ?? TapeSymbol.find(inFileName: file, book: book) else {
      throw BenchFault("no known symbol stands in the file name \(file): say which with --symbol")
    }
    return try LoadedMarket(file: file, instrument: instrument)
  }

  /// As the peers have it: a million, leverage 10, market orders of one size, no limit on their number.
  static func settings(_ options: Options, fast: Int, slow: Int) throws -> ServiceSettings {
    var settings = ServiceSettings()
    settings.startingBalance = 1_000_000
    settings.leverage = 10
    settings.caps = TradingCaps(maxOrderNotional: 1_000_000, maxOrdersPerMinute: 10_000_000)
    settings.barSeconds = try options.whole("bar-seconds", or: 1, least: 0)
    if let name = options.text("strategy") {
      settings.strategyTerms = StrategyTerms(
        kind: name,
        settings: StrategySettings(
          fastPeriod: fast, slowPeriod: slow, sizing: .quantity(try options.decimal("quantity") ?? 1),
          entryStyle: .market))
    }
    return settings
  }
}
