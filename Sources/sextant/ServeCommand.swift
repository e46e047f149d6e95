import Ingest
import Platform
import Primitives
import Runners
import Trading

/// `sextant serve`: the service.
enum ServeCommand {
  static let command = Command(
    name: "serve", summary: "run the service: trade, keep positions, answer on the endpoint",
    discussion: "Without options it trades a synthetic market on a simulated exchange and keeps "
      + "everything in SQLite. With --questdb or --postgres every row goes there too, as fast as the server "
      + "takes it; trading waits for neither.",
    options: [
      Command.Option(
        "data", .text, help: "directory of journal and tables", placeholder: "DIR",
        defaultValue: "sextant-data"),
      Command.Option("host", .text, help: "address to listen on", defaultValue: "127.0.0.1"),
      Command.Option(
        "port", .int(0...65_535), help: "port to listen on; 0 takes a free one",
        defaultValue: "8080"),
      Command.Option(
        "mode", .choice(["dry-run", "paper"]), help: "how real the trading is", defaultValue: "paper"),
      Command.Option(
        "market", .checked(marketFault),
        help: "synthetic, or replay:FILE for a recorded tape (.csv or .csv.gz)",
        placeholder: "synthetic|replay:FILE", defaultValue: "synthetic"),
      Command.Option(
        "symbol", .text, help: "instrument of a tape; by default the one in its file name"),
      Command.Option(
        "speed", .checked(speedFault), help: "market seconds a second, or max for as fast as possible",
        placeholder: "N|max", defaultValue: "1"),
      Command.Option(
        "strategy", .choice(StrategyCatalogue.names + ["none"]),
        help: "what decides; none takes signals over the endpoint only", defaultValue: "ema-cross"),
      Command.Option(
        "bar", .int(1...86_400),
        help: "seconds of a bar the strategy builds from ticks; by default 60 on the "
          + "synthetic market, 5 on a tape",
        placeholder: "SECONDS"),
      Command.Option("exit-at-end", .flag, help: "end with code 0 once the tape is at its end"),
      Command.Option("new-session", .flag, help: "begin a new session instead of going on"),
      Command.Option("seed", .int(0...Int.max), help: "seed of a new session", defaultValue: "3"),
      Command.Option(
        "balance", .checked(balanceFault), help: "what a new session starts with, settlement currency",
        defaultValue: "100000"),
      Command.Option(
        "leverage", .int(1...125), help: "position value over initial margin", defaultValue: "10"),
      Command.Option(
        "instance", .checked(instanceFault),
        help:
          "first part of the names of new sessions; data directories that write to one server need one each",
        placeholder: "NAME", defaultValue: "sextant"),
      Command.Option(
        "market-rows", .choice(["all", "none"]),
        help: "whether ticks and candles go to the servers too", defaultValue: "all"),
      Command.Option(
        "retain-days", .int(1...36_500),
        help: "days the tables keep rows; by default for ever (the journal always keeps every event)",
        placeholder: "DAYS"),
      Command.Option(
        "store-migration", .choice(["auto", "never"]),
        help: "auto: the service brings the servers' tables up to date; never: sextant migrate does",
        defaultValue: "auto"),
      Command.Option(
        "log", .choice(["auto", "json", "text"]), help: "how log lines look; auto: text on a terminal",
        defaultValue: "auto"),
      Command.Option(
        "log-level", .choice(["trace", "debug", "info", "warning", "error"]),
        help: "the least important lines shown", defaultValue: "info"),
    ] + AccessOptions.all + StoreOptions.all + StoreOptions.timeToLive)

