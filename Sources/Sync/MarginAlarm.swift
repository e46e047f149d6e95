public import Primitives
public import Trading

/// Turns a margin ratio into a severity (ruling 5): early warnings by margin buffer, and the source's
/// literal thresholds beside them.
public struct MarginAlarm: Hashable, Sendable {
  /// Margin buffer, 1 − 100/ratio, under which it warns; a fraction.
  public var warningBuffer: Fixed
  /// Margin buffer under which it is critical; a fraction.
  public var criticalBuffer: Fixed
  /// Ratio in percent at or under which it warns whatever the buffer (S2-POS-15).
  public var warningRatioPercent: Fixed
  /// Ratio in percent at or under which it is critical whatever the buffer (S2-POS-15).
  public var criticalRatioPercent: Fixed

  /// Defaults: 25 % and 15 % of buffer, ratios of 25 and 15.
  public init(
    warningBuffer: Fixed = Margin.warningBuffer, criticalBuffer: Fixed = Margin.criticalBuffer,
    warningRatioPercent: Fixed = 25, criticalRatioPercent: Fixed = 15
  ) {
    self.warningBuffer = warningBuffer
    self.criticalBuffer = criticalBuffer
    self.warningRatioPercent = warningRatioPercent
    self.criticalRatioPercent = criticalRatioPercent
  }

  /// The severity of a ratio in percent (100 = liquidation, higher is safer); nil when all is well or
  /// the ratio is unknown.
  public func severity(ratioPercent: Fixed?) -> AlertSeverity? {
    guard let ratioPercent else { return nil }
    if ratioPercent <= criticalRatioPercent { return .critical }
    let level = Margin.level(
      ratioPercent: ratioPercent, warningBuffer: warningBuffer, criticalBuffer: criticalBuffer)
    switch level {
    case .critical: return .critical
    case .warning: return .warning
    case .normal: return ratioPercent <= warningRatioPercent ? .warning : nil
    }
  }

  /// The least whole multiple of the maintenance margin at which all is well, up to a thousand; nil when
  /// that is not enough.
  ///
  /// More equity never makes it worse, so that equity of at least so much needs no ratio, which is a
  /// division: it would be at least a hundred times this.
  public var safeMultiple: Int? {
    (1...1_000).first { severity(ratioPercent: Fixed(100 * $0)) == nil }
  }
}
