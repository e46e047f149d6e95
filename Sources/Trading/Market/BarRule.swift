public import Primitives

/// What ends a bar.
public enum BarRule: Sendable, Hashable {
  /// The clock, at every full multiple of a length in nanoseconds.
  case time(lengthNanos: Int64)
  /// A number of ticks.
  case ticks(Int)
  /// A volume traded, contracts.
  case volume(Fixed)
  /// A value traded, quote currency.
  case notional(Fixed)

  /// Most ticks of a bar.
  public static let mostTicks = 1_000_000_000

  /// What is wrong with the rule, one sentence; nil when it can be used.
  public var fault: String? {
    switch self {
    case .time(let lengthNanos):
      guard (Nanos.perSecond...Nanos.perDay).contains(lengthNanos) else {
        return "a bar must last one second to one day, got \(lengthNanos) ns"
      }
    case .ticks(let count):
      guard (1...Self.mostTicks).contains(count) else {
        return "a bar must have 1 to \(Self.mostTicks) ticks, got \(count)"
      }
    case .volume(let volume):
      guard Bounds.holds(quantity: volume) else {
        return "the volume of a bar must be above 0 and at most \(Bounds.quantity), got \(volume)"
      }
    case .notional(let notional):
      guard notional.isPositive, Bounds.holds(money: notional) else {
        return "the notional of a bar must be above 0 and at most \(Bounds.money), got \(notional)"
      }
    }
    return nil
  }
}
