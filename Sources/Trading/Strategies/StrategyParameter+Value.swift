internal import Primitives

extension StrategyParameter {
  /// The value in force in settings, as a person would give it; nil when another of its group, or no value
  /// at all, is in force.
  public func value(in settings: StrategySettings) -> String? {
    if let own = settings.own[name] { return own.description }
    switch (name, settings.sizing) {
    case ("fast", _): return "\(settings.fastPeriod)"
    case ("slow", _): return "\(settings.slowPeriod)"
    case ("range", _): return "\(settings.rangePeriod)"
    case ("notional", .notional(let value)): return value.description
    case ("quantity", .quantity(let contracts)): return contracts.description
    case ("risk", .riskPercent(let percent, _)): return percent.description
    case ("notional", _), ("quantity", _), ("risk", _): return nil
    default: return standard
    }
  }
}
