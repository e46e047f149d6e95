import Foundation
import Primitives
import TestSupport
import Testing

@testable import Trading

/// Checks the rows of `performance_stats_other.json`, one system at a time.
struct SystemRows {
  let file: [String: Any]

  /// False for a row this does not know.
  func check(_ id: String, _ value: Any) throws -> Bool {
    switch String(id.prefix { $0 != "." }) {
    case "freqtrade": return try freqtrade(id, value)
    case "nautilus": return try nautilus(id, try #require(value as? [String: Any]))
    case "gocryptotrader": return try gocryptotrader(id, try #require(value as? [String: Any]))
    case "barter": return try barter(id, try #require(value as? [String: Any]))
    case "one_series_all_conventions": return try oneSeries(id, value)
    case "probabilistic_sharpe":
      let row = try #require(value as? [String: Any])
      let actual = ProbabilisticSharpe.probability(
        sharpe: try number(row, "sharpe_per_period"), count: Int(try number(row, "n")),
        skew: try number(row, "skew"), kurtosis: try number(row, "kurtosis"),
        benchmark: try number(row, "benchmark"))
      expect(actual, is: row["expected"], within: 1e-9, id)
    case "lean_drawdown_recovery": return try leanRecovery(id, value)
    case "lean_psr":
      let row = try #require(value as? [String: Any])
      guard row["benchmark"] as? String == "same" else { return false }
      let series = ReturnSeries(try #require(row["performance"] as? [Double]), periodsPerYear: 252)
      let actual = series.probabilisticSharpe(benchmark: try #require(series.riskReturnRatio))
      expect(actual, is: row["expected"], id)
    default: return false
    }
    return true
  }

  // MARK: freqtrade

  private func freqtrade(_ id: String, _ value: Any) throws -> Bool {
    if id.hasPrefix("freqtrade.cagr.rows") {
      let row = try #require(value as? [Double])
      expect(CompoundGrowth.byDays(start: row[0], end: row[1], days: row[2]), is: row[3], within: 1e-4, id)
      return true
    }
    if id.hasPrefix("freqtrade.expectancy[") {
      let row = try #require(value as? [String: Any])
      let summary = Self.summary(try #require(row["profits"] as? [Any]).compactMap(SharedData.decimal))
      expect(summary.expectancy?.double, is: row["expected"], id)
      expect(summary.expectancyRatio?.double, is: row["expected_ratio"], within: 1e-7, id)
      return true
    }
    if id.hasPrefix("freqtrade.drawdown_series.") {
      let series = try #require((file["freqtrade"] as? [String: Any])?["drawdown_series"] as? [String: Any])
      let start = try #require(SharedData.decimal(series["starting_balance"]))
      let fold = Self.drawdowns(of: try profits("freqtrade", "drawdown_series", "values"), from: start)
      expect(fold.deepest?.depth.double, is: series["expected_abs"], id)
      expect(fold.deepest?.fraction?.double, is: series["expected_relative_to_peak"], within: 1e-7, id)
      return true
    }
    guard id.hasPrefix("freqtrade.drawdown_abs_vs_relative[") else { return false }
    let row = try #require(value as? [String: Any])
    let rows = try #require((file["freqtrade"] as? [String: Any])?["drawdown_abs_vs_relative"] as? [Any])
    let first = try #require(rows.first as? [String: Any])
    let profits = try #require(first["profits"] as? [Any]).compactMap(SharedData.decimal)
    let fold = Self.drawdowns(of: profits, from: try #require(SharedData.decimal(first["starting_balance"])))
    let found = try #require(row["by"] as? String == "absolute" ? fold.deepest : fold.steepest)
    expect(found.depth.double, is: row["expected_abs"], id)
    expect(found.fraction?.double, is: row["expected_rel"], within: 1e-5, id)
    // The start is a day before the first profit here.
    #expect(found.peakAt.utcDay - 1 == row["high_day"] as? Int, "\(id)")
    #expect(found.troughAt.utcDay - 1 == row["low_day"] as? Int, "\(id)")
    return true
  }

  func profits(_ path: String...) throws -> [Fixed] {
    var value: Any? = file
    for key in path { value = (value as? [String: Any])?[key] }
    return try #require(value as? [Any]).compactMap(SharedData.decimal)
  }

  /// Drawdowns of a balance that takes one profit a day.
  static func drawdowns(of profits: some Sequence<Fixed>, from start: Fixed) -> DrawdownFold {
    var fold = DrawdownFold()
    var (balance, day) = (start, Int64(0))
    fold.mark(balance, at: .zero)
    for profit in profits {
      balance += profit
      day += 1
      fold.mark(balance, at: Timestamp(nanoseconds: day * Nanos.perDay))
    }
    return fold
  }

  static func summary(_ profits: [Fixed]) -> RoundTripSummary {
    var summary = RoundTripSummary()
    for profit in profits { summary.add(net: profit) }
    return summary
  }

  // MARK: Nautilus

  private func nautilus(_ id: String, _ row: [String: Any]) throws -> Bool {
    let stat = try #require(row["stat"] as? String)
    let period = row["period"] as? Double ?? 252
    guard let values = row["values"] as? [Double] else {
      return try nautilusDays(id, row, period: period)
    }
    let series = ReturnSeries(values, periodsPerYear: period)
    let trades = Self.summary(values.compactMap { Fixed(approximating: $0) })
    let benchmark = row["benchmark"] as? [Double] ?? []
    let both = BenchmarkComparison(
      values, benchmark: benchmark, periodsPerYear: period, riskFree: row["rf"] as? Double ?? 0)
    let actual: Double?
    switch stat {
    case "sharpe": actual = series.sharpe
    case "sortino": actual = series.sortino
    case "max_drawdown": actual = series.maxDrawdown
    case "volatility": actual = series.volatility
    case "kurtosis_excess_adjusted": actual = series.excessKurtosis
    case "skewness_adjusted": actual = series.skew
    case "risk_return_ratio": actual = series.riskReturnRatio
    case "cagr": actual = series.growth
    case "profit_factor": actual = trades.profitFactor?.double
    case "expectancy": actual = trades.expectancy?.double
    case "win_rate": actual = trades.winRate?.double
    case "beta": actual = try #require(both).beta
    case "alpha": actual = try #require(both).alpha
    case "treynor": actual = try #require(both).treynor
    case "information_ratio": actual = try #require(both).informationRatio
    default: return false
    }
    expect(actual, is: row["expected"], id)
    return true
  }

  /// The row whose values are words: 2 % and 3 % in one day, 1 % the next, compounded by an equity fold.
  private func nautilusDays(_ id: String, _ row: [String: Any], period: Double) throws -> Bool {
    let text = try #require(row["values"] as? String)
    guard row["stat"] as? String == "information_ratio", text.contains("0.02 and 0.03") else { return false }
    var fold = EquityFold()
    let marks: [(Fixed, Int64)] = [(100, 0), (102, 1), (decimal("105.06"), 2), (decimal("106.1106"), 30)]
    for (equity, hour) in marks { fold.mark(equity, at: Timestamp(nanoseconds: hour * Nanos.perHour)) }
    let both = BenchmarkComparison(
      fold.returns(periodsPerYear: period).returns,
      benchmark: try #require(row["benchmark"] as? [Double]), periodsPerYear: period)
    expect(try #require(both).informationRatio, is: row["expected"], id)
    return true
  }

  // MARK: GoCryptoTrader

  private func gocryptotrader(_ id: String, _ row: [String: Any]) throws -> Bool {
    let values = row["values"] as? [Double] ?? []
    let series = ReturnSeries(values, periodsPerYear: 1).excess(over: row["rf"] as? Double ?? 0)
    switch try #require(row["stat"] as? String) {
    case "sharpe": expectRounded(series.sharpe, row, id)
    case "sortino": expectRounded(series.sortino, row, id)
    case "cagr_percent":
      let growth = try number(row, "close") / number(row, "open") - 1
      let actual = CompoundGrowth.byObservations(
        growth: growth, count: Int(try number(row, "intervals")),
        periodsPerYear: try number(row, "intervals_per_year"))
      expect(actual.map { $0 * 100 }, is: row["expected"], id)
    case "geometric_mean":
      let actual = ReturnSeries(values.map { $0 - 1 }, periodsPerYear: 1).geometricMean
      expect(actual.map { $0 + 1 }, is: row["expected"], id)
    case "sample_stdev": expect(series.deviation, is: row["expected_rounded"], within: 1e-3, id)
    default: return false
    }
    return true
  }

  private func expectRounded(_ actual: Double?, _ row: [String: Any], _ id: String) {
    guard let places = row["rounded"] as? Int else { return expect(actual, is: row["expected"], id) }
    let scale = [1.0, 10, 100, 1_000][places]
    expect(actual.map { ($0 * scale).rounded() / scale }, is: row["expected"], id)
  }

  // MARK: barter

  private func barter(_ id: String, _ row: [String: Any]) throws -> Bool {
    switch try #require(row["stat"] as? String) {
    case "sortino_scale":
      // Four times as many periods a year make twice the ratio.
      let returns = [0.01, -0.02, 0.03]
      let single = try #require(ReturnSeries(returns, periodsPerYear: 1).sortino)
      let scaled = try #require(ReturnSeries(returns, periodsPerYear: 4).sortino)
      expect(try number(row, "value") * scaled / single, is: row["expected"], id)
    case "sortino":
      // Two returns with this mean and this downside deviation above the rate.
      let (rate, mean) = (try number(row, "rf"), try number(row, "mean"))
      let loss = -(try number(row, "downside")) * 2.0.squareRoot()
      let gain = 2 * (mean - rate) - loss
      let series = ReturnSeries([loss + rate, gain + rate], periodsPerYear: 1)
      expect(series.excess(over: rate).sortino, is: row["expected"], id)
    case "win_rate":
      for entry in try #require(row["rows"] as? [[Any]]) {
        let (wins, total) = (try #require(entry[0] as? Int), try #require(entry[1] as? Int))
        let profits = (0..<total).map { Fixed($0 < wins ? 1 : -1) }
        expect(Self.summary(profits).winRate?.double, is: entry[2], id)
      }
    case "drawdown_stream":
      let equity = try #require(row["equity"] as? [Int])
      let soFar = try #require(row["drawdown_so_far"] as? [Any])
      let completed = try #require(row["completed"] as? [Any])
      var fold = DrawdownFold()
      for (day, value) in equity.enumerated() {
        let ended = fold.mark(Fixed(value), at: Timestamp(nanoseconds: Int64(day) * Nanos.perDay))
        expect(fold.current?.fraction?.double ?? 0, is: soFar[day], id)
        expect(ended?.fraction?.double, is: completed[day], id)
        // "start day 1, end day 5"
        if let ended { #expect(ended.peakAt.utcDay == 1 && ended.recoveredAt?.utcDay == 5, "\(id)") }
      }
    default: return false
    }
    return true
  }

  // MARK: One series, and Lean

  private func oneSeries(_ id: String, _ oracle: Any) throws -> Bool {
    let section = try #require(file["one_series_all_conventions"] as? [String: Any])
    let returns = try #require(section["returns"] as? [Double])
    let (stocks, crypto) = (
      ReturnSeries(returns, periodsPerYear: 252), ReturnSeries(returns, periodsPerYear: 365)
    )
    let key = id.replacingOccurrences(of: "one_series_all_conventions.computed.", with: "")
    let actual: Double?
    switch key {
    case "n": actual = Double(stocks.count)
    case "mean", "expectancy": actual = stocks.mean
    case "stdev_sample": actual = stocks.deviation
    case "sharpe_252_sample (empyrical, quantstats, Nautilus)": actual = stocks.sharpe
    case "sharpe_365_sample (24/7 markets)": actual = crypto.sharpe
    case "sortino_252": actual = stocks.sortino
    case "sortino_365": actual = crypto.sortino
    case "max_drawdown": actual = stocks.maxDrawdown
    case "cagr_252": actual = stocks.growth
    case "cagr_365": actual = crypto.growth
    case "calmar_365": actual = crypto.calmar
    case "profit_factor": actual = stocks.omega
    case "win_rate_nonzero (quantstats)": actual = stocks.winRate
    default: return false
    }
    expect(actual, is: oracle, id)
    return true
  }

  /// Days of the longest recovered drawdown; an open one counts as none there, and is open here.
  private func leanRecovery(_ id: String, _ value: Any) throws -> Bool {
    guard id.hasPrefix("lean_drawdown_recovery.rows[") else { return false }
    let row = try #require(value as? [Any])
    let fold = DrawdownTests.fold(try #require(row[0] as? [Int]))
    let days = (fold.longestRecovered?.nanoseconds ?? 0) / Nanos.perDay
    #expect(days == row[1] as? Int64, "\(id)")
    return true
  }

  private func number(_ row: [String: Any], _ key: String) throws -> Double {
    try #require(row[key] as? Double, "\(key)")
  }
}
