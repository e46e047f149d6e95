import Primitives
import Testing

@testable import Trading

@Suite("A series of returns")
struct ReturnSeriesTests {
  /// Mean 0.06, Σ squared distances 0.067, total 1.1 · 0.95 · 1.2 · 0.9 · 1.15 = 1.29789.
  static let series = ReturnSeries([0.1, -0.05, 0.2, -0.1, 0.15], periodsPerYear: 4)

  private func near(
    _ actual: Double?, _ expected: Double, location: SourceLocation = #_sourceLocation
  ) {
    expect(actual, is: expected, within: 1e-12, "figure", location: location)
  }

  @Test("has a mean, a deviation of n − 1 and a volatility by the root of the periods a year")
  func spread() {
    near(Self.series.mean, 0.06)
    near(Self.series.deviation, (0.067 / 4).squareRoot())
    near(Self.series.volatility, 2 * (0.067 / 4).squareRoot())
    near(Self.series.riskReturnRatio, 0.06 / (0.067 / 4).squareRoot())
    near(Self.series.sharpe, 2 * 0.06 / (0.067 / 4).squareRoot())
  }

  @Test("divides the downside by all observations")
  func downside() {
    // √((0.05² + 0.1²) / 5) = 0.05
    near(Self.series.downsideRisk, 0.1)
    near(Self.series.sortino, 2.4)
  }

  @Test("grows by compounding, annualised by the count of periods")
  func growth() {
    near(Self.series.totalReturn, 0.29789)
    near(ReturnSeries(Self.series.returns, periodsPerYear: 5).growth, 0.29789)
    near(ReturnSeries(Self.series.returns, periodsPerYear: 5).calmar, 2.9789)
    near(ReturnSeries([0.21, 0, 0, 0], periodsPerYear: 2).growth, 0.1)
    near(ReturnSeries([0, 1, 2, 3, 4, 5, 6, 7], periodsPerYear: 1).geometricMean, 2.764350599503129)
    near(CompoundGrowth.byDays(start: 100, end: 121, days: 730), 0.1)
  }

  @Test("counts a drawdown from the start on, and the ulcer of all of them")
  func drawdown() {
    near(Self.series.maxDrawdown, -0.1)
    near(Self.series.ulcerIndex, (0.0125 / 4).squareRoot())
    near(ReturnSeries([-0.2, 0.1], periodsPerYear: 1).maxDrawdown, -0.2)
    near(ReturnSeries([0.1, -0.5, 0.5], periodsPerYear: 1).maxDrawdown, -0.5)
  }

  @Test("weighs gains against losses; a return of zero is neither")
  func gains() {
    near(Self.series.omega, 3)
    near(Self.series.winRate, 0.6)
    near(Self.series.payoffRatio, 2)
    near(Self.series.kelly, 0.4)
    near(ReturnSeries([0.1, 0, 0, -0.1, 0.2], periodsPerYear: 1).winRate, 2.0 / 3)
    #expect(Self.series.best == 0.2 && Self.series.worst == -0.1)
  }

  @Test("has tails by linear percentiles and by the normal distribution")
  func tails() {
    near(Self.series.valueAtRisk(), -0.09)
    near(Self.series.conditionalValueAtRisk(), -0.1)
    near(Self.series.conditionalValueAtRisk(0.25), -0.075)
    near(Self.series.tailRatio, 0.19 / 0.09)
    let deviation = (0.067 / 4).squareRoot()
    near(Self.series.normalValueAtRisk(), 0.06 - 1.6448536269514722 * deviation)
    near(Self.series.normalConditionalValueAtRisk(), 0.06 - 2.0627128075074257 * deviation)
    #expect(Self.series.percentile(1.1) == nil)
  }

  @Test("has the adjusted skew and kurtosis")
  func shape() {
    // m₂ = 0.0134, m₃ = −0.000378, m₄ = 0.00025082
    let (second, third, fourth) = (0.0134, -0.000378, 0.00025082)
    near(Self.series.skew, 20.0.squareRoot() / 3 * third / (second * second.squareRoot()))
    near(Self.series.excessKurtosis, 2.0 / 3 * (6 * (fourth / (second * second) - 3) + 6))
  }

