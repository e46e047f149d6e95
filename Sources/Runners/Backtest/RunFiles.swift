import Desk
import Platform
import Primitives
import Query
import Trading

/// The files of one run under `--out`: rows are streamed while it goes on, the report comes last.
///
/// Held in memory is what a row still waits for (orders that work) and what the report's charts keep,
/// which is bounded.
final class RunFiles {
  static let names = [
    "fills.csv", "orders.csv", "equity.csv", "trades.csv", "statistics.json", "report.html",
  ]

  private var directory: RunDirectory
  private let instruments: InstrumentBook
  private var fills: CSVFile
  private var orders: CSVFile
  private var equity: CSVFile
  private var trades: CSVFile
  private var working = OrderedTable<OrderID, Order>()
  private var failure: FileError?
  private var charts: RunCharts

  /// Makes the directory, which must be absent or empty, and its files.
  convenience init(directory: String, traded: [InstrumentIndex], instruments: InstrumentBook) throws {
    try RunDirectory.checkEmpty(directory)
    try self.init(claiming: directory, traded: traded, instruments: instruments)
  }

  /// Makes the files in a directory that was empty a moment ago; of two runs that both saw it so, one fails.
  init(claiming path: String, traded: [InstrumentIndex], instruments: InstrumentBook) throws {
    var directory = try RunDirectory(path)
    do {
      fills = try directory.table(
        "fills.csv",
        columns: [
          "time", "symbol", "side", "quantity", "price", "fee", "fee_asset", "liquidity", "kind", "order_id",
          "trade_id",
        ])
      orders = try directory.table(
        "orders.csv",
        columns: [
          "created_at", "order_id", "signal_id", "symbol", "side", "type", "time_in_force", "reduce_only",
          "quantity", "limit_price", "status", "filled_quantity", "average_fill_price", "fees", "updated_at",
          "reason",
        ])
      equity = try directory.table(
        "equity.csv",
        columns: [
          "time", "cause", "equity", "drawdown", "wallet", "unrealized_pnl", "realized_pnl", "fees",
          "funding", "margin_used",
        ])
      trades = try directory.table(
        "trades.csv",
        columns: [
          "symbol", "side", "quantity", "opened_at", "closed_at", "entry_price", "exit_price", "gross",
          "fees", "funding", "net", "worst", "best", "holding_seconds",
        ])
    } catch {
      directory.discard()
      throw error
    }
    self.directory = directory
    self.instruments = instruments
    charts = RunCharts(traded: traded, instruments: instruments)
  }

  /// The account begins with its balance.
  func begin(_ balance: Fixed, gaps: EquityFold.Gaps, at time: Timestamp) {
    charts.begin(balance, gaps: gaps, at: time)
  }

  /// A price the market showed.
  @inline(__always)
  func saw(_ event: MarketEvent) { charts.saw(event) }

  /// Takes an event in.
  func observe(_ event: Event, at now: Timestamp) {
    switch event {
    case .signalDecided(let decision):
      if let order = decision.order { working[order.id] = order }
    case .order(let id, let change):
      if let order = working[id] { keep(order.after(change, at: now)) }
    case .filled(let booking):
      add(booking.fill)
      guard let id = booking.fill.orderID, let order = working[id] else { return }
      keep(order.after(booking.fill, at: now))
    case .marked(let mark): add(mark)
    case .sessionStarted, .fundingBooked, .factRefused, .tapeEnded, .operatorCommanded, .alert: break
    }
    if fills.isDue || orders.isDue || equity.isDue || trades.isDue { flush() }
  }

  /// A round trip was finished.
  func add(_ trip: RoundTrip) {
    charts.add(trip)
    trades.add([
      .text(instruments[trip.instrument].symbol.text), .text(trip.side.rawValue), .decimal(trip.quantity),
      .time(trip.openedAt), .time(trip.closedAt), .decimal(trip.entryPrice), .decimal(trip.exitPrice),
      .decimal(trip.gross), .decimal(trip.fees), .decimal(trip.funding), .decimal(trip.net),
      .decimal(trip.worst), .decimal(trip.best),
      .decimal(Fixed(mantissa: Int128(trip.holdingNanoseconds) * (Fixed.unit / 1_000_000_000))),
    ])
  }

  /// Throws what went wrong with the disk so far.
  func check() throws { if let failure { throw failure } }

  /// Writes what is left, then the statistics and the report.
  func close(_ report: BacktestReport) throws {
    for (_, order) in working { add(order) }
    charts.close(report)
    flush()
    try check()
    try Files.writeAtomically(BacktestSummary.json(report) + [0x0A], to: directory.create("statistics.json"))
    let page = ReportPage.html(charts.report(report))
    try Files.writeAtomically(Array(page.utf8), to: directory.create("report.html"))
  }

  /// Takes away again the files it made: a run that failed leaves none.
  func discard() { directory.discard() }

  // MARK: Rows

  private func keep(_ order: Order) {
    guard order.status.isTerminal else {
      working[order.id] = order
      return
    }
    _ = working.removeValue(forKey: order.id)
    add(order)
  }

  private func add(_ order: Order) {
    orders.add([
      .time(order.createdAt), .text("\(order.id)"), .text(order.signalID.text),
      .text(instruments[order.instrument].symbol.text), .text(order.side.rawValue),
      .text(order.type.rawValue), .text(order.timeInForce.rawValue), .text("\(order.reduceOnly)"),
      .decimal(order.quantity), .decimal(order.limitPrice), .text(order.status.rawValue),
      .decimal(order.filledQuantity), .decimal(order.averageFillPrice), .decimal(order.commission),
      .time(order.updatedAt), .text(order.reasonCode),
    ])
  }

  private func add(_ fill: Fill) {
    fills.add([
      .time(fill.at), .text(instruments[fill.instrument].symbol.text), .text(fill.side.rawValue),
      .decimal(fill.quantity), .decimal(fill.price), .decimal(fill.fee), .text(fill.feeAsset),
      .text(fill.liquidity.rawValue), .text(fill.kind.rawValue), .text(fill.orderID.map { "\($0)" } ?? ""),
      .text(fill.tradeID.text),
    ])
  }

  private func add(_ mark: AccountMark) {
    charts.add(mark)
    equity.add([
      .time(mark.at), .text(mark.cause.rawValue), .decimal(mark.equity),
      .decimal(mark.equity - mark.peakEquity), .decimal(mark.wallet), .decimal(mark.unrealised),
      .decimal(mark.realised), .decimal(mark.fees), .decimal(mark.funding), .decimal(mark.marginUsed),
    ])
  }

  private func flush() {
    guard failure == nil else { return }
    do throws(FileError) {
      try fills.flush()
      try orders.flush()
      try equity.flush()
      try trades.flush()
    } catch { failure = error }
  }
}
