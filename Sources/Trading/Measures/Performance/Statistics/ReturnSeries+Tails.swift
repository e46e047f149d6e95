internal import Primitives

/// The worst and the best returns. Values at risk are returns: below zero is a loss.
extension ReturnSeries {
  /// The percentile at `share` (0...1), linear between neighbours: position (n − 1) · share.
  ///
  /// Nil without returns or for a share outside. Source: numpy's default; Hyndman and Fan type 7.
  public func percentile(_ share: Double) -> Double? {
    Self.percentile(share, of: returns.sorted())
  }

  /// Historical value at risk: the percentile at `share`. Source: empyrical.
  public func valueAtRisk(_ share: Double = 0.05) -> Double? { percentile(share) }

  /// Historical conditional value at risk: mean of the ⌊(n − 1) · share⌋ + 1 lowest returns.
  /// Source: Rockafellar and Uryasev 2000; empyrical.
  public func conditionalValueAtRisk(_ share: Double = 0.05) -> Double? {
    Self.meanOfLowest(share, of: returns.sorted())
  }

  /// Value at risk of a normal distribution of the same mean and deviation: mean + z · deviation, z the
  /// normal quantile of `share`. Source: quantstats `value_at_risk`.
  public func normalValueAtRisk(_ share: Double = 0.05) -> Double? {
    guard let mean, let deviation, let quantile = RealMath.normalQuantile(share) else { return nil }
    return mean + quantile * deviation
  }

  /// Conditional value at risk of that normal distribution: mean − deviation · φ(z) / share.
  /// Source: McNeil, Frey and Embrechts, "Quantitative Risk Management"; quantstats.
  public func normalConditionalValueAtRisk(_ share: Double = 0.05) -> Double? {
    guard let mean, let deviation, let quantile = RealMath.normalQuantile(share) else { return nil }
    return mean - deviation * RealMath.normalDensity(quantile) / share
  }

  /// Tail ratio: |95th percentile| / |5th percentile|; nil when the lower one is zero.
  /// Source: empyrical.
  public var tailRatio: Double? { Self.tailRatio(of: returns.sorted()) }

  static func percentile(_ share: Double, of sorted: [Double]) -> Double? {
    guard !sorted.isEmpty, share >= 0, share <= 1 else { return nil }
    let position = Double(sorted.count - 1) * share
    let lower = Int(position)
    let upper = min(lower + 1, sorted.count - 1)
    return sorted[lower] + (sorted[upper] - sorted[lower]) * (position - Double(lower))
  }

  static func meanOfLowest(_ share: Double, of sorted: [Double]) -> Double? {
    guard !sorted.isEmpty, share >= 0, share <= 1 else { return nil }
    let lowest = sorted.prefix(Int(Double(sorted.count - 1) * share) + 1)
    return lowest.reduce(0, +) / Double(lowest.count)
  }

  static func tailRatio(of sorted: [Double]) -> Double? {
    guard let high = percentile(0.95, of: sorted), let low = percentile(0.05, of: sorted), low != 0
    else { return nil }
    return abs(high) / abs(low)
  }
}
