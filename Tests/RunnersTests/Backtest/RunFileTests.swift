import Primitives
import Testing
import Trading

@testable import Runners

@Suite("The file of a run")
struct RunFileTests {
  private func backtest(_ text: String) throws -> Backtest {
    var backtest = Backtest(file: "BTCUSDT.csv", symbol: nil, strategy: "ema-cross")
    try RunFile(name: "run.json5", bytes: Array(text.utf8)).apply(to: &backtest)
    return backtest
  }

  private func faults(_ text: String) throws -> [String] {
    do {
      _ = try backtest(text)
      return []
    } catch let faults as ConfigurationFaults { return faults.all }
  }

  @Test("changes account, caps, exchange and instruments, and leaves the rest")
  func applies() throws {
    let backtest = try backtest(
      """
      { // a run
        balance: 2500.5, leverage: 3, seed: 9, bar_seconds: 60, periods_per_year: 252,
        caps: {max_order_notional: 77},
        exchange: {request_latency_least_ms: 1.5, request_latency_most_ms: 2, rejects_per_million: 0,
          depth: 'ladder', depth_levels: 3, funding_interval_minutes: 60, funding_rate: -0.0001},
        instruments: [{symbol: 'ETHUSDT', taker_fee_rate: 0.001, tick_size: '0.5', lot_step: 0.01}],
      }
      """)
    #expect(backtest.settings.startingBalance == (try Fixed(parsing: "2500.5")))
    #expect(
      backtest.settings.leverage == 3 && backtest.settings.seed == 9 && backtest.settings.barSeconds == 60)
    #expect(backtest.periodsPerYear == 252 && backtest.settings.caps.maxOrderNotional == 77)
    #expect(backtest.settings.caps.maxOrders == TradingCaps().maxOrders)
    #expect(backtest.exchange.requestLatency == .init(leastNanos: 1_500_000, mostNanos: 2_000_000))
    #expect(backtest.exchange.responseLatency == ExchangeProfile.standard.responseLatency)
    #expect(backtest.exchange.rejectsPerMillion == 0)
    #expect(backtest.exchange.depth == .ladder(touchValue: 50_000, levelStep: 1, levels: 3))
    #expect(backtest.exchange.fundingIntervalNanos == 60 * Nanos.perMinute)
    #expect(backtest.exchange.fundingRate == .fixed(try Fixed(parsing: "-0.0001")))
    let book = try backtest.book()
    let ether = book[try #require(Symbol("ETHUSDT").flatMap(book.index))]
    #expect(ether.takerFeeRate == (try Fixed(parsing: "0.001")))
    #expect(ether.tickSize == (try Fixed(parsing: "0.5")))
    #expect(ether.lotStep == (try Fixed(parsing: "0.01")))
    #expect(ether.minQuantity == ether.lotStep)
    let bitcoin = book[try #require(Symbol("BTCUSDT").flatMap(book.index))]
    #expect(bitcoin.takerFeeRate == (try Fixed(parsing: "0.0005")))
    #expect(try self.backtest("{exchange: {profile: 'ideal'}}").exchange == .ideal)
    #expect(try self.backtest("{}").exchange == .standard)
    let quick = try self.backtest("{exchange: {profile: 'ideal', request_latency_most_ms: 1}}").exchange
    #expect(quick.requestLatency == .init(leastNanos: 0, mostNanos: 1_000_000))
  }

  @Test(
    "tells each fault with line and column",
    arguments: [
      ("{\n  levrage: 3 }", "run.json5:2:3: levrage: there is no such key (did you mean 'leverage'?)"),
      ("{leverage: 0}", "run.json5:1:12: leverage: must be a whole number from 1 to 125, not 0"),
      ("{exchange: {depth: 'deep'}}", "1:20: exchange.depth: must be one of unlimited, ladder"),
      ("{exchange: {rejects: 1}}", "1:13: exchange.rejects: there is no such key"),
      (
        "{exchange: {request_latency_least_ms: 9, request_latency_most_ms: 3}}",
        "1:67: exchange.request_latency_most_ms: must not be below exchange.request_latency_least_ms"
      ),
      (
        "{exchange: {request_latency_most_ms: 1}}",
        "1:38: exchange.request_latency_most_ms: must not be below exchange.request_latency_least_ms, "
          + "which is 20 unless given"
      ),
      (
        "{exchange: {response_latency_least_ms: 100}}",
        "1:40: exchange.response_latency_least_ms: must not be above exchange.response_latency_most_ms, "
          + "which is 80 unless given"
      ),
      (
        "{exchange: {profile: 'ideal', funding_rate: 0.01}}",
        "1:45: exchange.funding_rate: has no effect without exchange.funding_interval_minutes above 0"
      ),
      (
        "{exchange: {funding_interval_minutes: 0, funding_rate_most: 0.01}}",
        "1:61: exchange.funding_rate_most: has no effect without exchange.funding_interval_minutes above 0"
      ),
      (
        "{exchange: {profile: 'ideal', funding_interval_minutes: 60}}",
        "1:57: exchange.funding_interval_minutes: has no effect without exchange.funding_rate or "
          + "exchange.funding_rate_most"
      ),
      (
        "{exchange: {depth: 'unlimited', depth_levels: 3}}",
        "1:47: exchange.depth_levels: goes with exchange.depth = 'ladder' only"
      ),
      ("{exchange: {funding_rate: 0, funding_rate_most: 0}}", "does not go with exchange.funding_rate"),
      ("{instruments: [{tick_size: 1}]}", "1:16: instruments[0].symbol: is missing"),
      (
        "{instruments: [{symbol: 'BTCUSTD'}]}",
        "1:25: instruments[0].symbol: there is no such instrument (did you mean 'BTCUSDT'?)"
      ),
      (
        "{instruments: [{symbol: 'SPY'}, {symbol: 'SPY'}]}",
        "1:42: instruments[1].symbol: 'SPY' is also that of instruments[0]"
      ),
      (
        "{instruments: [{symbol: 'BTCUSDT', min_quantity: 0.0015}]}",
        "1:25: instruments[0]: min_quantity 0.0015 must be a multiple of lot_step 0.001"
      ),
      ("{instruments_file: 'absent.json'}", "1:20: instruments_file: cannot read absent.json"),
      ("{http: {port: 1}}", "1:2: http: there is no such key"),
      ("{a", "1:3: the text ends inside an object"),
    ])
  func fault(text: String, fault: String) throws {
    let faults = try faults(text)
    #expect(faults.count == 1 && faults.first?.contains(fault) == true, "\(faults)")
  }
}
