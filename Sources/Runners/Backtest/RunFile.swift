import Ingest
import Platform
import Primitives
import Trading

/// What the file `--run` names changes of a backtest: account, exchange, caps and instruments.
public struct RunFile: Sendable {
  /// The largest file read, bytes.
  public static let maxBytes = ConfigurationFile.maxBytes

  private let file: ConfigurationFile

  /// Reads a file's bytes; `name` is what faults call it.
  ///
  /// - Throws: every fault at once, each with line and column.
  public init(name: String, bytes: [UInt8]) throws(ConfigurationFaults) {
    file = ConfigurationFile(name: name, bytes: bytes, shape: RunFileSchema.shape)
    var faults = file.faults
    checkExchange(&faults)
    guard faults.isEmpty else { throw faults }
  }

  /// Puts what the file says into a backtest; what the command line gave is put in after it.
  ///
  /// - Throws: faults of the instruments, with their places.
  public func apply(to backtest: inout Backtest) throws(ConfigurationFaults) {
    var settings = backtest.settings
    settings.startingBalance = decimal("balance") ?? settings.startingBalance
    settings.leverage = whole("leverage") ?? settings.leverage
    settings.seed = whole("seed").map(UInt64.init) ?? settings.seed
    settings.barSeconds = whole("bar_seconds") ?? settings.barSeconds
    settings.caps = caps(settings.caps)
    backtest.settings = settings
    backtest.periodsPerYear = whole("periods_per_year") ?? backtest.periodsPerYear
    backtest.exchange = exchange
    backtest.instruments = try instruments()
  }

  private func caps(_ standard: TradingCaps) -> TradingCaps {
    var caps = standard
    caps.maxOrderNotional = decimal("caps.max_order_notional") ?? caps.maxOrderNotional
    caps.priceCollarFraction = decimal("caps.price_collar_fraction") ?? caps.priceCollarFraction
    caps.maxOrdersPerMinute = whole("caps.max_orders_per_minute") ?? caps.maxOrdersPerMinute
    caps.maxOrders = whole("caps.max_orders") ?? caps.maxOrders
    caps.maxPositions = whole("caps.max_positions") ?? caps.maxPositions
    return caps
  }

  // MARK: Exchange

  private var exchange: ExchangeProfile {
    var profile = text("exchange.profile") == "ideal" ? ExchangeProfile.ideal : .standard
    profile.requestLatency = latency("exchange.request_latency", profile.requestLatency)
    profile.responseLatency = latency("exchange.response_latency", profile.responseLatency)
    profile.rejectsPerMillion =
      whole("exchange.rejects_per_million").map(UInt64.init) ?? profile.rejectsPerMillion
    profile.depth = depth(profile.depth)
    profile.marketPatienceNanos = nanos("exchange.market_patience_ms") ?? profile.marketPatienceNanos
    if let minutes = whole("exchange.funding_interval_minutes") {
      profile.fundingIntervalNanos = Int64(minutes) * Nanos.perMinute
    }
    if let rate = decimal("exchange.funding_rate") { profile.fundingRate = .fixed(rate) }
    if let most = decimal("exchange.funding_rate_most") { profile.fundingRate = .seeded(most: most) }
    profile.liquidationFeeRate = decimal("exchange.liquidation_fee_rate") ?? profile.liquidationFeeRate
    profile.bookedDecimals = whole("exchange.booked_decimals") ?? profile.bookedDecimals
    return profile
  }

  private func latency(
    _ path: String, _ standard: ExchangeProfile.Latency
  ) -> ExchangeProfile.Latency {
    let least = nanos(path + "_least_ms") ?? standard.leastNanos
    return ExchangeProfile.Latency(
      leastNanos: least, mostNanos: nanos(path + "_most_ms") ?? max(standard.mostNanos, least))
  }

  private func depth(_ standard: ExchangeProfile.Depth) -> ExchangeProfile.Depth {
    var (value, ticks, levels): (Fixed, Int, Int) = (50_000, 1, 10)
    if case .ladder(let touchValue, let levelStep, let count) = standard {
      (value, ticks, levels) = (touchValue, levelStep, count)
    }
    let isLadder = text("exchange.depth").map { $0 == "ladder" } ?? (standard != .unlimited)
    guard isLadder else { return .unlimited }
    return .ladder(
      touchValue: decimal("exchange.depth_touch_value") ?? value,
      levelStep: whole("exchange.depth_level_ticks") ?? ticks,
      levels: whole("exchange.depth_levels") ?? levels)
  }

