import Primitives
import Testing

@testable import Trading

@Suite("Orders on the simulated exchange")
struct SimulatedOrdersTests {
  /// Three levels of the tick's size, two ticks (0.2) apart.
  private let ladder = ExchangeProfile(
    depth: .ladder(touchValue: 1_000, levelStep: 2, levels: 3))

  private func exchange(
    _ profile: ExchangeProfile = .ideal, balance: Fixed = 10_000
  ) throws -> TestExchange {
    var exchange = try TestExchange([Listings.instrument()], profile: profile, balance: balance)
    exchange.tick(0, bid: "99.9", ask: "100.1", size: 1)
    return exchange
  }

  @Test("an ideal market order fills whole at the touch, at once, and pays the taker fee")
  func marketOrder() throws {
    var exchange = try exchange()
    exchange.submit(1, .buy, "50")
    let facts = exchange.news()
    #expect(facts.words == ["accepted", "fill buy 50 @ 100.1"])
    #expect(facts.fills.first?.fee == decimal("2.5025"))
    #expect(facts.fills.first?.tradeID.text == "paper-t1")
    #expect(facts.fills.first?.exchangeOrderID.text == "paper-1")
    #expect(exchange.exchange.wallet == 10_000 - decimal("2.5025"))
    exchange.submit(2, .sell, "50")
    #expect(exchange.news().words == ["accepted", "fill sell 50 @ 99.9"])
    #expect(exchange.exchange.position(0).isFlat)
  }

