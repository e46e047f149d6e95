import Foundation
import Ingest
import Platform
import Primitives
import Sync
import Testing
import Trading

@testable import Runners

@Suite("The configuration")
struct ConfigurationTests {
  @Test("an empty file, and none, give the service's own defaults")
  func defaults() throws {
    for configuration in [try Configurations.read("{}"), try Configurations.read(nil)] {
      let settings = try configuration.settings()
      let standard = ServiceSettings()
      #expect(settings.dataDirectory == standard.dataDirectory && settings.instance == standard.instance)
      #expect(settings.host == standard.host && settings.port == standard.port)
      #expect(settings.mode == standard.mode && settings.market == standard.market)
      #expect(settings.speed == standard.speed && settings.strategy == standard.strategy)
      #expect(settings.symbol == nil && settings.barSeconds == nil && settings.strategyTerms == nil)
      #expect(settings.account == standard.account && settings.startingBalance == standard.startingBalance)
      #expect(settings.leverage == standard.leverage && settings.seed == standard.seed)
      #expect(settings.caps == TradingCaps() && settings.marginAlarm == MarginAlarm())
      #expect(settings.instruments == nil && settings.stores.isEmpty && settings.keepsMarket)
      #expect(configuration.logLevel == .info)
    }
  }

  @Test("environment goes before the file, and an option before both")
  func precedence() throws {
    let file = "{http: {port: 1}, leverage: 2, caps: {max_positions: 3}, balance: 4}"
    let configuration = try Configurations.read(
      file, ["--port", "11"],
      [
        "SEXTANT_PORT": "12", "SEXTANT_LEVERAGE": "13", "SEXTANT_CAPS_MAX_POSITIONS": "14",
        "SEXTANT_SEED": "",
      ])
    let settings = try configuration.settings()
    #expect(settings.port == 11 && settings.leverage == 13 && settings.caps.maxPositions == 14)
    #expect(settings.startingBalance == 4 && settings.seed == 3)
    let text = configuration.effectiveText
    for line in [
      "port: 11,  // --port", "leverage: 13,  // SEXTANT_LEVERAGE",
      "max_positions: 14,  // SEXTANT_CAPS_MAX_POSITIONS", "balance: 4,  // desk.json5:1:67",
      "seed: 3,  // default",
    ] {
      #expect(text.contains(line), "\(line) in \(text)")
    }
  }

