internal import Primitives

/// Return against risk.
extension ReturnSeries {
  /// Mean over deviation, not annualised; nil below two returns or without deviation.
  public var riskReturnRatio: Double? {
    guard let mean, let deviation, deviation > 0 else { return nil }
    return mean / deviation
  }

  /// Sharpe ratio: mean / deviation (n − 1) · √periodsPerYear, of returns above the risk-free rate when
  /// `excess(over:)` took it off. Source: Sharpe 1994; empyrical, quantstats, Nautilus.
  public var sharpe: Double? { riskReturnRatio.map { $0 * periodsPerYear.squareRoot() } }

  /// Downside risk, annualised: √(Σ min(0, r)² / n) · √periodsPerYear; the divisor is all observations.
  ///
  /// Against a required return other than zero, take it off with `excess(over:)`. Source: Sortino and
  /// van der Meer 1991; empyrical.
  public var downsideRisk: Double? { downsideDeviation.map { $0 * periodsPerYear.squareRoot() } }

  /// Sortino ratio: mean / √(Σ min(0, r)² / n) · √periodsPerYear; nil without a loss.
  public var sortino: Double? {
    guard let mean, let downsideDeviation, downsideDeviation > 0 else { return nil }
    return mean / downsideDeviation * periodsPerYear.squareRoot()
  }

  /// Calmar ratio: CAGR by observations / |maximum drawdown|; nil without a drawdown.
  /// Source: Young 1991; empyrical, quantstats.
  public var calmar: Double? {
    guard let growth, let maxDrawdown, maxDrawdown < -Self.noise else { return nil }
    return growth / -maxDrawdown
  }

  /// Downside deviation of one period.
  private var downsideDeviation: Double? {
    guard !returns.isEmpty else { return nil }
    let squares = returns.reduce(0) { $0 + ($1 < 0 ? $1 * $1 : 0) }
    let deviation = (squares / Double(count)).squareRoot()
    return deviation > Self.noise ? deviation : 0
  }

  /// Probability that the true Sharpe ratio exceeds `benchmark`, both of one period, not annualised.
  ///
  /// See `ProbabilisticSharpe`; skew is that of the series, kurtosis its excess plus 3. Nil where one of
  /// them is not defined (below four returns).
  public func probabilisticSharpe(benchmark: Double = 0) -> Double? {
    guard let riskReturnRatio, let skew, let excessKurtosis else { return nil }
    return ProbabilisticSharpe.probability(
      sharpe: riskReturnRatio, count: count, skew: skew, kurtosis: excessKurtosis + 3,
      benchmark: benchmark)
  }
}
