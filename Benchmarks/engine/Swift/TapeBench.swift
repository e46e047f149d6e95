import Ingest
import Primitives
import Runners
import Trading

/// A backtest over a tape that lies decoded in memory.
struct TapeBench {
  private let backtest: Backtest
  /// How often the tape is played in the measured section: a difference of two is without what comes once.
  private let plays: Int

  init(_ options: Options) throws {
    plays = try options.whole("plays", or: 1)
    backtest = try Self.backtest(options)
  }

  func run() throws -> ResultLine {
    let tapes = try backtest.load()
    var report: BacktestReport?
    let section = try Section.measured {
      for _ in 0..<plays { report = try backtest.run(over: tapes) }
    }
    guard let report else { throw BenchFault("nothing was run") }
    var line = ResultLine()
    line.add("events", Int(report.marketEvents) * plays)
    line.add("orders", Int(report.orders) * plays)
    line.add("fills", Int(report.fills) * plays)
    line.add("refused", Int(report.rejected) * plays)
    line.add("equity", report.finalEquity.description)
    line.add("digest", report.fillsDigest)
    line.add("tape_bytes", tapes.reduce(0) { $0 + $1.byteCount })
    line.add(section)
    return line
  }

  /// A backtest as the peers have theirs: a million, leverage 10, no limit on the number of orders.
  static func backtest(_ options: Options) throws -> Backtest {
    var settings = ServiceSettings()
    // Read before the section, as the peers add theirs before they run.
    settings.instruments = try BuiltIn.instruments()
    settings.startingBalance = 1_000_000
    settings.leverage = 10
    settings.caps = TradingCaps(maxOrderNotional: 1_000_000, maxOrdersPerMinute: 10_000_000)
    settings.barSeconds = try options.whole("bar-seconds", or: 1, least: 0)
    let strategy = options.text("strategy") ?? ""
    if !strategy.isEmpty {
      settings.strategyTerms = StrategyTerms(
        kind: strategy,
        settings: try StrategyArguments.settings(options.texts("set"), of: strategy))
    }
    var backtest = Backtest(
      file: try options.operand("the file of a tape"), symbol: options.text("symbol"), strategy: strategy,
      settings: settings)
    backtest.exchange = try exchange(options.text("exchange") ?? "ideal")
    return backtest
  }

  private static func exchange(_ name: String) throws(BenchFault) -> ExchangeProfile {
    switch name {
    case "ideal": .ideal
    case "standard": .standard
    default: throw BenchFault("--exchange must be ideal or standard, got \(name)")
    }
  }
}
