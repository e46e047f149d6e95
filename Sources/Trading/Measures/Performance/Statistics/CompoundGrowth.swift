internal import Primitives

/// Growth brought to one year: the CAGR, a fraction (0.5 = 50 % a year).
public enum CompoundGrowth {
  /// By the calendar: (end / start)^(365 / days) − 1.
  ///
  /// Days may be broken. Nil unless start and days are above zero and end is not below zero, or when the
  /// result has no finite value. Source: the definition; freqtrade uses the same year of 365 days.
  public static func byDays(start: Double, end: Double, days: Double) -> Double? {
    guard start > 0, days > 0 else { return nil }
    return power(end / start, 365 / days)
  }

  /// By the count of observations: (1 + growth)^(periodsPerYear / count) − 1.
  ///
  /// Nil without observations or when more than all was lost. Source: empyrical `annual_return`.
  public static func byObservations(growth: Double, count: Int, periodsPerYear: Double) -> Double? {
    guard count > 0 else { return nil }
    return power(1 + growth, periodsPerYear / Double(count))
  }

  private static func power(_ ratio: Double, _ exponent: Double) -> Double? {
    guard ratio >= 0 else { return nil }
    let growth = RealMath.pow(ratio, exponent) - 1
    return growth.isFinite ? growth : nil
  }
}
