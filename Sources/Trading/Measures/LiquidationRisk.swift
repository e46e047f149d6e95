/// How near a position is to its liquidation price, by distance (S2-POS-18).
public enum LiquidationRisk: String, Sendable, CaseIterable {
  /// The mark is past the liquidation price: distance < 0.
  case liquidated = "LIQUIDATED"
  /// Distance below 10 %.
  case critical = "CRITICAL"
  /// Distance from 10 % to below 20 %.
  case high = "HIGH"
  /// Distance from 20 % to below 30 %.
  case medium = "MEDIUM"
  /// Distance of 30 % and more.
  case low = "LOW"
}
