internal import Primitives

/// The returns of a strategy beside those of a benchmark over the same periods.
///
/// Both are fractions of equal periods, in step. `riskFree` is of one period; beta, alpha and Treynor use
/// returns above it, the others the returns as they are. Undefined figures are nil. Sources: Jensen 1968
/// (alpha), Treynor 1965, Goodwin 1998 (information ratio); empyrical and Nautilus for the conventions.
public struct BenchmarkComparison: Hashable, Sendable {
  /// The strategy.
  public let strategy: ReturnSeries
  /// The benchmark.
  public let benchmark: ReturnSeries
  /// Risk-free return of one period.
  public let riskFree: Double

  /// Two series in step; nil unless they are as many. A period in which either is not finite is left out.
  /// `periodsPerYear` must be finite and above zero.
  public init?(
    _ returns: [Double], benchmark: [Double], periodsPerYear: Double, riskFree: Double = 0
  ) {
    guard returns.count == benchmark.count else { return nil }
    let pairs = zip(returns, benchmark).filter { $0.isFinite && $1.isFinite }
    strategy = ReturnSeries(pairs.map { $0.0 }, periodsPerYear: periodsPerYear)
    self.benchmark = ReturnSeries(pairs.map { $0.1 }, periodsPerYear: periodsPerYear)
    self.riskFree = riskFree
  }

  /// Covariance with the benchmark / its variance; nil below two periods or for a constant benchmark.
  public var beta: Double? {
    guard let mean = strategy.mean, let against = benchmark.mean,
      let deviation = benchmark.deviation, deviation > 0
    else { return nil }
    var (both, square) = (0.0, 0.0)
    for (value, other) in zip(strategy.returns, benchmark.returns) {
      both += (value - mean) * (other - against)
      square += (other - against) * (other - against)
    }
    return both / square
  }

  /// Jensen's alpha, annualised by compounding: (1 + a)^periodsPerYear − 1 with
  /// a = mean(r − riskFree) − beta · mean(b − riskFree).
  public var alpha: Double? {
    guard let beta, let mean = strategy.mean, let against = benchmark.mean else { return nil }
    let period = (mean - riskFree) - beta * (against - riskFree)
    return CompoundGrowth.byObservations(
      growth: period, count: 1, periodsPerYear: strategy.periodsPerYear)
  }

  /// Annualised deviation of the difference of the two.
  public var trackingError: Double? { strategy.excess(over: benchmark.returns)?.volatility }

  /// Information ratio: mean difference / its deviation · √periodsPerYear.
  public var informationRatio: Double? { strategy.excess(over: benchmark.returns)?.sharpe }

  /// Treynor ratio: (CAGR − annual risk-free return) / beta; nil for a beta of zero.
  public var treynor: Double? {
    let annual = CompoundGrowth.byObservations(
      growth: riskFree, count: 1, periodsPerYear: strategy.periodsPerYear)
    guard let growth = strategy.growth, let beta, let annual, beta != 0 else { return nil }
    return (growth - annual) / beta
  }

  /// The periods in which the benchmark rose.
  public var up: BenchmarkComparison { narrowed { $0 > 0 } }
  /// The periods in which the benchmark fell.
  public var down: BenchmarkComparison { narrowed { $0 < 0 } }

  /// CAGR by observations / that of the benchmark; nil when the latter is zero or missing.
  public var capture: Double? {
    guard let growth = strategy.growth, let other = benchmark.growth, other != 0 else { return nil }
    return growth / other
  }

  /// Capture of rising periods / capture of falling ones. Source: empyrical `up_down_capture`.
  public var upDownCapture: Double? {
    guard let rising = up.capture, let falling = down.capture, falling != 0 else { return nil }
    return rising / falling
  }

  /// Share of periods in which the strategy did better than the benchmark; nil without periods.
  public var battingAverage: Double? {
    guard strategy.count > 0 else { return nil }
    let better = zip(strategy.returns, benchmark.returns).count { $0 > $1 }
    return Double(better) / Double(strategy.count)
  }

  private init(_ pairs: [(Double, Double)], like other: BenchmarkComparison) {
    let periods = other.strategy.periodsPerYear
    strategy = ReturnSeries(pairs.map { $0.0 }, periodsPerYear: periods)
    benchmark = ReturnSeries(pairs.map { $0.1 }, periodsPerYear: periods)
    riskFree = other.riskFree
  }

  private func narrowed(_ keeps: (Double) -> Bool) -> BenchmarkComparison {
    BenchmarkComparison(zip(strategy.returns, benchmark.returns).filter { keeps($0.1) }, like: self)
  }
}
