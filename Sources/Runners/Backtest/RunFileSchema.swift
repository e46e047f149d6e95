import Primitives
import Trading

/// Every key of the file `--run` names.
enum RunFileSchema {
  static let shape = ConfigurationShape(
    entries: account + exchange + ConfigurationSchema.caps,
    lists: [
      ConfigurationShape.List(
        key: "instruments", cap: InstrumentBook.cap, entries: instrument, identity: "symbol")
    ])

  private static let least = Fixed(mantissa: 1)
  /// A fee or rate of a tenth of the value is a misplaced point.
  private static let rate = Fixed(mantissa: Fixed.unit / 10)

  private static let account: [ConfigurationEntry] = [
    ConfigurationEntry(
      "balance", .decimal(least, Bounds.money), nil,
      help: "what the account starts with, settlement currency",
      example: "100000"),
    ConfigurationEntry(
      "leverage", .whole(1...125), nil, help: "position value over initial margin", example: "10"),
    ConfigurationEntry(
      "seed", .whole(0...Int.max), nil, help: "seed of the exchange's delays and refusals", example: "3"),
    ConfigurationEntry(
      "bar_seconds", .whole(1...86_400), nil, help: "seconds of a bar built from ticks; --bar goes before it",
      example: "5"),
    ConfigurationEntry(
      "periods_per_year", .whole(1...10_000), nil,
      help: "days with a return in a year; --periods-per-year goes before it", example: "365"),
    ConfigurationEntry(
      "instruments_file", .text(ConfigurationChecks.path), nil,
      help: "file of what can be traded; by default the one that comes with the program",
      example: "instruments.json"),
  ]

  private static let milliseconds = ConfigurationKind.decimal(0, 3_600_000)

  private static let exchange: [ConfigurationEntry] = [
    ConfigurationEntry(
      "exchange.profile", .choice(["standard", "ideal"]), "standard",
      help: "what the other keys of exchange are changes of: ideal has no delay, refusal, funding or depth"),
    entry("request_latency_least_ms", milliseconds, "shortest way of a request to the exchange", "20"),
    entry("request_latency_most_ms", milliseconds, "longest way of a request to the exchange", "80"),
    entry("response_latency_least_ms", milliseconds, "shortest way of an answer to us", "20"),
    entry("response_latency_most_ms", milliseconds, "longest way of an answer to us", "80"),
    entry("rejects_per_million", .whole(0...1_000_000), "orders of a million that are refused", "10000"),
    entry(
      "depth", .choice(["unlimited", "ladder"]), "unlimited: any quantity fills at the touch", "ladder"),
    entry(
      "depth_touch_value", .decimal(least, Bounds.money),
      "value of a level of the ladder where the tick tells no size, quote currency", "50000"),
    entry("depth_level_ticks", .whole(1...10_000), "ticks between two levels of the ladder", "1"),
    entry("depth_levels", .whole(1...1_000), "levels of the ladder", "10"),
    entry("market_patience_ms", milliseconds, "how long a market order's rest waits for liquidity", "2000"),
    entry("funding_interval_minutes", .whole(0...43_200), "time between fundings; 0: none", "480"),
    entry("funding_rate", .decimal(-rate, rate), "rate of every funding; positive: longs pay", "0.0001"),
    entry("funding_rate_most", .decimal(0, rate), "rates drawn evenly from plus or minus this", "0.0001"),
    entry(
      "liquidation_fee_rate", .decimal(0, rate), "fee of a forced close, a fraction of its value", "0.005"),
    entry(
      "booked_decimals", .whole(0...12), "decimals to which a fill's value and its fee are rounded", "2"),
  ]

  private static func entry(
    _ key: String, _ kind: ConfigurationKind, _ help: String, _ example: String
  ) -> ConfigurationEntry {
    ConfigurationEntry("exchange." + key, kind, nil, help: help, example: example)
  }

  private static let instrument: [ConfigurationEntry] = [
    ConfigurationEntry(
      "symbol", .text(ConfigurationChecks.symbol), nil, help: "which instrument the element changes",
      example: "BTCUSDT"),
    ConfigurationEntry(
      "maker_fee_rate", .decimal(-rate, rate), nil,
      help: "fraction of the value paid for providing liquidity",
      example: "0.0002"),
    ConfigurationEntry(
      "taker_fee_rate", .decimal(-rate, rate), nil, help: "fraction of the value paid for taking liquidity",
      example: "0.0005"),
    ConfigurationEntry(
      "tick_size", .decimal(least, Bounds.price), nil, help: "step of prices", example: "0.1"),
    ConfigurationEntry(
      "lot_step", .decimal(least, Bounds.quantity), nil, help: "step of quantities, contracts",
      example: "0.001"),
    ConfigurationEntry(
      "min_quantity", .decimal(least, Bounds.quantity), nil, help: "smallest order, contracts",
      example: "0.001"),
    ConfigurationEntry(
      "max_quantity", .decimal(least, Bounds.quantity), nil, help: "largest order, contracts", example: "1000"
    ),
    ConfigurationEntry(
      "min_notional", .decimal(0, Bounds.money), nil, help: "smallest order by value", example: "5"),
    ConfigurationEntry(
      "contract_size", .decimal(least, Bounds.quantity), nil, help: "units in one contract", example: "1"),
  ]
}
