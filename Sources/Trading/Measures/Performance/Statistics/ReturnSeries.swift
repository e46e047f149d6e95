internal import Primitives

/// Simple returns of equal periods, and every measure of them once.
///
/// A return is a fraction (0.01 = 1 %). `periodsPerYear` is the caller's: 365 for daily returns of a
/// market that never closes, 252 for stocks; every annualised figure uses it. A figure that the data do
/// not define is nil, never infinite or NaN. No measure takes a risk-free rate: see `excess(over:)`.
///
/// A figure costs one or two passes over the series, those of the tails also a sort. `Double`: statistics
/// are shown, never booked.
public struct ReturnSeries: Hashable, Sendable {
  /// The returns, oldest first; all finite.
  public let returns: [Double]
  /// Periods in one year, for annualising.
  public let periodsPerYear: Double
  /// Values left out because they were not finite.
  public let dropped: Int

  /// A spread no wider than this is the rounding noise of a quotient of two prices, and counts as none.
  static let noise = 1e-14

  /// A series of the finite ones of these returns. `periodsPerYear` must be finite and above zero.
  public init(_ returns: [Double], periodsPerYear: Double) {
    precondition(periodsPerYear > 0 && periodsPerYear.isFinite, "periods a year must be above zero")
    let finite = returns.allSatisfy(\.isFinite) ? returns : returns.filter(\.isFinite)
    self.returns = finite
    self.periodsPerYear = periodsPerYear
    dropped = returns.count - finite.count
  }

  /// Periods observed.
  public var count: Int { returns.count }

  /// The returns less a rate of the same period: what was earned above the risk-free one.
  public func excess(over rate: Double) -> ReturnSeries {
    rate == 0 ? self : ReturnSeries(returns.map { $0 - rate }, periodsPerYear: periodsPerYear)
  }

  /// The returns less those of another series, period by period; nil unless they are as many.
  public func excess(over rates: [Double]) -> ReturnSeries? {
    guard rates.count == count else { return nil }
    return ReturnSeries(zip(returns, rates).map { $0 - $1 }, periodsPerYear: periodsPerYear)
  }

  /// The measure of each run of `window` neighbouring returns, oldest first; empty when there are fewer.
  public func rolling<Value>(_ window: Int, _ measure: (ReturnSeries) -> Value) -> [Value] {
    guard window > 0, window <= count else { return [] }
    return (0...(count - window)).map { start in
      measure(ReturnSeries(Array(returns[start..<(start + window)]), periodsPerYear: periodsPerYear))
    }
  }

  // MARK: Centre and spread

  /// Arithmetic mean of the period returns; nil without any.
  public var mean: Double? {
    returns.isEmpty ? nil : returns.reduce(0, +) / Double(count)
  }

  /// Sample standard deviation of the period returns: √(Σ (r − mean)² / (n − 1)); nil below two.
  ///
  /// Exactly zero when nothing but rounding noise tells the returns apart.
  public var deviation: Double? {
    guard count >= 2, let mean else { return nil }
    let squares = returns.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let deviation = (squares / Double(count - 1)).squareRoot()
    guard deviation.isFinite else { return nil }
    return deviation > Self.noise ? deviation : 0
  }

  /// Annualised volatility: deviation · √periodsPerYear. Source: empyrical, quantstats.
  public var volatility: Double? { deviation.map { $0 * periodsPerYear.squareRoot() } }

  // MARK: Growth

  /// Growth over the whole series: Π (1 + r) − 1; nil without returns.
  public var totalReturn: Double? { returns.isEmpty ? nil : returns.reduce(1) { $0 * (1 + $1) } - 1 }

  /// CAGR by observations: (1 + total)^(periodsPerYear / n) − 1. Source: empyrical `annual_return`.
  public var growth: Double? {
    totalReturn.flatMap {
      CompoundGrowth.byObservations(growth: $0, count: count, periodsPerYear: periodsPerYear)
    }
  }

  /// The constant return a period that gives the same total: (1 + total)^(1 / n) − 1.
  public var geometricMean: Double? {
    totalReturn.flatMap { CompoundGrowth.byObservations(growth: $0, count: count, periodsPerYear: 1) }
  }
}
