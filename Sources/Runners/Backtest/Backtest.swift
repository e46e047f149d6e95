import Desk
import Ingest
import Primitives
import Sync
import Trading

/// Runs a strategy over a tape, as fast as possible: the desk, gate, caps, order life, positions and
/// margin of the service, with nothing behind them but memory.
public struct Backtest {
  /// The tape.
  public var file: String
  /// Symbol of the tape; nil: the one in its file name.
  public var symbol: String?
  /// Name in the strategy catalogue.
  public var strategy: String
  /// Settings shared with the service.
  public var settings: ServiceSettings

  /// Memberwise; `settings` as the service has them, so that both give the same fills.
  public init(file: String, symbol: String?, strategy: String, settings: ServiceSettings = .init()) {
    self.file = file
    self.symbol = symbol
    self.strategy = strategy
    self.settings = settings
  }

  /// Runs; `progress` hears of the bytes of the tape consumed and in all.
  /// `badRow` of each of the first rows left out, with line and reason.
  public func run(
    badRow: (String) -> Void = { _ in }, progress: (Int64, Int64) -> Void
  ) throws -> BacktestReport {
    let book = try BuiltIn.instruments().book
    let market = try OpenMarket.tape(file: file, symbol: symbol, book: book)
    guard let tape = market.tape, let instrument = market.instruments.first else {
      throw MarketFailure(description: "a backtest needs a tape")
    }
    let plan = SessionPlan(settings: settings, book: book, market: market)
    let tally = BacktestTally(
      report: BacktestReport(
        strategy: strategy, symbol: book[instrument].symbol, currency: market.currency,
        startingBalance: settings.startingBalance), instruments: book)
    var source = market.source
    guard let first = try source.next() else {
      throw MarketFailure(description: "\(file) holds no usable row: \(tape.badRowCount) bad rows")
    }
    let start = plan.start(ordinal: 1, strategy: strategy, market: "replay:\(file)", at: first.at)
    var driver = FloorDriver(
      floor: plan.floor(
        desk: AccountDesk(settings: plan.deskSettings), session: start,
        strategies: try plan.strategies(named: strategy, in: market)),
      recorder: MemoryRecorder(journal: MemoryJournal()) { event, _ in tally.observe(event) })
    try driver.feed(.beginSession(start))
    var upcoming: MarketEvent? = first
    var count: Int64 = 0
    while let event = upcoming {
      tally.saw(event)
      try driver.play(event, row: source.row)
      count += 1
      if count & 0xffff == 0 { progress(tape.bytesRead, tape.progress.fileBytes) }
      upcoming = try source.next()
    }
    progress(tape.progress.fileBytes, tape.progress.fileBytes)
    for row in tape.badRows { badRow(row.description) }
    try driver.finish()
    return tally.close(driver.floor.desk, source: count, badRows: tape.badRowCount)
  }
}
