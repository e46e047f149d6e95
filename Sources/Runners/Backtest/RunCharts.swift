import Desk
import Primitives
import Query
import Trading

/// What the report's charts need of a run, folded as it goes on.
struct RunCharts {
  private var equity = ChartFold()
  private var drawdown = ChartFold()
  private var peak = Fixed.zero
  private var months = MonthFold()
  private var prices: [RunReport.Price]
  /// Where an instrument's chart stands; −1: it has none.
  private var places: [Int]

  init(traded: [InstrumentIndex], instruments: InstrumentBook) {
    prices = traded.map { RunReport.Price(symbol: instruments[$0].symbol.text) }
    places = Array(repeating: -1, count: instruments.count)
    for (place, instrument) in traded.enumerated() { places[instrument] = place }
  }

  /// A price the market showed.
  @inline(__always)
  mutating func saw(_ event: MarketEvent) {
    switch event {
    case .tick(let tick):
      let place = places[tick.instrument]
      if place >= 0 { prices[place].curve.add(tick.mid, at: tick.at) }
    case .candle(let candle):
      let place = places[candle.instrument]
      guard place >= 0 else { return }
      for price in [candle.open, candle.high, candle.low, candle.close] {
        prices[place].curve.add(price, at: candle.closeAt)
      }
    }
  }

  mutating func add(_ trip: RoundTrip) {
    let place = places[trip.instrument]
    if place >= 0 { prices[place].trips.add(trip) }
  }

  mutating func add(_ mark: AccountMark) {
    equity.add(mark.equity, at: mark.at)
    drawdown.add(mark.equity - mark.peakEquity, at: mark.at)
    peak = mark.peakEquity
    months.mark(mark.equity, at: mark.at)
  }

  /// The account began with its balance.
  mutating func begin(_ balance: Fixed, gaps: EquityFold.Gaps, at time: Timestamp) {
    months = MonthFold(gaps: gaps)
    equity.add(balance, at: time)
    drawdown.add(0, at: time)
    peak = balance
    months.mark(balance, at: time)
  }

  /// The account as it ended.
  mutating func close(_ report: BacktestReport) {
    guard let last = report.lastAt else { return }
    let at = max(last, equity.lastAt ?? last)
    equity.add(report.finalEquity, at: at)
    drawdown.add(min(0, report.finalEquity - peak), at: at)
    months.mark(report.finalEquity, at: at)
  }

  /// The report's content.
  func report(_ report: BacktestReport) -> RunReport {
    let span = [report.firstAt, report.lastAt].map { $0.map(BacktestSummary.moment) ?? "–" }
      .joined(separator: " to ")
    return RunReport(
      title: "\(report.title) on \(report.symbols.map(\.text).joined(separator: ", "))",
      subtitle: "\(report.marketEvents) market events, \(span)", currency: report.currency, equity: equity,
      drawdown: drawdown, prices: prices, months: months.months,
      figures: BacktestSummary.groups(report).map {
        RunReport.Figures(title: $0.title, rows: $0.rows.map { (name: $0.name, value: $0.value) })
      })
  }
}
