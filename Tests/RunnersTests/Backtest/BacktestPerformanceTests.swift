import Foundation
import Ingest
import Primitives
import Testing
import Trading

@testable import Runners

@Suite("Statistics of a backtest")
struct BacktestPerformanceTests {
  @Test("are annualised by where the instruments are traded, or as asked for")
  func annualisation() throws {
    let book = try BuiltIn.instruments().book
    func of(_ symbols: [String], _ periods: Int? = nil) throws -> Annualisation {
      Annualisation(
        periodsPerYear: periods,
        instruments: try symbols.map { book[try #require(Symbol($0).flatMap(book.index))] })
    }
    #expect(try of(["BTCUSDT"]).periodsPerYear == 365)
    #expect(try of(["BTCUSDT"]).gaps == .carry)
    #expect(try of(["SPY"]).periodsPerYear == 252)
    #expect(try of(["SPY", "EURUSD"]).gaps == .skip)
    #expect(try of(["SPY", "BTCUSDT"]).periodsPerYear == 365)
    #expect(try of(["SPY"], 260).periodsPerYear == 260)
  }

  /// The value of a row of the summary of a run with these daily returns.
  private func row(_ name: String, _ returns: [Double]) -> String? {
    var report = BacktestReport(strategy: "s", symbols: [], currency: "USDT", startingBalance: 100)
    report.performance = BacktestPerformance(
      returns: ReturnSeries(returns, periodsPerYear: 365).statistics, totalReturn: nil, calendarGrowth: nil,
      steepest: nil, longest: nil, trips: RoundTripSummary(), openTrips: 0)
    return BacktestSummary.groups(report).flatMap(\.rows).first { $0.name == name }?.value
  }

  @Test("a percentile that is a gain is no value at risk")
  func valueAtRisk() {
    #expect(row("value at risk", [0.02, 0.03, 0.04]) == "none" && row("beyond it", [0.02, 0.03]) == "none")
    #expect(row("value at risk", [-0.02, -0.02]) == "-2.00 % a day (5 %)")
    #expect(row("beyond it", [-0.03, 0.04]) == "-3.00 % a day in the mean")
    #expect(row("value at risk", []) == "–")
  }

  /// Hourly candles of some days whose price climbs and falls by turns of twelve hours.
  private func tape(_ scratch: Scratch, days: Int) throws -> String {
    var text = "ts_ms,open,high,low,close,volume\n"
    var price = 60_000
    for hour in 0..<days * 24 {
      let next = price + (hour / 12 % 2 == 0 ? 100 : -90)
      let high = max(price, next) + 10
      let low = min(price, next) - 10
      text += "\(1_704_067_200_000 + hour * 3_600_000),\(price),\(high),\(low),\(next),5\n"
      price = next
    }
    let file = scratch.path + "/BTCUSDT_candles.csv"
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    return file
  }

  @Test("agree with what the run earned: one return a day, compounding to its growth")
  func agrees() throws {
    let scratch = try Scratch()
    var settings = ServiceSettings()
    settings.strategyTerms = StrategyTerms(
      kind: "ema-cross", settings: StrategySettings(fastPeriod: 2, slowPeriod: 5))
    let report = try Backtest(
      file: try tape(scratch, days: 10), symbol: nil, strategy: "ema-cross", settings: settings
    ).run { _, _ in }
    let performance = try #require(report.performance)
    #expect(report.fills > 20)
    // The tape's last candle closes at the midnight that ends the tenth day.
    #expect(performance.returns.count == 10)
    let growth = report.profit.double / report.startingBalance.double
    #expect(abs((performance.totalReturn ?? 0) - growth) < 1e-12 && growth != 0)
    #expect(abs((performance.returns.totalReturn ?? 0) - growth) < 1e-9)
    #expect(performance.returns.sharpe != nil && performance.returns.periodsPerYear == 365)
    // What the trips earned and what the open one has cost so far is all that was realised.
    let trips = performance.trips
    #expect(trips.count + performance.openTrips > 10)
    #expect(trips.wins + trips.losses + trips.zeros == trips.count)
    #expect(performance.openTrips > 0 || trips.net == report.realised)
    #expect(performance.openTrips > 0 || trips.fees == report.fees)
    let text = BacktestSummary.text(report)
    #expect(text.contains("10 daily, 365 a year") && text.contains("– (less than 30 days)"))
  }
}
