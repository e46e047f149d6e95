import Foundation
import Primitives
import TestSupport
import Testing

@testable import Trading

@Suite("quantstats' and empyrical's figures of two price series")
struct StatisticsOracleTests {
  static let path = "data/stats/stats_expected.json"

  static let excused: [String: String] = [
    "versions.empyrical": "names a version", "versions.numpy": "names a version",
    "versions.pandas": "names a version", "versions.quantstats": "names a version",
  ]

  private struct Curve {
    let name: String
    let dates: [String]
    let closes: [Fixed]
    let fold: EquityFold
    let series: ReturnSeries
  }

  private func curve(_ name: String, file: String, periodsPerYear: Double) throws -> Curve {
    let text = String(decoding: try SharedData.data("data/stats/\(file)"), as: UTF8.self)
    var (dates, closes): ([String], [Fixed]) = ([], [])
    var fold = EquityFold(gaps: periodsPerYear == 365 ? .carry : .skip)
    for line in text.split(separator: "\n").dropFirst() {
      let parts = line.split(separator: ",").map(String.init)
      dates.append(parts[0])
      closes.append(try Fixed(parsing: parts[1], rounding: .halfEven))
      fold.mark(closes[closes.count - 1], at: try Timestamp(rfc3339: parts[0] + "T00:00:00Z"))
    }
    return Curve(
      name: name, dates: dates, closes: closes, fold: fold,
      series: fold.returns(periodsPerYear: periodsPerYear))
  }

  @Test(
    "every figure agrees to 1e-9",
    .enabled(if: SharedData.isPresent, "needs SEXTANT_SHARED data/stats"))
  func everyFigure() throws {
    let file = try SharedData.object(Self.path)
    let curves = try #require(file["curves"] as? [String: [String: Any]])
    var byName: [String: Curve] = [:]
    for (name, about) in curves {
      byName[name] = try curve(
        name, file: try #require(about["file"] as? String),
        periodsPerYear: try #require(about["periods_per_year"] as? Double))
    }
    OracleRows.audit(OracleRows.all(of: file), excused: Self.excused) { id, oracle in
      let parts = id.split(separator: ".", maxSplits: 3).map(String.init)
      guard parts[0] == "curves", let curve = byName[parts[1]] else { return false }
      if parts.count == 3 { return checkAbout(curve, parts[2], oracle, id) }
      guard let figure = figures(of: curve, named: parts[3], by: parts[2]) else { return false }
      expect(figure, is: oracle, id)
      return true
    }
  }

  /// What the file says of its own input.
  private func checkAbout(_ curve: Curve, _ key: String, _ oracle: Any, _ id: String) -> Bool {
    switch key {
    case "n_equity": #expect(curve.closes.count == oracle as? Int, "\(id)")
    case "n_returns": #expect(curve.series.count == oracle as? Int, "\(id)")
    case "periods_per_year": #expect(curve.series.periodsPerYear == oracle as? Double, "\(id)")
    case "first": #expect(curve.dates.first == oracle as? String, "\(id)")
    case "last": #expect(curve.dates.last == oracle as? String, "\(id)")
    case "file": #expect(oracle as? String == curve.name + ".csv", "\(id)")
    default: return false
    }
    return true
  }

  /// A figure by the oracle's name; nil for a name nobody knows.
  private func figures(of curve: Curve, named key: String, by author: String) -> Double?? {
    let series = curve.series
    return switch key {
    case "mean": series.mean
    case "std_ddof1": series.deviation
    case "sharpe", "sharpe=mean/std1*sqrt(per)": series.sharpe
    case "sortino", "sortino=mean*sqrt(per)/sqrt(sum(min(r,0)^2)/n)": series.sortino
    case "max_drawdown":
      author == "plain" ? -(curve.fold.drawdowns.steepest?.fraction?.double ?? 0) : series.maxDrawdown
    case "calmar": series.calmar
    case "cagr", "cagr=(last/first)^(per/n)-1": series.growth
    case "volatility_ann": series.volatility
    case "win_rate", "win_rate_excl_zero": series.winRate
    case "profit_factor", "omega", "profit_factor=sum(r>0)/|sum(r<0)|": series.omega
    case "payoff_ratio": series.payoffRatio
    case "var_95_normal": series.normalValueAtRisk()
    case "cvar_95": series.normalConditionalValueAtRisk()
    case "var_95_hist", "var95_hist_linear_percentile5": series.valueAtRisk()
    case "cvar_95_hist", "cvar95_hist=mean of the floor((n-1)*0.05)+1 lowest":
      series.conditionalValueAtRisk()
    case "skew": series.skew
    case "kurtosis": series.excessKurtosis
    case "ulcer_index": series.ulcerIndex
    case "kelly": series.kelly
    case "comp_return": series.totalReturn
    case "final_cum_return": curve.fold.totalReturn
    case "best": series.best
    case "worst": series.worst
    case "downside_risk_ann": series.downsideRisk
    case "tail_ratio": series.tailRatio
    case "stability_r2": series.stability
    default: nil
    }
  }
}