  @Test("a large market order walks the ladder, waits, and its rest expires after its patience")
  func depthAndPatience() throws {
    var exchange = try exchange(ladder)
    let id = exchange.submit(1, .buy, "7")
    #expect(
      exchange.news().words
        == ["accepted", "fill buy 1 @ 100.1", "fill buy 1 @ 100.3", "fill buy 1 @ 100.5"])
    exchange.ask(2, .queryOrder(id, 0))
    #expect(exchange.news().words == ["order paper-1 PARTIALLY_FILLED 3 "])
    exchange.tick(1_000, bid: "100", ask: "100.2", size: decimal("0.5"))
    #expect(
      exchange.news().words
        == ["fill buy 0.5 @ 100.2", "fill buy 0.5 @ 100.4", "fill buy 0.5 @ 100.6"])
    #expect(exchange.exchange.nextDue == TestExchange.time(2_001))
    exchange.advance(2_000)
    #expect(exchange.news() == [])
    exchange.tick(2_500, bid: "100", ask: "100.2", size: 100)
    #expect(exchange.news().words == ["cancelled EXPIRED"])
    exchange.ask(2_600, .queryOrder(id, 0))
    #expect(exchange.news().words == ["order paper-1 CANCELLED 4.5 EXPIRED"])
    #expect(exchange.exchange.nextDue == nil)
  }

  @Test("what one order took is gone for the next one until a tick brings new liquidity")
  func liquidityIsShared() throws {
    var exchange = try exchange(ladder)
    exchange.submit(1, .buy, "0.6")
    exchange.submit(1, .buy, "0.6")
    #expect(
      exchange.news().words == [
        "accepted", "fill buy 0.6 @ 100.1", "accepted", "fill buy 0.4 @ 100.1", "fill buy 0.2 @ 100.3",
      ])
    exchange.tick(2, bid: "99.9", ask: "100.1", size: 1)
    exchange.submit(3, .buy, "0.6")
    #expect(exchange.news().words == ["accepted", "fill buy 0.6 @ 100.1"])
  }

  @Test("a trade or a tick without sizes offers the profile's depth")
  func profileDepth() throws {
    var exchange = try exchange(ladder)
    exchange.tick(1, bid: "100", ask: "100", size: 1)
    exchange.submit(2, .buy, "12")
    #expect(exchange.news().words == ["accepted", "fill buy 10 @ 100", "fill buy 2 @ 100.2"])
    exchange.tick(3, bid: "99", ask: "100")
    exchange.submit(4, .buy, "12")
    #expect(exchange.news().words == ["accepted", "fill buy 10 @ 100", "fill buy 2 @ 100.2"])
  }

  @Test("a limit order takes what is within its limit and rests for the remainder, filling as maker")
  func restingLimit() throws {
    var exchange = try exchange(ladder)
    exchange.submit(1, .buy, "4", limit: "100.3")
    #expect(exchange.news().words == ["accepted", "fill buy 1 @ 100.1", "fill buy 1 @ 100.3"])
    exchange.tick(2, bid: "100.3", ask: "100.4", size: 1)
    #expect(exchange.news() == [])
    exchange.tick(3, bid: "100.2", ask: "100.3", size: decimal("0.5"))
    let facts = exchange.news()
    #expect(facts.words == ["fill buy 0.5 @ 100.3"])
    #expect(facts.fills.first?.liquidity == .maker)
    #expect(facts.fills.first?.fee == decimal("0.01003"))
    exchange.tick(4, bid: "99", ask: "99.5", size: 10)
    #expect(exchange.news().words == ["fill buy 1.5 @ 100.3"])
    exchange.ask(5, .queryOpenOrders)
    #expect(exchange.news().words == ["open 0"])
  }

  @Test("resting orders share the size that reaches them, the earlier one first")
  func restingOrdersShare() throws {
    var exchange = try exchange(ladder)
    exchange.submit(1, .buy, "0.7", limit: "99")
    exchange.submit(1, .buy, "0.7", limit: "99")
    _ = exchange.news()
    exchange.tick(2, bid: "98.9", ask: "99", size: 1)
    #expect(exchange.news().words == ["fill buy 0.7 @ 99", "fill buy 0.3 @ 99"])
  }

  @Test("immediate-or-cancel fills what is there, fill-or-kill all or nothing")
  func timeInForce() throws {
    var exchange = try exchange(ladder)
    exchange.submit(1, .buy, "4", limit: "100.3", timeInForce: .immediateOrCancel)
    #expect(
      exchange.news().words
        == ["accepted", "fill buy 1 @ 100.1", "fill buy 1 @ 100.3", "cancelled EXPIRED"])
    exchange.tick(2, bid: "99.9", ask: "100.1", size: 1)
    let killed = exchange.submit(3, .buy, "3.001", timeInForce: .fillOrKill)
    #expect(exchange.news().words == ["accepted", "cancelled EXPIRED"])
    exchange.submit(3, .buy, "2", limit: "100.3", timeInForce: .fillOrKill)
    #expect(exchange.news().words == ["accepted", "fill buy 1 @ 100.1", "fill buy 1 @ 100.3"])
    exchange.ask(4, .queryOrder(killed, 0))
    #expect(exchange.news().words == ["order paper-2 FAILED 0 EXPIRED"])
  }

  @Test("a reduce-only order fills at most the position; its rest is ended by the exchange")
  func reduceOnly() throws {
    var exchange = try exchange()
    exchange.submit(1, .sell, "1", reduceOnly: true)
    exchange.submit(1, .buy, "2")
    exchange.submit(1, .buy, "1", reduceOnly: true)
    exchange.submit(2, .sell, "5", reduceOnly: true)
    #expect(
      exchange.news().words == [
        "rejected REDUCE_ONLY_REJECTED", "accepted", "fill buy 2 @ 100.1",
        "rejected REDUCE_ONLY_REJECTED", "accepted", "fill sell 2 @ 99.9", "cancelled EXCHANGE",
      ])
    #expect(exchange.exchange.position(0).isFlat)
  }

  @Test("a resting reduce-only order ends when the position it reduces is gone")
  func reduceOnlyLosesItsPosition() throws {
    var exchange = try exchange()
    exchange.submit(1, .buy, "2")
    exchange.submit(2, .sell, "2", limit: "110", reduceOnly: true)
    exchange.submit(3, .sell, "2")
    #expect(
      exchange.news().words == [
        "accepted", "fill buy 2 @ 100.1", "accepted", "accepted", "fill sell 2 @ 99.9",
        "cancelled EXCHANGE",
      ])
  }

  @Test("a client order id is taken once, whatever became of its order")
  func duplicates() throws {
    var exchange = try exchange()
    let working = exchange.submit(1, .buy, "1", limit: "90")
    let filled = exchange.submit(1, .buy, "1")
    _ = exchange.news()
    exchange.submit(2, .buy, "1", limit: "90", id: working)
    exchange.submit(2, .buy, "1", id: filled)
    #expect(
      exchange.news().words
        == ["rejected DUPLICATE_CLIENT_ORDER_ID", "rejected DUPLICATE_CLIENT_ORDER_ID"])
    #expect(exchange.exchange.position(0).quantity == 1)
  }

  @Test("cancels end a working order, and are refused for unknown and ended ones")
  func cancels() throws {
    var exchange = try exchange()
    let id = exchange.submit(1, .buy, "1", limit: "90")
    exchange.ask(2, .cancel(id, 0))
    exchange.ask(3, .cancel(id, 0))
    exchange.ask(4, .cancel(OrderID(digest: Digest128(high: 1, low: 1)), 0))
    exchange.tick(5, bid: "80", ask: "80.1")
    #expect(
      exchange.news().words == [
        "accepted", "cancelled REQUESTED", "cancel rejected ORDER_FINISHED",
        "cancel rejected ORDER_NOT_FOUND",
      ])
  }

  @Test(
    "orders outside the instrument's filters are refused with the field named",
    arguments: [
      ("0.0005", nil, "INVALID_QUANTITY"), ("0.0015", nil, "INVALID_QUANTITY"),
      ("2000000", nil, "INVALID_QUANTITY"), ("1", "100.05", "INVALID_PRICE"), ("1", "0", "INVALID_PRICE"),
      ("0.049", "100", "INVALID_NOTIONAL"), ("0.049", nil, "INVALID_NOTIONAL"),
    ])
  func filters(quantity: String, limit: String?, code: String) throws {
    var exchange = try exchange()
    let id = exchange.submit(1, .buy, quantity, limit: limit)
    #expect(exchange.news().words == ["rejected \(code)"])
    exchange.ask(2, .queryOrder(id, 0))
    #expect(exchange.news().words == ["order not found"])
  }

  @Test("a rest under the least is closed whole, by a reduce-only order; less of it is refused")
  func rests() throws {
    var exchange = try TestExchange([Listings.instrument(minQuantity: decimal("0.1"))])
    exchange.tick(0, bid: "99.9", ask: "100.1")
    exchange.submit(1, .buy, "0.15")
    exchange.submit(2, .sell, "0.1", reduceOnly: true)
    _ = exchange.news()
    exchange.submit(3, .sell, "0.05")
    exchange.submit(4, .sell, "0.04", reduceOnly: true)
    exchange.submit(5, .buy, "0.05", reduceOnly: true)
    #expect(
      exchange.news().words
        == ["rejected INVALID_QUANTITY", "rejected INVALID_QUANTITY", "rejected REDUCE_ONLY_REJECTED"])
    exchange.submit(6, .sell, "0.05", reduceOnly: true)
    #expect(exchange.news().words == ["accepted", "fill sell 0.05 @ 99.9"])
  }

  @Test("the last of several exits may be under the least while those before it work")
  func restBehindOthers() throws {
    var exchange = try TestExchange([Listings.instrument(minQuantity: decimal("0.1"))])
    exchange.tick(0, bid: "99.9", ask: "100.1")
    exchange.submit(1, .buy, "0.15")
    exchange.submit(2, .sell, "0.1", limit: "200", reduceOnly: true)
    _ = exchange.news()
    exchange.submit(3, .sell, "0.05", reduceOnly: true)
    #expect(exchange.news().words == ["accepted", "fill sell 0.05 @ 99.9"])
  }

  @Test("an order that needs more margin than is free is refused; working orders hold theirs")
  func margin() throws {
    var exchange = try exchange(balance: 100)
    // 9 · 100 / 10 = 90 and the fee of 0.45.
    exchange.submit(1, .buy, "9", limit: "100")
    exchange.submit(2, .buy, "1", limit: "100")
    exchange.submit(3, .buy, "0.9", limit: "100")
    #expect(exchange.news().words == ["accepted", "rejected INSUFFICIENT_MARGIN", "accepted"])
  }

  @Test("a market order without a market, and an unknown instrument, are refused")
  func noMarket() throws {
    var exchange = try TestExchange([Listings.instrument()])
    exchange.submit(1, .buy, "1")
    exchange.submit(1, .buy, "1", instrument: 4)
    exchange.submit(1, .buy, "1", limit: "100")
    #expect(exchange.news().words == ["rejected NO_MARKET", "rejected UNKNOWN_INSTRUMENT", "accepted"])
  }

  @Test("spot sells what is held and no more")
  func spot() throws {
    var exchange = try TestExchange([Listings.instrument(.spot)], balance: 1_000)
    exchange.tick(0, bid: "99.9", ask: "100", size: 1)
    exchange.submit(1, .sell, "1")
    exchange.submit(2, .buy, "10")
    exchange.submit(2, .buy, "9")
    exchange.submit(3, .sell, "5", limit: "120")
    exchange.submit(3, .sell, "5")
    exchange.submit(3, .sell, "4")
    #expect(
      exchange.news().words == [
        "rejected INSUFFICIENT_BALANCE", "rejected INSUFFICIENT_MARGIN", "accepted",
        "fill buy 9 @ 100", "accepted", "rejected INSUFFICIENT_BALANCE", "accepted",
        "fill sell 4 @ 99.9",
      ])
  }

  @Test("at most a thousand orders work at a time")
  func orderCap() throws {
    var exchange = try exchange(balance: 10_000_000)
    for _ in 0..<SimulatedExchange.workingOrderCap { exchange.submit(1, .buy, "1", limit: "90") }
    #expect(exchange.news().words.allSatisfy { $0 == "accepted" })
    exchange.submit(2, .buy, "1", limit: "90")
    #expect(exchange.news().words == ["rejected TOO_MANY_ORDERS"])
  }

  @Test("about one order in a hundred of the standard profile is refused, and not placed")
  func rejects() throws {
    var profile = ExchangeProfile.standard
    profile.requestLatency = .none
    profile.responseLatency = .none
    var exchange = try exchange(profile, balance: 10_000_000)
    for _ in 0..<2_000 {
      let id = exchange.submit(1, .buy, "1", limit: "90")
      if exchange.news().words == ["rejected EXCHANGE_REJECTED"] { continue }
      exchange.ask(1, .cancel(id, 0))
      #expect(exchange.news().words == ["cancelled REQUESTED"])
    }
    let accepted = exchange.exchange.orderCount
    #expect((1_950...1_995).contains(accepted), "\(accepted) of 2,000")
  }
}