  @Test("reaches the service: decimals exactly, caps, alarm, account, strategy, stores")
  func settings() throws {
    let settings = try Configurations.read(
      """
      { // a desk
        instance: 'desk-2', mode: 'dry-run', strategy: 'fast', seed: 0x10,
        market: {source: 'replay:BTCUSDT.csv', symbol: 'BTCUSDT', speed: 'max', bar_seconds: 30},
        stores: {questdb: {connection: 'host=q password=hunter2'}, keep_days: 9, market_rows: 'none',
          migration: 'never'},
        caps: {max_order_notional: '0.000000000001', price_collar_fraction: .01, max_orders_per_minute: +7,
          max_orders: 20, max_positions: 2},
        alerts: {margin_warning_buffer: 0.5, margin_critical_buffer: 0.4, margin_warning_ratio_percent: 30,
          margin_critical_ratio_percent: 20},
        strategies: [{name: 'fast', fast_period: 3, slow_period: 9, range_period: 5, entry_notional: 250.5}],
        accounts: [{name: 'alpha', balance: 123456789.123456789012, leverage: 3, caps: {max_positions: 5}}],
      }
      """
    ).settings()
    #expect(settings.instance == "desk-2" && settings.mode == .dryRun && settings.seed == 16)
    #expect(settings.speed == .max && settings.symbol == "BTCUSDT" && settings.barSeconds == 30)
    #expect(settings.market.description.hasPrefix("replay:") && !settings.keepsMarket)
    #expect(settings.account == AccountID("alpha") && settings.leverage == 3)
    #expect(settings.startingBalance.description == "123456789.123456789012")
    #expect(
      settings.caps
        == TradingCaps(
          maxOrderNotional: Fixed(mantissa: 1), priceCollarFraction: Fixed(mantissa: Fixed.unit / 100),
          maxOrdersPerMinute: 7, maxOrders: 20, maxPositions: 5))
    #expect(settings.marginAlarm.warningRatioPercent == 30 && settings.marginAlarm.criticalRatioPercent == 20)
    #expect(settings.marginAlarm.warningBuffer == Fixed(mantissa: Fixed.unit / 2))
    let terms = try #require(settings.strategyTerms)
    #expect(terms.kind == "ema-cross" && terms.settings.fastPeriod == 3 && terms.settings.slowPeriod == 9)
    #expect(terms.settings.rangePeriod == 5)
    #expect(terms.settings.sizing == .notional(try Fixed(parsing: "250.5")))
    let store = try #require(settings.stores.first)
    #expect(store.kind == .questdb && !store.mayMigrate)
    #expect(store.ttl == StoreTTL(rowDays: 9, marketDays: nil))
    #expect(store.connection == (try ConnectionString("host=q password=hunter2")))
  }

  @Test("an option goes before an account's own value")
  func accountPrecedence() throws {
    let file = "{balance: 5, accounts: [{name: 'a', balance: 6, strategy: 'none'}]}"
    #expect(try Configurations.read(file).settings().startingBalance == 6)
    #expect(try Configurations.read(file).settings().strategy == nil)
    let configuration = try Configurations.read(file, ["--balance", "7"])
    #expect(try configuration.settings().startingBalance == 7)
    #expect(configuration.effectiveText.components(separatedBy: "balance: 7,  // --balance").count == 3)
  }

  @Test("several accounts are read, each with its own caps")
  func accounts() throws {
    let configuration = try Configurations.read(
      """
      {balance: 7, caps: {max_orders: 50}, strategies: [{name: 'fast', fast_period: 3, slow_period: 9}],
        accounts: [{name: 'a', strategy: 'fast'},
          {name: 'b', balance: 8, leverage: 2, strategy: 'none', caps: {max_orders: 10}}]}
      """)
    #expect(configuration.accountNames == ["a", "b"])
    #expect(configuration.caps(of: 0).maxOrders == 50 && configuration.caps(of: 1).maxOrders == 10)
    let each = try configuration.settings().eachAccount
    #expect(each.map(\.account) == [AccountID("a"), AccountID("b")])
    #expect(each.map(\.startingBalance) == [7, 8] && each.map(\.leverage) == [10, 2])
    #expect(each.map(\.strategy) == ["fast", nil])
    #expect(each.map { $0.strategyTerms?.settings.fastPeriod } == [3, nil])
    #expect(each.map(\.caps.maxOrders) == [50, 10])
    #expect(each.allSatisfy { $0.moreAccounts.isEmpty })
  }

  @Test("what is printed reads back as the same, and shows no secret")
  func printed() throws {
    let configuration = try Configurations.read(
      "{instance: 'a', stores: {postgres: {connection: \"host=h password='hun\\\\'ter2' user=u\"}}}")
    let text = configuration.effectiveText
    #expect(!text.contains("ter2") && text.contains("host=h") && text.contains("password=***"), "\(text)")
    let again = try Configurations.read(text)
    #expect(again.effectiveText.split(separator: "\n").count == text.split(separator: "\n").count)
    #expect(try again.settings().instance == "a")
    let uri = try Configurations.read(nil, ["--questdb", "postgresql://u:hunter2@h/d"]).effectiveText
    #expect(!uri.contains("hunter2") && uri.contains("password=***"), "\(uri)")
  }

  @Test("the example is sound, says nothing but defaults, and has every key")
  func example() throws {
    let example = Configuration.exampleText
    let settings = try Configurations.read(example).settings()
    #expect(settings.caps == TradingCaps() && settings.marginAlarm == MarginAlarm())
    #expect(settings.port == 8080 && settings.account == AccountID("main"))
    for entry in ConfigurationSchema.entries {
      #expect(example.contains("\(entry.key):"), "\(entry.path)")
    }
    // Without the marks of a comment the keys that have no default are sound too, files apart.
    let open = example.split(separator: "\n").map { line in
      let text = line.drop { $0 == " " }
      let isKey =
        text.hasPrefix("// ") && text.hasSuffix(",") && !text.contains("_file")
        && !["instruments", "connection", "tokens:"].contains { text.contains($0) }
      return isKey ? String(text.dropFirst(3)) : String(line)
    }.joined(separator: "\n")
    let opened = try Configurations.read(open)
    #expect(opened.caps(of: 0).maxOrderNotional == 25_000)
    #expect(opened.text("market.symbol") == "BTCUSDT")
  }

  @Test("what differs is told apart by when it counts")
  func change() throws {
    let started = try Configurations.read("{log: {level: 'info'}, leverage: 2, accounts: [{name: 'a'}]}")
    let new = try Configurations.read(
      """
      {log: {level: 'debug'}, leverage: 3, seed: 3, http: {cors_origins: ['https://a.example']},
       accounts: [{name: 'a', caps: {max_orders: 5}}, {name: 'b'}]}
      """)
    let change = ConfigurationChange(started: started, current: started, new: new)
    #expect(change.live == ["http.cors_origins", "log.level", "accounts[0].caps.max_orders"])
    #expect(change.restart == ["leverage", "accounts[1].name"])
    // Taken over, it is no change any more; what waits for a restart is named until then.
    let next = ConfigurationChange(started: started, current: new, new: new)
    #expect(next.live.isEmpty && next.restart == change.restart)
    let back = ConfigurationChange(started: new, current: new, new: started)
    #expect(back.restart == ["leverage", "accounts[1].name"])
  }
}
