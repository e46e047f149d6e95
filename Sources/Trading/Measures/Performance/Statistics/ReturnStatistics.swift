/// The measures of one series of returns, for a report: each as its namesake in `ReturnSeries`.
///
/// Returns, growth, drawdown and values at risk are fractions; a drawdown and a loss are below zero. What
/// the series does not define is nil, never infinite. Annualised with the `periodsPerYear` it carries.
public struct ReturnStatistics: Hashable, Sendable {
  /// Periods in one year used for annualising.
  public let periodsPerYear: Double
  /// Periods observed.
  public let count: Int
  /// Growth over the whole series.
  public let totalReturn: Double?
  /// Arithmetic mean of one period.
  public let mean: Double?
  /// CAGR by observations.
  public let growth: Double?
  /// Annualised deviation.
  public let volatility: Double?
  /// Annualised downside deviation.
  public let downsideRisk: Double?
  /// Annualised Sharpe ratio at a risk-free rate of zero.
  public let sharpe: Double?
  /// Annualised Sortino ratio at a required return of zero.
  public let sortino: Double?
  /// CAGR by observations over the maximum drawdown.
  public let calmar: Double?
  /// Maximum drawdown of the sampled values, not above zero.
  public let maxDrawdown: Double?
  /// Root mean square drawdown.
  public let ulcerIndex: Double?
  /// Profit factor of returns; nil when nothing was lost, see `isWithoutLosses`.
  public let omega: Double?
  /// True when there are returns and none is a loss.
  public let isWithoutLosses: Bool
  /// Share of gaining periods among those not zero.
  public let winRate: Double?
  /// Mean gain over mean loss.
  public let payoffRatio: Double?
  /// Kelly's share of the capital.
  public let kelly: Double?
  /// The largest return.
  public let best: Double?
  /// The smallest return.
  public let worst: Double?
  /// Adjusted skew.
  public let skew: Double?
  /// Adjusted kurtosis above that of a normal distribution.
  public let excessKurtosis: Double?
  /// 95th over 5th percentile.
  public let tailRatio: Double?
  /// R² of the cumulated log returns.
  public let stability: Double?
  /// 5 % percentile.
  public let valueAtRisk: Double?
  /// Mean of the lowest 5 %.
  public let conditionalValueAtRisk: Double?
  /// 5 % value at risk of a normal distribution.
  public let normalValueAtRisk: Double?
  /// 5 % conditional value at risk of a normal distribution.
  public let normalConditionalValueAtRisk: Double?
  /// Probability that the true Sharpe ratio is above zero.
  public let probabilisticSharpe: Double?
}

extension ReturnSeries {
  /// All measures at once, with one sort.
  public var statistics: ReturnStatistics {
    let sorted = returns.sorted()
    return ReturnStatistics(
      periodsPerYear: periodsPerYear, count: count, totalReturn: totalReturn, mean: mean, growth: growth,
      volatility: volatility, downsideRisk: downsideRisk, sharpe: sharpe, sortino: sortino,
      calmar: calmar, maxDrawdown: maxDrawdown, ulcerIndex: ulcerIndex, omega: omega,
      isWithoutLosses: isWithoutLosses, winRate: winRate, payoffRatio: payoffRatio, kelly: kelly,
      best: sorted.last, worst: sorted.first, skew: skew, excessKurtosis: excessKurtosis,
      tailRatio: Self.tailRatio(of: sorted), stability: stability,
      valueAtRisk: Self.percentile(0.05, of: sorted),
      conditionalValueAtRisk: Self.meanOfLowest(0.05, of: sorted),
      normalValueAtRisk: normalValueAtRisk(),
      normalConditionalValueAtRisk: normalConditionalValueAtRisk(),
      probabilisticSharpe: probabilisticSharpe())
  }
}
