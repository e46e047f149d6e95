/// How near an account's margin is to liquidation (ruling 5).
public enum MarginLevel: String, Sendable, CaseIterable {
  /// Buffer of at least 25 %.
  case normal = "NORMAL"
  /// Buffer below 25 %: margin ratio below 133.3 %.
  case warning = "WARNING"
  /// Buffer below 15 %: margin ratio below 117.6 %.
  case critical = "CRITICAL"
}