  static func run(_ values: CommandValues) -> Int32 {
    var settings = settings(values)
    do {
      settings.stores = try stores(values)
      try AccessOptions.apply(values, to: &settings)
    } catch {
      Terminal.error("sextant: \(error)")
      return Sextant.ExitCode.usage
    }
    if settings.market == .synthetic, settings.speed == .max {
      Terminal.error("sextant: speed max needs a tape: a synthetic market has no end")
      return Sextant.ExitCode.usage
    }
    let sink = LogSink(format: logFormat(values))
    defer { sink.close() }
    let logger = Logger(
      label: "service", level: values.text("log-level").flatMap(LogLevel.init(name:)) ?? .info, sink: sink)
    let signals = SignalWaiter()
    do {
      let service = try Service(settings: settings, logger: logger, notifier: ServiceNotifier()) { ending in
        switch ending {
        case .finished: signals.end(code: 0)
        case .failed: signals.end(code: Sextant.ExitCode.failure)
        }
      }
      do { try service.start() } catch {
        service.stop()
        throw error
      }
      let code = wait(signals, logger)
      service.stop()
      logger.info("stopped")
      return code
    } catch {
      sink.flush()
      let isPortTaken = (error as? HTTPServerError)?.code == .addressInUse
      Terminal.error(
        "sextant: \(error)" + (isPortTaken ? "; end what listens there, or choose another --port" : ""))
      return Sextant.ExitCode.failure
    }
  }

  private static func wait(_ signals: SignalWaiter, _ logger: Logger) -> Int32 {
    while true {
      switch signals.wait() {
      case .terminate:
        logger.info("stopping")
        return 0
      case .hangup: continue
      case .ended(let code): return code
      }
    }
  }

  private static func logFormat(_ values: CommandValues) -> LogSink.Format {
    switch values.text("log") {
    case "json": .json
    case "text": .text
    default: ANSI.isTerminal(2) ? .text : .json
    }
  }

  private static func stores(_ values: CommandValues) throws -> [StoreSettings] {
    try StoreOptions.targets(values).map {
      StoreSettings(
        kind: $0.kind, connection: $0.connection,
        mayMigrate: values.text("store-migration") != "never", ttl: StoreOptions.timeToLive(values))
    }
  }

  private static func instanceFault(_ text: String) -> String? {
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
    return isPlain && (1...24).contains(text.utf8.count)
      ? nil : "must be 1 to 24 of a-z, 0-9, - and _"
  }

  private static func marketFault(_ text: String) -> String? {
    MarketChoice(text) == nil ? "must be synthetic or replay:FILE" : nil
  }

  private static func speedFault(_ text: String) -> String? {
    speed(text) == nil ? "must be max or a whole number from 1 to 1000000" : nil
  }

  private static func balanceFault(_ text: String) -> String? {
    balance(text) == nil ? "must be a positive amount of at most \(Bounds.money)" : nil
  }

  private static func speed(_ text: String) -> Speed? {
    if text == "max" { return .max }
    guard let times = Int(text), (1...1_000_000).contains(times) else { return nil }
    return .times(times)
  }

  private static func balance(_ text: String) -> Fixed? {
    guard let balance = try? Fixed(parsing: text), balance.isPositive, Bounds.holds(money: balance)
    else { return nil }
    return balance
  }

  /// The settings the values give: each was checked by its option.
  private static func settings(_ values: CommandValues) -> ServiceSettings {
    var settings = ServiceSettings()
    settings.dataDirectory = values.text("data") ?? settings.dataDirectory
    settings.host = values.text("host") ?? settings.host
    settings.port = values.int("port").flatMap { UInt16(exactly: $0) } ?? settings.port
    settings.mode = values.text("mode").flatMap(Mode.init) ?? settings.mode
    settings.market =
      values.text("market").flatMap(MarketChoice.init)?.withCanonicalPath ?? settings.market
    settings.symbol = values.text("symbol")
    settings.speed = values.text("speed").flatMap(speed) ?? settings.speed
    settings.barSeconds = values.int("bar")
    settings.exitsAtEnd = values.flag("exit-at-end")
    settings.beginsNewSession = values.flag("new-session")
    settings.seed = values.int("seed").map(UInt64.init) ?? settings.seed
    settings.startingBalance = values.text("balance").flatMap(balance) ?? settings.startingBalance
    settings.leverage = values.int("leverage") ?? settings.leverage
    settings.instance = values.text("instance") ?? settings.instance
    settings.keepsMarket = values.text("market-rows") != "none"
    settings.retainedRowDays = values.int("retain-days")
    let strategy = values.text("strategy")
    settings.strategy = strategy == "none" ? nil : strategy
    return settings
  }
}
