import Desk
import Ingest
import Platform
import Primitives
import Sync
public import Trading

/// Runs a strategy over tapes, as fast as possible: the desk, gate, caps, order life, positions and
/// margin of the service, with nothing behind them but memory.
public struct Backtest: Sendable {
  /// A recorded tape to trade on.
  public struct Tape: Sendable, Hashable {
    /// The file.
    public var file: String
    /// Its symbol; nil: the one in its file name.
    public var symbol: String?

    /// Memberwise.
    public init(file: String, symbol: String?) {
      self.file = file
      self.symbol = symbol
    }
  }

  /// The tapes, on one clock; events of one time come in this order.
  public var tapes: [Tape]
  /// Name in the strategy catalogue; one instance an instrument.
  public var strategy: String
  /// Settings shared with the service.
  public var settings: ServiceSettings
  /// What was set of the strategy, `fast=5` each: said in the report, which nothing else depends on.
  public var assignments: [String] = []
  /// How the simulated exchange behaves.
  public var exchange = ExchangeProfile.standard
  /// Name of the profile that `exchange` is, or is a change of; said in the report.
  public var profile = "standard"
  /// The file of `--run`; said in the report. Nil: none.
  public var runFile: String?
  /// Returns a year, for annualising; nil: 252 for equities and currencies, else 365.
  public var periodsPerYear: Int?
  /// What can be traded; nil: the settings' file, else the one that comes with the program.
  var instruments: InstrumentBook?
  /// Where fills, orders, equity, round trips, statistics and the report go, absent or empty; nil: nowhere.
  public var directory: String?

  /// One tape; `settings` as the service has them, so that both give the same fills.
  public init(file: String, symbol: String?, strategy: String, settings: ServiceSettings = .init()) {
    self.init(tapes: [Tape(file: file, symbol: symbol)], strategy: strategy, settings: settings)
  }

  /// Several tapes of one account.
  public init(tapes: [Tape], strategy: String, settings: ServiceSettings = .init()) {
    self.tapes = tapes
    self.strategy = strategy
    self.settings = settings
  }

  /// Runs; `progress` hears of the bytes of the tapes consumed and in all, and ends the run by throwing: its
  /// files are taken away then.
  /// `badRow` of each of the first rows left out, with file, line and reason.
  public func run(
    badRow: (String) -> Void = { _ in }, progress: (Int64, Int64) throws -> Void
  ) throws -> BacktestReport {
    let book = try book()
    let readers = try tapes.map { tape in
      try ReadAheadTape(
        path: tape.file,
        instrument: try OpenMarket.instrument(file: tape.file, symbol: tape.symbol, book: book))
    }
    let market = try OpenMarket.joined(
      readers.map { (instrument: $0.instrument, kind: $0.kind, source: $0) }, book: book)
    let size = readers.reduce(0) { $0 + $1.progress.fileBytes }
    let files = try directory.map {
      try RunFiles(directory: $0, traded: market.instruments, instruments: book)
    }
    do {
      var run = try BacktestRun(self, market: market, book: book, files: files)
      try run.play(market) { try progress(readers.reduce(0) { $0 + $1.progress.bytesRead }, size) }
      try progress(size, size)
      for reader in readers {
        for row in reader.badRows { badRow(tapes.count == 1 ? "\(row)" : "\(reader.path): \(row)") }
      }
      return try run.finish(badRows: readers.reduce(0) { $0 + $1.progress.badRowCount })
    } catch {
      files?.discard()
      throw error
    }
  }

  /// Runs over tapes held in memory, which `load` gave for this backtest or one that differs in its
  /// settings only.
  public func run(over tapes: [LoadedMarket]) throws -> BacktestReport {
    let book = try book()
    let market = try OpenMarket.joined(
      tapes.map { (instrument: $0.instrument, kind: $0.kind, source: $0.source()) }, book: book)
    var run = try BacktestRun(self, market: market, book: book)
    try run.play(market) {}
    return try run.finish(badRows: tapes.reduce(0) { $0 + $1.badRowCount })
  }

  /// Its tapes, decoded into memory once; `progress` hears of the bytes consumed and in all of all tapes.
  public func load(progress: (Int64, Int64) -> Void = { _, _ in }) throws -> [LoadedMarket] {
    let book = try book()
    let sizes = tapes.map { Files.size($0.file) ?? 0 }
    let size = sizes.reduce(0, +)
    var before: Int64 = 0
    return try zip(tapes, sizes).map { tape, own in
      defer { before += own }
      return try LoadedMarket(
        file: tape.file,
        instrument: try OpenMarket.instrument(file: tape.file, symbol: tape.symbol, book: book)
      ) { done, _ in progress(before + done, size) }
    }
  }

  /// What can be traded.
  func book() throws -> InstrumentBook {
    try instruments ?? settings.instruments?.book ?? BuiltIn.instruments().book
  }
}
