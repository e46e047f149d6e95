public import Primitives

/// A fall of equity from its highest value so far, until that value is reached again.
public struct Drawdown: Hashable, Sendable {
  /// The highest equity before it; settlement currency.
  public let peak: Fixed
  /// When equity was last at the peak.
  public let peakAt: Timestamp
  /// The lowest equity in it.
  public let trough: Fixed
  /// When equity was first at the trough.
  public let troughAt: Timestamp
  /// When equity was first at the peak or above again; nil while it is open, which is since `peakAt`.
  public let recoveredAt: Timestamp?
  /// The latest mark in it; the recovery when recovered.
  public let lastAt: Timestamp

  /// Memberwise.
  public init(
    peak: Fixed, peakAt: Timestamp, trough: Fixed, troughAt: Timestamp, recoveredAt: Timestamp?,
    lastAt: Timestamp
  ) {
    self.peak = peak
    self.peakAt = peakAt
    self.trough = trough
    self.troughAt = troughAt
    self.recoveredAt = recoveredAt
    self.lastAt = lastAt
  }

  /// What was lost at the trough: peak − trough; settlement currency, above zero.
  public var depth: Fixed { peak - trough }

  /// depth / peak, half-even (0.2 = 20 %); nil unless the peak is above zero. Above 1 when equity fell
  /// below zero.
  public var fraction: Fixed? {
    peak.isPositive ? depth.dividedReportingOverflow(by: peak, rounding: .halfEven) : nil
  }

  /// From the peak to the recovery, or to the latest mark while open.
  public var nanoseconds: Int64 { lastAt - peakAt }

  /// Whether its fraction is the greater one, compared without rounding.
  func isSteeper(than other: Drawdown) -> Bool {
    guard peak.isPositive else { return false }
    guard other.peak.isPositive else { return true }
    // depth / peak > other.depth / other.peak, both sides times both peaks, in 256 bits.
    let left = depth.mantissa.magnitude.multipliedFullWidth(by: other.peak.mantissa.magnitude)
    let right = other.depth.mantissa.magnitude.multipliedFullWidth(by: peak.mantissa.magnitude)
    return (left.high, left.low) > (right.high, right.low)
  }
}
