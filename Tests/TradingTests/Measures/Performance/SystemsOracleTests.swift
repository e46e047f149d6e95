import Foundation
import Primitives
import TestSupport
import Testing

@testable import Trading

@Suite("Other systems' performance figures")
struct SystemsOracleTests {
  static let path = "data/cases/performance_stats_other.json"

  /// Rows that hold no figure of ours, or one we answer otherwise, each with the reason.
  static let excused: [String: String] = [
    "about": "prose",
    "freqtrade.source": "prose", "freqtrade.non_standard": "prose",
    "freqtrade.cagr.rule": "prose; the rows hold the figures", "freqtrade.cagr.columns": "prose",
    "freqtrade.expectancy[1]": "no trades: undefined is nil, not 0 and 100",
    "freqtrade.no_winning_trade_drawdown":
      "its peak is after the first loss; ours starts from the balance and is 0.055545",
    "nautilus.source": "prose", "nautilus.default_period": "the caller says the periods of a year",
    "nautilus.downsample": "prose; information_ratio over two days checks it",
    "gocryptotrader.source": "prose",
    "gocryptotrader.cases[3]":
      "its Calmar divides by (highest − lowest) / highest whatever their order, ours by a drawdown",
    "barter.source": "prose", "barter.oddities": "prose: what not to copy",
    "barter.cases[1]": "scales a return linearly; ours compounds",
    "barter.cases[3]": "no downside: undefined is nil, never the largest number",
    "quantstats_conventions.source": "prose", "quantstats_conventions.note": "prose",
    "quantstats_conventions.sharpe": "prose; stats_expected.json holds the figures",
    "quantstats_conventions.sortino": "prose; stats_expected.json holds the figures",
    "quantstats_conventions.cagr": "prose; stats_expected.json holds the figures",
    "quantstats_conventions.calmar": "prose; stats_expected.json holds the figures",
    "quantstats_conventions.profit_factor": "prose; without a loss ours is nil",
    "quantstats_conventions.win_rate": "prose; stats_expected.json holds the figures",
    "quantstats_conventions.recovery_factor": "no figure; sums returns that compound",
    "quantstats_conventions.max_drawdown": "prose; stats_expected.json holds the figures",
    "quantstats_conventions.rf": "prose; the caller gives the rate of a period",
    "one_series_all_conventions.returns": "the input",
    "one_series_all_conventions.computed.sharpe_365_population (freqtrade's deviation)":
      "deviation with divisor n; ours is n − 1",
    "one_series_all_conventions.computed.stdev_population": "divisor n; ours is n − 1",
    "one_series_all_conventions.computed.win_rate_all": "counts a zero as no win; ours as neither",
    "probabilistic_sharpe.rule": "prose",
    "lean_drawdown_recovery.source": "prose", "lean_drawdown_recovery.rule": "prose",
    "lean_psr.source": "prose", "lean_psr.caution": "prose",
    "lean_psr.rows[1]": "feeds the excess kurtosis; the published formula gives less than 0.999",
    "lean_psr.rows[2]": "feeds the excess kurtosis; the published formula gives more than 0.001",
    "lean_psr.rows[3]": "no deviation: undefined is nil, not 0",
  ]

  @Test(
    "every row is checked or named with its reason",
    .enabled(if: SharedData.isPresent, "needs SEXTANT_SHARED data/cases"))
  func everyRow() throws {
    let file = try SharedData.object(Self.path)
    let systems = SystemRows(file: file)
    try OracleRows.audit(OracleRows.all(of: file), excused: Self.excused) { id, value in
      guard Self.excused[id] == nil else { return false }
      return try systems.check(id, value)
    }
  }

  @Test(
    "rows we answer otherwise, answered",
    .enabled(if: SharedData.isPresent, "needs SEXTANT_SHARED data/cases"))
  func disagreements() throws {
    let file = SystemRows(file: try SharedData.object(Self.path))
    // freqtrade.expectancy[1]
    #expect(RoundTripSummary().expectancy == nil && RoundTripSummary().expectancyRatio == nil)
    // freqtrade.no_winning_trade_drawdown: its first five profits turned over.
    let losses = try file.profits("freqtrade", "drawdown_series", "values").prefix(5).map { -$0 }
    #expect(SystemRows.drawdowns(of: losses, from: decimal("0.2")).deepest?.depth == decimal("0.055545"))
    let later = SystemRows.drawdowns(of: losses.dropFirst(), from: decimal("0.2"))
    #expect(later.deepest?.depth == decimal("0.043965"))
    // barter.cases[3], lean_psr.rows[3]
    #expect(ReturnSeries([0.1, 0.2], periodsPerYear: 1).sortino == nil)
    #expect(ReturnSeries([0, 0, 0, 0], periodsPerYear: 1).probabilisticSharpe() == nil)
    // lean_psr.rows[1] and [2], computed from the published formula outside of this code.
    let (up, low) = ([0.01, 0.02, 0.01, 0, 0, 3], [0, 0, 0, -0.1, 0, 0.01, 0])
    let (left, right) = (ReturnSeries(up, periodsPerYear: 1), ReturnSeries(low, periodsPerYear: 1))
    let first = left.probabilisticSharpe(benchmark: try #require(right.riskReturnRatio))
    expect(first, is: 0.9982451528689069, within: 1e-9, "lean_psr.rows[1]")
    let second = right.probabilisticSharpe(benchmark: try #require(left.riskReturnRatio))
    expect(second, is: 0.001497216713881644, within: 1e-9, "lean_psr.rows[2]")
  }
}
