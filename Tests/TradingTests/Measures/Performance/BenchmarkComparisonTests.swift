import Testing

@testable import Trading

@Suite("A strategy beside its benchmark")
struct BenchmarkComparisonTests {
  private func near(
    _ actual: Double?, _ expected: Double, location: SourceLocation = #_sourceLocation
  ) {
    expect(actual, is: expected, within: 1e-12, "figure", location: location)
  }

  @Test("twice the benchmark has a beta of two and no alpha")
  func doubled() throws {
    let both = try #require(
      BenchmarkComparison([0.02, -0.04, 0.06], benchmark: [0.01, -0.02, 0.03], periodsPerYear: 4))
    near(both.beta, 2)
    near(both.alpha, 0)
    near(both.battingAverage, 2.0 / 3)
    // The difference is the benchmark itself: mean 0.02 / 3, Σ squared distances 0.0038 / 3.
    let deviation = (0.0038 / 6).squareRoot()
    near(both.trackingError, 2 * deviation)
    near(both.informationRatio, 2 * (0.02 / 3) / deviation)
    #expect(both.down.beta == nil && both.down.battingAverage == 0 && both.up.battingAverage == 1)
  }

  @Test("one percent a period above the benchmark is an alpha that compounds")
  func alpha() throws {
    let both = try #require(
      BenchmarkComparison([0.21, 0], benchmark: [0.2, -0.01], periodsPerYear: 2, riskFree: 0.1))
    near(both.beta, 1)
    near(both.alpha, 0.0201)
    // Growth 21 % a year, and so is the risk-free rate of 10 % a period.
    near(both.treynor, 0)
    let free = try #require(BenchmarkComparison([0.21, 0], benchmark: [0.2, -0.01], periodsPerYear: 2))
    near(free.treynor, 0.21)
  }

  @Test("captures rises and falls apart")
  func capture() throws {
    let both = try #require(BenchmarkComparison([0.2, -0.05], benchmark: [0.1, -0.1], periodsPerYear: 1))
    near(both.up.capture, 2)
    near(both.down.capture, 0.5)
    near(both.upDownCapture, 4)
  }

  @Test("is undefined against a constant, without periods, and for unequal lengths")
  func undefined() throws {
    let flat = try #require(BenchmarkComparison([0.1, 0.2], benchmark: [0.1, 0.1], periodsPerYear: 1))
    #expect(flat.beta == nil && flat.alpha == nil && flat.treynor == nil && flat.upDownCapture == nil)
    let none = try #require(BenchmarkComparison([], benchmark: [], periodsPerYear: 1))
    #expect(none.battingAverage == nil && none.informationRatio == nil && none.capture == nil)
    #expect(BenchmarkComparison([0.1], benchmark: [], periodsPerYear: 1) == nil)
    let gap = try #require(
      BenchmarkComparison([0.1, .nan, 0.3], benchmark: [0, 0.1, 0.2], periodsPerYear: 1))
    #expect(gap.strategy.returns == [0.1, 0.3] && gap.benchmark.returns == [0, 0.2])
  }
}

@Suite("The probabilistic Sharpe ratio")
struct ProbabilisticSharpeTests {
  @Test("is Φ of the distance in standard errors")
  func probability() {
    // (0 + 0.196) · √100 = 1.96 with an error of 1.
    let plain = ProbabilisticSharpe.probability(
      sharpe: 0, count: 101, skew: -2, kurtosis: 9, benchmark: -0.196)
    expect(plain, is: 0.975_002_104_851_779_5, within: 1e-12, "plain")
    // 1 − 0.5 · 1 + (3 − 1) / 4 · 1 = 1: one standard error.
    let skewed = ProbabilisticSharpe.probability(sharpe: 1, count: 2, skew: 0.5, kurtosis: 3)
    expect(skewed, is: 0.841_344_746_068_542_9, within: 1e-12, "skewed")
  }

  @Test("is undefined for one return and for an error of nothing")
  func undefined() {
    #expect(ProbabilisticSharpe.probability(sharpe: 1, count: 1, skew: 0, kurtosis: 3) == nil)
    #expect(ProbabilisticSharpe.probability(sharpe: 1, count: 9, skew: 3, kurtosis: 3) == nil)
    #expect(ReturnSeries([0.1, 0.2, 0], periodsPerYear: 365).probabilisticSharpe() == nil)
  }
}
