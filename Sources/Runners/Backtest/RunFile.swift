import Ingest
import Platform
import Primitives
import Trading

/// What the file `--run` names changes of a backtest: account, exchange, caps and instruments.
public struct RunFile: Sendable {
  /// The largest file read, bytes.
  public static let maxBytes = ConfigurationFile.maxBytes

  let file: ConfigurationFile
  private let name: String

  /// Reads a file's bytes; `name` is what faults call it.
  ///
  /// - Throws: every fault at once, each with line and column.
  public init(name: String, bytes: [UInt8]) throws(ConfigurationFaults) {
    self.name = name
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
    backtest.profile = text("exchange.profile") ?? "standard"
    backtest.runFile = name
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

  func text(_ path: String) -> String? { file.values[path]?.text }

  func whole(_ path: String) -> Int? { text(path).flatMap { Int($0) } }

  func decimal(_ path: String) -> Fixed? { text(path).flatMap { try? Fixed(parsing: $0) } }

  /// A time in milliseconds as nanoseconds.
  func nanos(_ path: String) -> Int64? {
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
