import Primitives
import Testing

@testable import Trading

@Suite("Margin on the simulated exchange")
struct SimulatedMarginTests {
  private func instruments() throws -> [Instrument] {
    let tiers = [Listings.tier(rate: decimal("0.01"), maxLeverage: 50)]
    return [
      try Listings.instrument(symbol: "BTCUSDT", takerFeeRate: 0, tiers: tiers),
      try Listings.instrument(symbol: "ETHUSDT", takerFeeRate: 0, tiers: tiers),
    ]
  }

  private let free = ExchangeProfile(liquidationFeeRate: decimal("0.01"))

  @Test("the account is liquidated at the reported price and not before")
  func liquidation() throws {
    var exchange = try TestExchange(instruments(), profile: free, balance: 100)
    exchange.tick(0, bid: "100", ask: "100")
    exchange.submit(1, .buy, "9")
    exchange.submit(1, .buy, "0.1", limit: "80")
    exchange.ask(2, .queryPositions)
    guard case .positions(let reports) = exchange.news().last else {
      Issue.record("no positions")
      return
    }
    // (100 − 900) / (9 · 0.01 − 9) = 89.787…
    let price = try #require(reports.first?.liquidationPrice)
    #expect(near(price, decimal("89.7867565"), within: decimal("0.00001")))
    exchange.tick(3, bid: "89.8", ask: "89.8")
    #expect(exchange.news() == [])
    exchange.tick(4, bid: "89.7", ask: "89.7")
    let facts = exchange.news()
    #expect(facts.words == ["cancelled EXCHANGE", "liquidation sell 9 @ 89.7"])
    let fill = try #require(facts.fills.first)
    #expect(fill.orderID == nil && fill.exchangeOrderID.text == "paper-liq-1")
    // 8.073 less what the insurance fund pays.
    #expect(fill.fee == decimal("7.3"))
    #expect(exchange.exchange.wallet == 0)
    // 100 − 92.7 − 8.073
    #expect(exchange.exchange.insurancePaid == decimal("0.773"))
  }

  @Test("positions go largest maintenance first until the rest is maintained")
  func partialLiquidation() throws {
    var exchange = try TestExchange(
      instruments(), profile: ExchangeProfile(liquidationFeeRate: 0), balance: 150)
    exchange.tick(0, bid: "100", ask: "100")
    exchange.tick(0, bid: "100", ask: "100", instrument: 1)
    exchange.submit(1, .buy, "10")
    exchange.submit(1, .buy, "4", instrument: 1)
    _ = exchange.news()
    exchange.tick(2, bid: "86.3", ask: "86.3")
    #expect(exchange.news() == [])
    exchange.tick(3, bid: "86.2", ask: "86.2")
    #expect(exchange.news().words == ["liquidation sell 10 @ 86.2"])
    #expect(exchange.exchange.position(1).quantity == 4)
    #expect(exchange.exchange.wallet == 12)
    #expect(!exchange.exchange.margin.isLiquidated)
  }

  @Test("an inverse account is liquidated in coin")
  func inverse() throws {
    let instrument = try Listings.instrument(
      .inverse, contractSize: 100, lotStep: 1, takerFeeRate: 0,
      tiers: [Listings.tier(rate: decimal("0.01"))])
    var exchange = try TestExchange(
      [instrument], profile: ExchangeProfile(liquidationFeeRate: 0), balance: decimal("0.1"))
    exchange.tick(0, bid: "50000", ask: "50000")
    exchange.submit(1, .buy, "400")
    #expect(exchange.news().words == ["accepted", "fill buy 400 @ 50000"])
    // 40,000 · 1.01 / (0.1 + 0.8) = 44,888.9
    exchange.tick(2, bid: "44889", ask: "44889")
    #expect(exchange.news() == [])
    exchange.tick(3, bid: "44888", ask: "44888")
    #expect(exchange.news().words == ["liquidation sell 400 @ 44888"])
  }

  @Test("answers queries for what it holds")
  func queries() throws {
    var exchange = try TestExchange(instruments(), balance: 1_000)
    exchange.tick(0, bid: "100", ask: "100")
    let filled = exchange.submit(1, .buy, "2")
    let resting = exchange.submit(2, .buy, "1", limit: "90")
    _ = exchange.news()
    exchange.ask(3, .queryOrder(filled, 0))
    exchange.ask(3, .queryOrder(resting, 0))
    exchange.ask(3, .queryOpenOrders)
    exchange.ask(3, .queryFills(since: TestExchange.time(1)))
    exchange.ask(3, .queryFills(since: TestExchange.time(2)))
    exchange.ask(3, .queryPositions)
    exchange.ask(3, .queryBalances)
    #expect(
      exchange.news().words == [
        "order paper-1 FILLED 2 ", "order paper-2 SUBMITTED 0 ", "open 1", "fills 1", "fills 0",
        "positions 2 @ 100", "wallet 1000",
      ])
  }
}
