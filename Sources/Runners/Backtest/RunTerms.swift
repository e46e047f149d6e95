import Platform
import Primitives
import Trading

/// What a backtest was run with: enough to run it again, and nothing of the machine it ran on.
public struct RunTerms: Sendable, Hashable {
  /// A setting and its value.
  public struct Setting: Sendable, Hashable {
    /// As a person gives it.
    public let name: String
    /// The value in force.
    public let value: String
  }

  /// File names of the tapes, without their directories.
  public let tapes: [String]
  /// File name of `--run`; nil: none.
  public let runFile: String?
  /// Seconds of a bar built from ticks.
  public let barSeconds: Int
  /// Position value over initial margin.
  public let leverage: Int
  /// Seed of the exchange's delays and refusals.
  public let seed: UInt64
  /// Name of the exchange's profile.
  public let profile: String
  /// What of the exchange differs from that profile, by the keys of the run file.
  public let changes: [Setting]
  /// Every setting of the strategy, those that nobody gave too.
  public let settings: [Setting]

  init(_ backtest: Backtest) {
    tapes = backtest.tapes.map { Self.fileName($0.file) }
    runFile = backtest.runFile.map(Self.fileName)
    barSeconds = backtest.settings.barSeconds ?? 5
    leverage = backtest.settings.leverage
    seed = backtest.settings.seed
    profile = backtest.profile
    let standard = Self.settings(of: backtest.profile == "ideal" ? .ideal : .standard)
    changes = Self.settings(of: backtest.exchange).filter { !standard.contains($0) }
    let terms = backtest.settings.strategyTerms
    let entry = StrategyCatalogue.entry(terms?.kind ?? backtest.strategy)
    let chosen = terms?.settings ?? StrategySettings()
    settings = (entry?.parameters ?? []).compactMap { parameter in
      parameter.value(in: chosen).map { Setting(name: parameter.name, value: $0) }
    }
  }

  private static func fileName(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  private static func settings(of exchange: ExchangeProfile) -> [Setting] {
    func milliseconds(_ nanos: Int64) -> String { Fixed(mantissa: Int128(nanos) * 1_000_000).description }
    var all = [
      ("request_latency_least_ms", milliseconds(exchange.requestLatency.leastNanos)),
      ("request_latency_most_ms", milliseconds(exchange.requestLatency.mostNanos)),
      ("response_latency_least_ms", milliseconds(exchange.responseLatency.leastNanos)),
      ("response_latency_most_ms", milliseconds(exchange.responseLatency.mostNanos)),
      ("rejects_per_million", "\(exchange.rejectsPerMillion)"),
    ]
    switch exchange.depth {
    case .unlimited: all.append(("depth", "unlimited"))
    case .ladder(let value, let step, let levels):
      all += [
        ("depth", "ladder"), ("depth_touch_value", value.description), ("depth_level_ticks", "\(step)"),
        ("depth_levels", "\(levels)"),
      ]
    }
    all.append(("market_patience_ms", milliseconds(exchange.marketPatienceNanos)))
    all.append(("funding_interval_minutes", "\(exchange.fundingIntervalNanos / Nanos.perMinute)"))
    switch exchange.fundingRate {
    case .fixed(let rate): all.append(("funding_rate", rate.description))
    case .seeded(let most): all.append(("funding_rate_most", most.description))
    }
    all.append(("liquidation_fee_rate", exchange.liquidationFeeRate.description))
    all.append(("booked_decimals", exchange.bookedDecimals.map { "\($0)" } ?? "all"))
    return all.map { Setting(name: $0.0, value: $0.1) }
  }

  // MARK: For people and programs

  /// Names and values, ready to be read.
  var rows: [(name: String, value: String)] {
    let list = { (settings: [Setting]) in settings.map { "\($0.name)=\($0.value)" }.joined(separator: " ") }
    return [
      (tapes.count == 1 ? "tape" : "tapes", tapes.joined(separator: ", ")),
      ("run file", runFile ?? "–"),
      ("settings", list(settings)),
      ("bars from ticks", "\(barSeconds) s"),
      ("leverage, seed", "\(leverage), \(seed)"),
      ("exchange", profile + (changes.isEmpty ? "" : ", with " + list(changes))),
    ]
  }

  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("tapes")
    writer.beginArray()
    for tape in tapes { writer.string(tape) }
    writer.endArray()
    writer.field("run_file", runFile)
    writer.field("bar_seconds", barSeconds)
    writer.field("leverage", leverage)
    writer.field("seed", "\(seed)")
    writer.field("exchange_profile", profile)
    for (key, settings) in [("exchange_changes", changes), ("settings", settings)] {
      writer.key(key)
      writer.beginObject()
      for setting in settings {
        writer.key(setting.name)
        writer.string(setting.value)
      }
      writer.endObject()
    }
    writer.endObject()
  }
}
