import Primitives
import Sync
import Trading

extension ConfigurationSchema {
  /// Smallest step of a decimal that stands for "above zero".
  private static let least = Fixed(mantissa: 1)

  static let caps = caps(standards: TradingCaps())

  static let alerts: [ConfigurationEntry] = {
    let standard = MarginAlarm()
    // Just under 1: a buffer of 1 is reached by no ratio.
    let widest = Fixed(mantissa: 999_000_000_000)
    return [
      ConfigurationEntry(
        "alerts.margin_warning_buffer", .decimal(0, widest), standard.warningBuffer.description,
        change: .live, help: "margin buffer, 1 - 100/ratio, under which the account's margin warns"),
      ConfigurationEntry(
        "alerts.margin_critical_buffer", .decimal(0, widest), standard.criticalBuffer.description,
        change: .live, help: "margin buffer under which it is critical"),
      ConfigurationEntry(
        "alerts.margin_warning_ratio_percent", .decimal(0, 1_000_000),
        standard.warningRatioPercent.description, change: .live,
        help: "margin ratio in percent (100 is liquidation) at or under which it warns in any case"),
      ConfigurationEntry(
        "alerts.margin_critical_ratio_percent", .decimal(0, 1_000_000),
        standard.criticalRatioPercent.description, change: .live,
        help: "margin ratio in percent at or under which it is critical in any case"),
    ]
  }()

  static let accountEntries: [ConfigurationEntry] =
    [
      ConfigurationEntry(
        "name", .text(ConfigurationChecks.name), nil, help: "name of the account", example: "main"),
      ConfigurationEntry(
        "balance", .decimal(least, Bounds.money), nil, help: "its own balance", example: "50000"),
      ConfigurationEntry("leverage", .whole(1...125), nil, help: "its own leverage", example: "5"),
      ConfigurationEntry(
        "strategy", .text(ConfigurationChecks.strategyName), nil, help: "its own strategy",
        example: "ema-cross"),
    ] + caps(standards: nil)

  /// Name and kind, then the parameters of every strategy; those of the first stand in the example.
  static let strategyEntries: [ConfigurationEntry] = {
    let first = StrategyCatalogue.entries.first
    let parameters = StrategyCatalogue.parameters.map { parameter in
      let isOfFirst = first?.parameter(parameter.key) != nil
      return ConfigurationEntry(
        parameter.key, ConfigurationKind(parameter.kind), isOfFirst ? parameter.standard : nil,
        help: parameter.help, example: parameter.standard ?? parameter.kind.example,
        condition: isOfFirst ? parameter.group.map { "one key says \($0)" } ?? "" : owners(of: parameter))
    }
    return [
      ConfigurationEntry(
        "name", .text(ConfigurationChecks.name), nil, help: "what strategy = … calls it", example: "fast"),
      ConfigurationEntry(
        "kind", .choice(StrategyCatalogue.names), first?.name, help: "the strategy it is made of"),
    ] + parameters
  }()

  /// The strategies that have a parameter the first one has not.
  private static func owners(of parameter: StrategyParameter) -> String {
    let names = StrategyCatalogue.entries.filter { $0.parameter(parameter.key) != nil }.map(\.name)
    return "of " + names.joined(separator: ", ")
  }

  /// The caps; those of an account stand in for the common ones where they are given.
  static func caps(standards: TradingCaps?) -> [ConfigurationEntry] {
    [
      ConfigurationEntry(
        "caps.max_order_notional", .decimal(least, Bounds.money), standards?.maxOrderNotional.description,
        change: .live, help: "largest value of one entry order, settlement currency", example: "25000"),
      ConfigurationEntry(
        "caps.price_collar_fraction", .decimal(least, 1), standards?.priceCollarFraction.description,
        change: .live, help: "how far through the last price a limit may stand, a fraction",
        example: "0.05"),
      ConfigurationEntry(
        "caps.max_orders_per_minute", .whole(1...100_000), standards.map { "\($0.maxOrdersPerMinute)" },
        change: .live, help: "entry orders within 60 seconds", example: "60"),
      ConfigurationEntry(
        "caps.max_orders", .whole(1...TradingCaps().maxOrders), standards.map { "\($0.maxOrders)" },
        change: .live, help: "working orders at once; the last tenth is kept for exits", example: "1000"),
      ConfigurationEntry(
        "caps.max_positions", .whole(1...InstrumentBook.cap), standards.map { "\($0.maxPositions)" },
        change: .live, help: "positions open at once", example: "100"),
    ]
  }
}

extension ConfigurationKind {
  /// As a strategy says what values it takes.
  init(_ kind: StrategyParameter.Kind) {
    switch kind {
    case .whole(let range): self = .whole(range)
    case .decimal(let least, let most): self = .decimal(least, most)
    }
  }
}

extension StrategyParameter.Kind {
  /// A value the example shows where there is no standard.
  fileprivate var example: String {
    switch self {
    case .whole(let range): "\(range.lowerBound)"
    case .decimal(_, let most): most < 1 ? most.description : "1"
    }
  }
}