  private func checkExchange(_ faults: inout ConfigurationFaults) {
    for way in ["request", "response"] {
      let path = "exchange.\(way)_latency"
      if let most = file.values[path + "_most_ms"], let least = nanos(path + "_least_ms"),
        let nanos = nanos(path + "_most_ms"), nanos < least
      {
        faults.add(Configuration.line(most, path + "_most_ms", "must not be below \(path)_least_ms"))
      }
    }
    if let most = file.values["exchange.funding_rate_most"], text("exchange.funding_rate") != nil {
      faults.add(
        Configuration.line(most, "exchange.funding_rate_most", "does not go with exchange.funding_rate"))
    }
    for key in ["depth_touch_value", "depth_level_ticks", "depth_levels"] {
      let path = "exchange." + key
      let isLadder = text("exchange.depth").map { $0 == "ladder" } ?? (text("exchange.profile") != "ideal")
      if let given = file.values[path], !isLadder {
        faults.add(Configuration.line(given, path, "goes with exchange.depth = 'ladder' only"))
      }
    }
  }

  // MARK: Instruments

  /// The instruments with what the file changes of them; nil when it changes nothing.
  private func instruments() throws(ConfigurationFaults) -> InstrumentBook? {
    let count = file.counts["instruments"] ?? 0
    let named = file.values["instruments_file"]
    guard count > 0 || named != nil else { return nil }
    var instruments = try known(named)
    var faults = ConfigurationFaults()
    for index in 0..<count {
      let path = "instruments[\(index)]"
      guard let symbol = file.values[path + ".symbol"] else { continue }
      guard let place = instruments.firstIndex(where: { $0.symbol.text == symbol.text }) else {
        let names = instruments.map(\.symbol.text)
        let hint = Suggestion.nearest(to: symbol.text, in: names).map { " (did you mean '\($0)'?)" }
        faults.add(
          Configuration.line(
            symbol, path + ".symbol",
            "there is no such instrument" + (hint ?? "; known are \(names.joined(separator: ", "))")))
        continue
      }
      instruments[place] = changed(instruments[place], path: path)
      if let fault = instruments[place].quantityFault {
        faults.add(Configuration.line(symbol, path, fault))
      }
    }
    guard faults.isEmpty else { throw faults }
    return InstrumentBook(instruments)
  }

  private func known(_ named: ConfigurationValue?) throws(ConfigurationFaults) -> [Instrument] {
    guard let named else {
      do { return try BuiltIn.instruments().instruments } catch { throw ConfigurationFaults(["\(error)"]) }
    }
    let bytes: [UInt8]
    do throws(FileError) { bytes = try Files.read(named.text, maxBytes: InstrumentFile.maxBytes) } catch {
      throw ConfigurationFaults([Configuration.line(named, "instruments_file", "\(error)")])
    }
    do throws(InstrumentFileError) { return try InstrumentFile(json: bytes).instruments } catch {
      throw ConfigurationFaults(error.faults.map { "\(named.text): \($0)" })
    }
  }

  private func changed(_ instrument: Instrument, path: String) -> Instrument {
    func own(_ key: String) -> Fixed? { decimal("\(path).\(key)") }
    return Instrument(
      symbol: instrument.symbol, venue: instrument.venue, kind: instrument.kind, base: instrument.base,
      quote: instrument.quote, settle: instrument.settle,
      tickSize: own("tick_size") ?? instrument.tickSize, lotStep: own("lot_step") ?? instrument.lotStep,
      minQuantity: own("min_quantity") ?? own("lot_step") ?? instrument.minQuantity,
      maxQuantity: own("max_quantity") ?? instrument.maxQuantity,
      minNotional: own("min_notional") ?? instrument.minNotional,
      contractSize: own("contract_size") ?? instrument.contractSize,
      makerFeeRate: own("maker_fee_rate") ?? instrument.makerFeeRate,
      takerFeeRate: own("taker_fee_rate") ?? instrument.takerFeeRate, tiers: instrument.tiers)
  }

  // MARK: Values

  private func text(_ path: String) -> String? { file.values[path]?.text }

  private func whole(_ path: String) -> Int? { text(path).flatMap { Int($0) } }

  private func decimal(_ path: String) -> Fixed? { text(path).flatMap { try? Fixed(parsing: $0) } }

  /// A time in milliseconds as nanoseconds.
  private func nanos(_ path: String) -> Int64? {
    decimal(path).flatMap { Int64(exactly: $0.mantissa / 1_000_000) }
  }
}

extension Instrument {
  /// What two of its quantities contradict each other in; nil when they do not.
  fileprivate var quantityFault: String? {
    if !minQuantity.isMultiple(of: lotStep) {
      return "min_quantity \(minQuantity) must be a multiple of lot_step \(lotStep)"
    }
    return maxQuantity < minQuantity
      ? "max_quantity \(maxQuantity) is below min_quantity \(minQuantity)" : nil
  }
}
