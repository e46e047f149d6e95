import Ingest
public import Platform
import Primitives
import Trading

/// Every key there is, in the order of the example.
public enum ConfigurationSchema {
  /// At most this many accounts in a file.
  static let accountCap = 16
  /// At most this many strategies in a file.
  static let strategyCap = 32

  /// The keys outside lists.
  public static let entries: [ConfigurationEntry] =
    general + market + endpoint + log + stores + retention + caps + alerts

  /// The keys of one element of a list, by the list's key.
  static let lists: [(key: String, cap: Int, entries: [ConfigurationEntry])] = [
    ("strategies", strategyCap, strategyEntries), ("accounts", accountCap, accountEntries),
  ]

  /// The options of the command line that set keys, in the table's order.
  public static var options: [Command.Option] { entries.compactMap(\.commandOption) }

  /// The key of a path outside lists.
  static func entry(_ path: String) -> ConfigurationEntry? { entries.first { $0.path == path } }

  private static let general: [ConfigurationEntry] = [
    ConfigurationEntry(
      "data", .text(ConfigurationChecks.path), "sextant-data", option: "data",
      help: "directory of journal and tables", example: "DIR"),
    ConfigurationEntry(
      "instance", .text(ConfigurationChecks.name), "sextant", option: "instance",
      help: "first part of the names of new sessions; data directories that write to one server need one "
        + "each",
      example: "NAME"),
    ConfigurationEntry(
      "mode", .text(ConfigurationChecks.mode), "paper", option: "mode", help: "how real the trading is",
      example: "dry-run|paper"),
    ConfigurationEntry(
      "strategy", .text(ConfigurationChecks.strategyName), "ema-cross", option: "strategy",
      help:
        "what decides: \(StrategyCatalogue.names.joined(separator: ", "))"
        + ", a name under strategies, or none for signals over the endpoint only",
      example: "NAME"),
    ConfigurationEntry(
      "balance", .decimal(Fixed(mantissa: 1), Bounds.money), "100000", option: "balance",
      help: "what a new session starts with, settlement currency", example: "AMOUNT"),
    ConfigurationEntry(
      "leverage", .whole(1...125), "10", option: "leverage", help: "position value over initial margin"),
    ConfigurationEntry("seed", .whole(0...Int.max), "3", option: "seed", help: "seed of a new session"),
    ConfigurationEntry(
      "instruments", .text(ConfigurationChecks.path), nil, option: "instruments",
      help: "file of what can be traded; by default the one that comes with the program",
      example: "instruments.json"),
  ]

  private static let market: [ConfigurationEntry] = [
    ConfigurationEntry(
      "market.source", .text(ConfigurationChecks.market), "synthetic", option: "market",
      help: "synthetic, or replay:FILE for a recorded tape (.csv or .csv.gz)",
      example: "synthetic|replay:FILE"),
    ConfigurationEntry(
      "market.symbol", .text(ConfigurationChecks.symbol), nil, option: "symbol",
      help: "instrument of a tape; by default the one in its file name", example: "BTCUSDT"),
    ConfigurationEntry(
      "market.speed", .textOrNumber(ConfigurationChecks.speed), "1", option: "speed",
      help: "market seconds a second, or max for as fast as possible", example: "N|max"),
    ConfigurationEntry(
      "market.bar_seconds", .whole(1...86_400), nil, option: "bar",
      help: "seconds of a bar the strategy builds from ticks; by default 60 on the synthetic market, "
        + "5 on a tape", example: "60"),
  ]

  private static let endpoint: [ConfigurationEntry] = [
    ConfigurationEntry(
      "http.host", .text(ConfigurationChecks.text), "127.0.0.1", option: "host",
      help: "address to listen on"),
    ConfigurationEntry(
      "http.port", .whole(0...65_535), "8080", option: "port",
      help: "port to listen on; 0 takes a free one"),
    ConfigurationEntry(
      "http.tokens", .text(ConfigurationChecks.path), nil, option: "tokens",
      help: "file of tokens, mode 600, a line NAME read|trade|admin SHA256-OF-THE-TOKEN each; needed to "
        + "listen beyond loopback", example: "FILE"),
    ConfigurationEntry(
      "http.cors_origins", .list(cap: 64, ConfigurationChecks.origin), nil, option: "cors-origin",
      change: .live, help: "origins whose pages may read answers, such as https://desk.example",
      example: "ORIGIN"),
    ConfigurationEntry(
      "http.max_streams", .whole(1...100_000), "1000", option: "max-streams",
      help: "most event streams at one time"),
    ConfigurationEntry(
      "http.open_loopback", .truth, "false", option: "open-loopback",
      help: "take commands of this machine without a token: for tests"),
    ConfigurationEntry(
      "http.open_metrics", .truth, "false", option: "open-metrics",
      help: "/metrics needs no token beyond loopback either"),
  ]

  private static let log: [ConfigurationEntry] = [
    ConfigurationEntry(
      "log.format", .choice(["auto", "json", "text"]), "auto", option: "log",
      help: "how log lines look; auto: text on a terminal"),
    ConfigurationEntry(
      "log.level", .choice(["trace", "debug", "info", "warning", "error"]), "info", option: "log-level",
      change: .live, help: "the least important lines shown"),
  ]

  private static let retention: [ConfigurationEntry] = [
    ConfigurationEntry(
      "retention.rows_days", .whole(1...36_500), nil, option: "retain-days",
      help: "days the tables keep rows; by default for ever (the journal keeps its events all the same)",
      example: "90"),
    ConfigurationEntry(
      "retention.journal_days", .whole(0...36_500), "0", option: "journal-days",
      help: "days the journal keeps events that sextant verify found every configured store to have; "
        + "0: for ever"),
  ]

  private static let stores: [ConfigurationEntry] =
    StoreKind.allCases.flatMap { kind in
      [
        ConfigurationEntry(
          "stores.\(kind.rawValue).connection", .text(ConfigurationChecks.connection), nil,
          option: kind.rawValue, isSecret: true,
          help: "\(kind.title) server: \"\(kind.exampleConnection)\", or a postgresql:// URI",
          example: "CONNECTION"),
        ConfigurationEntry(
          "stores.\(kind.rawValue).password_file", .text(ConfigurationChecks.path), nil,
          option: kind.rawValue + "-password-file",
          help: "file whose first line is the password for --\(kind.rawValue)", example: "FILE"),
      ]
    } + [
      ConfigurationEntry(
        "stores.migration", .choice(["auto", "never"]), "auto", option: "store-migration",
        help: "auto: the service brings the servers' tables up to date; never: sextant migrate does"),
      ConfigurationEntry(
        "stores.keep_days", .whole(0...StoreTTL.maxDays), nil, option: "keep-days",
        help: "days the servers keep rows; 0: for ever; by default their setting is left alone",
        example: "90"),
      ConfigurationEntry(
        "stores.keep_market_days", .whole(0...StoreTTL.maxDays), nil, option: "keep-market-days",
        help: "the same for ticks and candles", example: "7"),
      ConfigurationEntry(
        "stores.market_rows", .choice(["all", "none"]), "all", option: "market-rows",
        help: "whether ticks and candles go to the servers too"),
    ]
}
