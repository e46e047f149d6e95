private import Glibc

/// The real functions of statistics that Swift's own library lacks.
///
/// The one file of the core that asks the C library. Its last digit may differ between C libraries, so
/// nothing that decides, books or is journaled may come from here.
public enum RealMath {
  /// e to the power of x.
  public static func exp(_ x: Double) -> Double { Glibc.exp(x) }

  /// The natural logarithm; NaN below zero, −∞ at zero.
  public static func log(_ x: Double) -> Double { Glibc.log(x) }

  /// The natural logarithm of 1 + x, exact to the last digits for a small x.
  public static func logOnePlus(_ x: Double) -> Double { Glibc.log1p(x) }

  /// `base` to the power of `exponent`; NaN for a base below zero and a broken exponent.
  public static func pow(_ base: Double, _ exponent: Double) -> Double { Glibc.pow(base, exponent) }

  /// The error function, 2/√π · ∫ e^(−t²) from 0 to x.
  public static func erf(_ x: Double) -> Double { Glibc.erf(x) }

  /// Φ(x): the share of a standard normal distribution at or below x.
  public static func normalCumulative(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }

  /// φ(x): the density of the standard normal distribution, e^(−x²/2) / √(2π).
  public static func normalDensity(_ x: Double) -> Double { exp(-x * x / 2) / (2 * Double.pi).squareRoot() }

  /// The x with Φ(x) = `share`; nil unless 0 < share < 1.
  ///
  /// Newton's method on Φ from 0, below the median: Φ is convex there, so every step comes closer
  /// without passing the root. Above the median by symmetry.
  public static func normalQuantile(_ share: Double) -> Double? {
    guard share > 0, share < 1 else { return nil }
    let tail = min(share, 1 - share)
    var x = 0.0
    for _ in 0..<1_000 {
      let step = (normalCumulative(x) - tail) / normalDensity(x)
      guard step.isFinite, step > 0 else { break }
      x -= step
    }
    return share > 0.5 ? -x : x
  }
}