  @Test("is stable when it grows alike every period")
  func stability() {
    near(ReturnSeries([0.01, 0.01, 0.01, 0.01], periodsPerYear: 1).stability, 1)
    // Logs 1, 1, 2 against 0, 1, 2: r = 1 / √(2 · 2/3), r² = 0.75.
    let e = 2.718281828459045
    near(ReturnSeries([e - 1, 0, e - 1], periodsPerYear: 1).stability, 0.75)
    #expect(ReturnSeries([0.1, -1, 0.1], periodsPerYear: 1).stability == nil)
  }

  @Test("takes a rate off, a constant or a series of as many")
  func excess() throws {
    near(Self.series.excess(over: 0.06).mean, 0)
    let other = try #require(Self.series.excess(over: [0.1, 0, 0.1, 0, 0.1]))
    near(other.mean, 0)
    #expect(Self.series.excess(over: [0.1]) == nil)
  }

  @Test("rolls a window along")
  func rolling() {
    #expect(Self.series.rolling(5) { $0.count } == [5])
    let worst = ReturnSeries([1, 2, 3, 4], periodsPerYear: 1).rolling(2) { $0.worst }
    #expect(worst == [1, 2, 3])
    #expect(Self.series.rolling(6) { $0.mean }.isEmpty && Self.series.rolling(0) { $0.mean }.isEmpty)
  }

  @Test("leaves undefined what one return, no loss or no spread leaves undefined")
  func undefined() {
    let empty = ReturnSeries([], periodsPerYear: 365).statistics
    #expect(empty.totalReturn == nil && empty.growth == nil && empty.maxDrawdown == nil)
    #expect(empty.sharpe == nil && empty.valueAtRisk == nil && !empty.isWithoutLosses)
    let one = ReturnSeries([0.01], periodsPerYear: 365).statistics
    #expect(one.volatility == nil && one.sharpe == nil && one.skew == nil && one.stability == nil)
    let rising = ReturnSeries([0.01, 0.02, 0.03], periodsPerYear: 365).statistics
    #expect(rising.omega == nil && rising.sortino == nil && rising.calmar == nil)
    #expect(rising.isWithoutLosses && rising.payoffRatio == nil && rising.kelly == nil)
    #expect(ReturnSeries([0, 0], periodsPerYear: 365).winRate == nil)
    let ruined = ReturnSeries([-1.5, 0.2], periodsPerYear: 365).statistics
    #expect(ruined.growth == nil && ruined.calmar == nil)
    near(ReturnSeries([0.5, -1], periodsPerYear: 365).growth, -1)
  }

  @Test("takes rounding noise for no spread at all")
  func noise() {
    // Quotients of 100 · 1.01ⁿ, each rounded apart, differ in the last bits only.
    let prices = (0..<50).map { 100 * RealMath.pow(1.01, Double($0)) }
    let returns = zip(prices.dropFirst(), prices).map { $0 / $1 - 1 }
    #expect(Set(returns).count > 1)
    let series = ReturnSeries(returns, periodsPerYear: 365)
    #expect(series.deviation == 0 && series.sharpe == nil && series.skew == nil)
  }

  @Test("drops what is not finite and says how many")
  func dropped() {
    let series = ReturnSeries([0.1, .nan, .infinity, 0.2], periodsPerYear: 365)
    #expect(series.returns == [0.1, 0.2] && series.dropped == 2)
  }

  @Test("gives a report the same figures as one by one")
  func statistics() {
    let series = Self.series
    let all = series.statistics
    #expect(all.periodsPerYear == 4 && all.count == 5 && all.sharpe == series.sharpe)
    #expect(all.valueAtRisk == series.valueAtRisk() && all.tailRatio == series.tailRatio)
    #expect(all.conditionalValueAtRisk == series.conditionalValueAtRisk())
    #expect(all.best == series.best && all.worst == series.worst)
    #expect(all.normalValueAtRisk == series.normalValueAtRisk())
    #expect(all.probabilisticSharpe == series.probabilisticSharpe())
  }
}
