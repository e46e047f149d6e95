import Ingest
import Platform
import Primitives
public import Sync
public import Trading

extension Configuration {
  /// What the service is started with.
  ///
  /// - Throws: what lies outside the configuration and can have changed since it was read: a file.
  public func settings() throws(ConfigurationFaults) -> ServiceSettings {
    var settings = ServiceSettings()
    settings.dataDirectory = text("data") ?? settings.dataDirectory
    settings.instance = text("instance") ?? settings.instance
    settings.mode = text("mode").flatMap(Mode.init) ?? settings.mode
    settings.seed = whole("seed").map(UInt64.init) ?? settings.seed
    settings.market = text("market.source").flatMap(MarketChoice.init)?.withCanonicalPath ?? settings.market
    settings.symbol = text("market.symbol")
    settings.speed = text("market.speed").flatMap(Speed.init) ?? settings.speed
    settings.barSeconds = whole("market.bar_seconds")
    settings.host = text("http.host") ?? settings.host
    settings.port = whole("http.port").flatMap { UInt16(exactly: $0) } ?? settings.port
    settings.access = try access()
    settings.maxStreams = whole("http.max_streams") ?? settings.maxStreams
    settings.firstAccount = accountTerms(0)
    settings.moreAccounts = accountNames.indices.dropFirst().map(accountTerms)
    settings.marginAlarm = marginAlarm
    settings.instruments = try instrumentFile()
    settings.keepsMarket = text("stores.market_rows") != "none"
    settings.retainedRowDays = whole("retention.rows_days")
    settings.retainedJournalDays = whole("retention.journal_days").flatMap { $0 > 0 ? $0 : nil }
    settings.stores = try stores()
    return settings
  }

  /// What an account trades with.
  private func accountTerms(_ index: Int) -> AccountTerms {
    var terms = AccountTerms(name: AccountID(account(index, "name")?.text ?? "main"))
    terms.startingBalance = account(index, "balance").flatMap(Self.decimal) ?? terms.startingBalance
    terms.leverage = account(index, "leverage").flatMap { Int($0.text) } ?? terms.leverage
    let strategy = account(index, "strategy")?.text
    terms.strategy = strategy == "none" ? nil : strategy
    for place in 0..<count("strategies") {
      guard let name = self.strategy(place, "name")?.text, name == strategy else { continue }
      terms.strategyTerms = StrategyTerms(
        kind: self.strategy(place, "kind")?.text ?? "", settings: strategyTerms(place))
    }
    terms.caps = caps(of: index)
    return terms
  }

  /// The caps of an account.
  public func caps(of index: Int) -> TradingCaps {
    var caps = TradingCaps()
    func own(_ key: String) -> ConfigurationValue? { account(index, "caps." + key) }
    caps.maxOrderNotional = own("max_order_notional").flatMap(Self.decimal) ?? caps.maxOrderNotional
    caps.priceCollarFraction = own("price_collar_fraction").flatMap(Self.decimal) ?? caps.priceCollarFraction
    caps.maxOrdersPerMinute = own("max_orders_per_minute").flatMap { Int($0.text) } ?? caps.maxOrdersPerMinute
    caps.maxOrders = own("max_orders").flatMap { Int($0.text) } ?? caps.maxOrders
    caps.maxPositions = own("max_positions").flatMap { Int($0.text) } ?? caps.maxPositions
    return caps
  }

  /// When a margin ratio is an alert.
  public var marginAlarm: MarginAlarm {
    var alarm = MarginAlarm()
    func alert(_ key: String) -> Fixed? { value("alerts." + key).flatMap(Self.decimal) }
    alarm.warningBuffer = alert("margin_warning_buffer") ?? alarm.warningBuffer
    alarm.criticalBuffer = alert("margin_critical_buffer") ?? alarm.criticalBuffer
    alarm.warningRatioPercent = alert("margin_warning_ratio_percent") ?? alarm.warningRatioPercent
    alarm.criticalRatioPercent = alert("margin_critical_ratio_percent") ?? alarm.criticalRatioPercent
    return alarm
  }

  /// The text of a key outside lists; nil when it has none.
  public func text(_ path: String) -> String? { value(path)?.text }

  /// The parameters of a strategy of the file; bars and the pricing of entries come with the market.
  func strategyTerms(_ index: Int) -> StrategySettings {
    var terms = StrategySettings()
    for parameter in strategyEntry(index)?.parameters ?? [] {
      if let given = strategy(index, parameter.key)?.text { parameter.apply(given, to: &terms) }
    }
    return terms
  }

  /// What the catalogue knows of the strategy a strategy of the file is made of.
  func strategyEntry(_ index: Int) -> StrategyCatalogue.Entry? {
    strategy(index, "kind").flatMap { StrategyCatalogue.entry($0.text) }
  }

  private func whole(_ path: String) -> Int? { value(path).flatMap { Int($0.text) } }

  private static func decimal(_ value: ConfigurationValue) -> Fixed? { try? Fixed(parsing: value.text) }

  private func stores() throws(ConfigurationFaults) -> [StoreSettings] {
    let ttl =
      StoreTTL(rowDays: whole("stores.keep_days"), marketDays: whole("stores.keep_market_days")) ?? .unchanged
    var stores: [StoreSettings] = []
    for kind in StoreKind.allCases {
      guard let connection = try connection(kind) else { continue }
      stores.append(
        StoreSettings(
          kind: kind, connection: connection, mayMigrate: text("stores.migration") != "never", ttl: ttl))
    }
    return stores
  }

  /// Password files that others on this machine can read.
  public var exposedPasswordFiles: [String] {
    StoreKind.allCases.compactMap { text("stores.\($0.rawValue).password_file") }
      .filter { Files.isPrivate($0) == false }
  }

  private func connection(_ kind: StoreKind) throws(ConfigurationFaults) -> ConnectionString? {
    let path = "stores.\(kind.rawValue).connection"
    guard let given = value(path) else { return nil }
    do throws(PostgresError) {
      let connection = try ConnectionString(given.text)
      guard let file = text("stores.\(kind.rawValue).password_file") else { return connection }
      return connection.withPassword(try ConnectionString.password(file: file))
    } catch { throw ConfigurationFaults([Self.line(given, path, error.message)]) }
  }
}
