internal import Primitives

/// How sure a Sharpe ratio is, given how few and how lopsided its returns were.
public enum ProbabilisticSharpe {
  /// Φ((SR − SR*) · √(n − 1) / √(1 − skew · SR + (kurtosis − 1) / 4 · SR²)), a probability 0...1.
  ///
  /// Both ratios are of one period, not annualised; `kurtosis` is the whole one (3 for a normal
  /// distribution), not its excess. Nil below two returns, or when the root is of nothing or less.
  /// Source: Bailey and López de Prado, "The Sharpe Ratio Efficient Frontier" (2012).
  public static func probability(
    sharpe: Double, count: Int, skew: Double, kurtosis: Double, benchmark: Double = 0
  ) -> Double? {
    guard count >= 2 else { return nil }
    let variance = 1 - skew * sharpe + (kurtosis - 1) / 4 * sharpe * sharpe
    guard variance > 0, variance.isFinite else { return nil }
    let z = (sharpe - benchmark) * Double(count - 1).squareRoot() / variance.squareRoot()
    return z.isNaN ? nil : RealMath.normalCumulative(z)
  }
}
