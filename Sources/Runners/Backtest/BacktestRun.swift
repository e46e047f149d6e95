import Desk
import Ingest
import Primitives
import Trading

/// One backtest as it goes on: a floor moved by a market, its events folded as they come.
struct BacktestRun {
  private let backtest: Backtest
  private let plan: SessionPlan
  private let strategies: [any Strategy]
  private let files: RunFiles?
  /// What the run's events are folded into, until the market begins.
  private let tally: BacktestTally
  private var driver: FloorDriver<MemoryRecorder<BacktestTally>>?
  private var count: Int64 = 0
  /// Nothing is ever asked again after a gap here: what lies in the processor's cache is enough.
  private static let memory = 1_000

  init(
    _ backtest: Backtest, market: OpenMarket, book: InstrumentBook, files: RunFiles? = nil
  ) throws {
    self.files = files
    self.backtest = backtest
    var plan = SessionPlan(settings: backtest.settings, book: book, market: market)
    plan.exchange = backtest.exchange
    plan.memory = Self.memory
    // Payments are remembered among the fills: the desk knows every fill the exchange may tell again.
    plan.tradeIDCap = 2 * Self.memory
    plan.keepsMarks = files != nil
    self.plan = plan
    strategies = try plan.strategies(named: backtest.strategy, in: market)
    var report = BacktestReport(
      strategy: backtest.strategy, symbols: market.instruments.map { book[$0].symbol },
      currency: market.currency, startingBalance: backtest.settings.startingBalance)
    report.assignments = backtest.assignments
    report.terms = RunTerms(backtest)
    tally = BacktestTally(
      report: report, instruments: book,
      annualisation: Annualisation(
        periodsPerYear: backtest.periodsPerYear, instruments: market.instruments.map { book[$0] }),
      files: files)
  }

  /// Takes a market in to its end; `look` is called now and then.
  ///
  /// The kinds of source a backtest has are named, so that the loop is made for each of them.
  mutating func play(_ market: OpenMarket, look: () throws -> Void) throws {
    switch market.source {
    case var tape as ReadAheadTape: try play(&tape, look: look)
    case var tapes as MergedSource<ReadAheadTape>: try play(&tapes, look: look)
    case var tape as LoadedSource: try play(&tape, look: look)
    case var tapes as MergedSource<LoadedSource>: try play(&tapes, look: look)
    case var source: try play(&source, look: look)
    }
  }

  private mutating func play(_ source: inout some MarketSource, look: () throws -> Void) throws {
    guard let first = try source.next() else {
      let files = backtest.tapes.map(\.file).joined(separator: ", ")
      throw MarketFailure(description: "\(files) holds no usable row")
    }
    var driver = try begin(at: first.at)
    var event = first
    while true {
      driver.recorder.observer.saw(event)
      try driver.play(event, row: source.row)
      count += 1
      if count & 0xffff == 0 {
        try look()
        try files?.check()
      }
      guard let next = try source.next() else { break }
      event = next
    }
    self.driver = driver
  }

  private func begin(at time: Timestamp) throws -> FloorDriver<MemoryRecorder<BacktestTally>> {
    let files = backtest.tapes.map(\.file).joined(separator: ",")
    let start = plan.start(
      ordinal: 1, strategy: backtest.strategy, market: "replay:" + files, at: time)
    var driver = FloorDriver(
      floor: plan.floor(
        desk: AccountDesk(settings: plan.deskSettings), session: start, strategies: strategies),
      recorder: MemoryRecorder(tally))
    driver.recorder.observer.begin(at: time)
    try driver.feed(.beginSession(start))
    return driver
  }

  /// Lets what is on its way arrive and closes the report.
  mutating func finish(badRows: Int64) throws -> BacktestReport {
    guard var driver = driver.take() else {
      throw MarketFailure(description: "the backtest has not been run")
    }
    try driver.finish()
    let report = driver.recorder.observer.close(driver.floor.desk, source: count, badRows: badRows)
    try files?.close(report)
    return report
  }
}
