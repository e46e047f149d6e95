import Desk
import Ingest
import Primitives
import Sync
import Trading

extension Backtest {
  /// Runs over a tape that lies decoded in memory; the same report as over its file.
  public func run(over loaded: LoadedMarket) throws -> BacktestReport {
    let book = try BuiltIn.instruments().book
    // Opened for what is known of it before its first event; no event is read from it.
    let market = try OpenMarket.tape(
      file: loaded.file, symbol: book[loaded.instrument].symbol.text, book: book)
    let plan = SessionPlan(settings: settings, book: book, market: market)
    let tally = BacktestTally(
      report: BacktestReport(
        strategy: strategy, symbol: book[loaded.instrument].symbol, currency: market.currency,
        startingBalance: settings.startingBalance), instruments: book)
    var source = loaded.source()
    guard let first = source.next() else {
      throw MarketFailure(description: "\(loaded.file) holds no usable row: \(loaded.badRowCount) bad rows")
    }
    let start = plan.start(ordinal: 1, strategy: strategy, market: "replay:\(loaded.file)", at: first.at)
    var driver = FloorDriver(
      floor: plan.floor(
        desk: AccountDesk(settings: plan.deskSettings), session: start,
        strategies: try plan.strategies(named: strategy, in: market)),
      recorder: MemoryRecorder(journal: MemoryJournal()) { event, _ in tally.observe(event) })
    try driver.feed(.beginSession(start))
    var upcoming: MarketEvent? = first
    while let event = upcoming {
      tally.saw(event)
      try driver.play(event, row: source.row)
      upcoming = source.next()
    }
    try driver.finish()
    return tally.close(driver.floor.desk, source: loaded.count, badRows: loaded.badRowCount)
  }
}
