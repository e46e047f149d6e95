import Primitives
import Testing

@Suite("Real functions")
struct RealMathTests {
  /// Abramowitz and Stegun, tables 7.1 and 26.
  @Test("agree with tables")
  func tables() {
    #expect(abs(RealMath.erf(1) - 0.842_700_792_949_714_9) < 1e-15)
    #expect(RealMath.normalCumulative(0) == 0.5)
    #expect(abs(RealMath.normalCumulative(1.959_963_984_540_054) - 0.975) < 1e-15)
    #expect(abs(RealMath.normalDensity(0) - 0.398_942_280_401_432_7) < 1e-15)
    #expect(abs(RealMath.exp(1) - 2.718_281_828_459_045) < 1e-15)
    #expect(abs(RealMath.log(10) - 2.302_585_092_994_046) < 1e-15)
    #expect(RealMath.pow(2, 0.5) == 2.0.squareRoot())
    #expect(RealMath.logOnePlus(1e-20) == 1e-20)
  }

  @Test(
    "a quantile is what the distribution says",
    arguments: [
      (0.5, 0.0), (0.05, -1.644_853_626_951_472_2), (0.95, 1.644_853_626_951_472_2),
      (0.01, -2.326_347_874_040_841), (0.975, 1.959_963_984_540_054), (1e-9, -5.997_807_015_007_686),
    ])
  func quantiles(share: Double, expected: Double) throws {
    let quantile = try #require(RealMath.normalQuantile(share))
    #expect(abs(quantile - expected) < 1e-13)
  }

  @Test("there is no quantile of nothing or everything", arguments: [0, 1, -0.1, 1.1, Double.nan])
  func noQuantile(share: Double) {
    #expect(RealMath.normalQuantile(share) == nil)
  }

  @Test("the least share that can be written has a quantile too")
  func leastShare() throws {
    let quantile = try #require(RealMath.normalQuantile(.leastNormalMagnitude))
    #expect(quantile < -37 && quantile > -38)
  }
}
