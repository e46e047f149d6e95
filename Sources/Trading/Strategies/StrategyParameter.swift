public import Primitives

/// One setting of a strategy that a person can give: its names, its range and what it means.
///
/// Command line, configuration file and sweep all read this one description, so they cannot disagree.
public struct StrategyParameter: Sendable {
  /// What values it takes.
  public enum Kind: Sendable, Hashable {
    /// A whole number in a range.
    case whole(ClosedRange<Int>)
    /// An exact decimal from the first to the second, both allowed.
    case decimal(Fixed, Fixed)
  }

  /// As the command line gives it: `fast`.
  public let name: String
  /// As the configuration file gives it: `fast_period`.
  public let key: String
  /// What values it takes.
  public let kind: Kind
  /// The value when nobody gives one; nil when there is none.
  public let standard: String?
  /// What it means, without a full stop.
  public let help: String
  /// Of parameters of one group only one can be given; nil: goes with any.
  public let group: String?
  private let put: @Sendable (Fixed, inout StrategySettings) -> Void

  /// A parameter; `put` receives values of its kind only.
  public init(
    _ name: String, key: String, _ kind: Kind, standard: String?, help: String, group: String? = nil,
    put: @escaping @Sendable (Fixed, inout StrategySettings) -> Void
  ) {
    self.name = name
    self.key = key
    self.kind = kind
    self.standard = standard
    self.help = help
    self.group = group
    self.put = put
  }

  /// A parameter only one strategy has, read there with `StrategySettings.whole(_:)` or `decimal(_:)`.
  public static func own(
    _ name: String, key: String? = nil, _ kind: Kind, standard: Fixed, help: String
  ) -> StrategyParameter {
    StrategyParameter(name, key: key ?? name, kind, standard: standard.description, help: help) {
      $1.own[name] = $0
    }
  }

  /// What is wrong with a value's text, as words that follow the parameter's name; nil when nothing is.
  public func fault(in text: String) -> String? { value(of: text) == nil ? rule : nil }

  /// What values are allowed, as words that follow the parameter's name.
  public var rule: String {
    switch kind {
    case .whole(let range): "must be a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .decimal(let least, let most): "must be a decimal from \(least) to \(most)"
    }
  }

  /// Puts a value into settings; false, and nothing changed, when the value is not allowed.
  @discardableResult
  public func apply(_ text: String, to settings: inout StrategySettings) -> Bool {
    guard let value = value(of: text) else { return false }
    put(value, &settings)
    return true
  }

  /// A value in its one normal form, `05` as `5`; nil when it is not allowed.
  public func normal(_ text: String) -> String? { value(of: text)?.description }

  private func value(of text: String) -> Fixed? {
    switch kind {
    case .whole(let range):
      guard let number = Int(text), range.contains(number) else { return nil }
      return Fixed(number)
    case .decimal(let least, let most):
      guard let number = try? Fixed(parsing: text), number >= least, number <= most else { return nil }
      return number
    }
  }
}

extension StrategyParameter {
  /// Smallest step of a decimal that stands for "above zero".
  private static let least = Fixed(mantissa: 1)

  /// Periods of the two averages and of the range.
  public static let averages: [StrategyParameter] = [
    StrategyParameter(
      "fast", key: "fast_period", .whole(1...StrategySettings.longestPeriod),
      standard: "\(StrategySettings().fastPeriod)", help: "bars of the fast average",
      put: { $1.fastPeriod = Int($0.whole) }),
    StrategyParameter(
      "slow", key: "slow_period", .whole(1...StrategySettings.longestPeriod),
      standard: "\(StrategySettings().slowPeriod)", help: "bars of the slow average, above the fast one's",
      put: { $1.slowPeriod = Int($0.whole) }),
    range,
  ]

  /// The period of the average true range.
  public static let range = StrategyParameter(
    "range", key: "range_period", .whole(1...StrategySettings.longestPeriod),
    standard: "\(StrategySettings().rangePeriod)", help: "true ranges of the average true range",
    put: { $1.rangePeriod = Int($0.whole) })

  /// How large an entry is: one of them.
  public static let sizes: [StrategyParameter] = [
    StrategyParameter(
      "notional", key: "entry_notional", .decimal(least, Bounds.money), standard: "10000",
      help: "value of an entry, quote currency", group: "the size of an entry",
      put: { $1.sizing = .notional($0) }),
    StrategyParameter(
      "quantity", key: "entry_quantity", .decimal(least, Bounds.quantity), standard: nil,
      help: "contracts of an entry", group: "the size of an entry", put: { $1.sizing = .quantity($0) }),
    StrategyParameter(
      "risk", key: "risk_percent", .decimal(least, 100), standard: nil,
      help: "percent of equity that a move of two average true ranges against an entry costs",
      group: "the size of an entry", put: { $1.sizing = .riskPercent($0, atrMultiple: 2) }),
  ]
}

extension Fixed {
  /// The whole number it is; what `whole` ranges let in fits.
  fileprivate var whole: Int128 { mantissa / Fixed.unit }
}
