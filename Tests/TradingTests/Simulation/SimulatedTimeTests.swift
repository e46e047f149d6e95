import Primitives
import Testing

@testable import Trading

@Suite("Time on the simulated exchange")
struct SimulatedTimeTests {
  /// Always 30 ms there and 40 ms back.
  private let delayed = ExchangeProfile(
    requestLatency: .init(leastNanos: 30_000_000, mostNanos: 30_000_000),
    responseLatency: .init(leastNanos: 40_000_000, mostNanos: 40_000_000))

  @Test("an order meets the book of its arrival, and the answer comes later still")
  func latency() throws {
    var exchange = try TestExchange([Listings.instrument()], profile: delayed)
    exchange.tick(0, bid: "99.9", ask: "100")
    exchange.submit(10, .buy, "1")
    #expect(exchange.exchange.nextDue == TestExchange.time(40))
    exchange.tick(39, bid: "104.9", ask: "105")
    exchange.tick(41, bid: "199.9", ask: "200")
    #expect(exchange.news() == [])
    #expect(exchange.exchange.nextDue == TestExchange.time(80))
    exchange.advance(79)
    #expect(exchange.news() == [])
    exchange.advance(80)
    let facts = exchange.news()
    #expect(facts.words == ["accepted", "fill buy 1 @ 105"])
    #expect(facts.fills.first?.at == TestExchange.time(40))
    #expect(exchange.exchange.nextDue == nil)
  }

  @Test("what happens after a query arrived is told after its answer, without delay too")
  func answerBefore() throws {
    var profile = ExchangeProfile.ideal
    profile.requestLatency = .init(
      leastNanos: 10 * Nanos.perMillisecond, mostNanos: 10 * Nanos.perMillisecond)
    var exchange = try TestExchange([Listings.instrument()], profile: profile)
    exchange.tick(0, bid: "99", ask: "101")
    exchange.submit(1, .buy, "1")
    exchange.ask(2, .queryPositions)
    exchange.submit(3, .sell, "1")
    exchange.advance(100)
    #expect(
      exchange.news().words == [
        "accepted", "fill buy 1 @ 101", "positions 1 @ 101", "accepted", "fill sell 1 @ 99",
      ])
  }

  @Test("requests and answers keep their order, whatever their delays", arguments: UInt64(1)...20)
  func order(seed: UInt64) throws {
    var profile = ExchangeProfile.standard
    profile.rejectsPerMillion = 0
    var exchange = try TestExchange([Listings.instrument()], profile: profile, seed: seed)
    exchange.tick(0, bid: "99.9", ask: "100", size: 5)
    var submitted: [OrderID] = []
    for step in 1...50 {
      submitted.append(exchange.submit(Int64(step), .buy, "0.1", limit: "50"))
      exchange.ask(Int64(step), .cancel(submitted[step - 1], 0))
    }
    exchange.ask(50, .queryOpenOrders)
    exchange.advance(1_000)
    var expected: [VenueFact] = []
    for (number, id) in submitted.enumerated() {
      expected.append(.accepted(id, ExchangeOrderID("paper-\(number + 1)")))
      expected.append(.cancelled(id, .requested))
    }
    let news = exchange.news()
    // An answer to a question travels apart from what happens.
    #expect(news.filter { $0 != .openOrders([]) } == expected)
    #expect(news.contains(.openOrders([])))
  }

  @Test("funding is paid by longs on its hour, at the mark, and shown with its rate")
  func funding() throws {
    let hour = 60 * Nanos.perMinute
    let profile = ExchangeProfile(
      fundingIntervalNanos: hour, fundingRate: .fixed(decimal("0.0001")))
    var exchange = try TestExchange([Listings.instrument()], profile: profile)
    exchange.tick(0, bid: "99", ask: "101")
    exchange.submit(1, .buy, "10")
    _ = exchange.news()
    let before = exchange.exchange.wallet
    let due = try #require(exchange.exchange.nextDue)
    #expect(due.nanoseconds % hour == 0)
    exchange.exchange.advance(to: due, into: &exchange.facts)
    let facts = exchange.news()
    #expect(facts.words == ["funding -0.1 at 0.0001"])
    #expect(exchange.exchange.wallet == before - decimal("0.1"))
    #expect(exchange.exchange.position(0).funding == decimal("-0.1"))
    exchange.submit(4_000_000, .sell, "20")
    _ = exchange.news()
    exchange.advance(7_300_000)
    #expect(exchange.news().words == ["funding 0.1 at 0.0001"])
  }

  @Test("a seeded funding rate depends on neither orders nor queries")
  func seededFunding() throws {
    let profile = ExchangeProfile(
      fundingIntervalNanos: 60 * Nanos.perMinute, fundingRate: .seeded(most: decimal("0.001")))
    func rates(busy: Bool) throws -> [Fixed] {
      var exchange = try TestExchange([Listings.instrument()], profile: profile)
      exchange.tick(0, bid: "99", ask: "101")
      exchange.submit(1, .buy, "10")
      if busy { exchange.submit(2, .buy, "5", limit: "50") }
      exchange.advance(20 * 3_600_000)
      return exchange.news().compactMap {
        if case .funding(let payment) = $0 { payment.rate } else { nil }
      }
    }
    let quiet = try rates(busy: false)
    #expect(quiet.count == 20)
    #expect(Set(quiet).count > 10)
    #expect(quiet.allSatisfy { $0.magnitude <= decimal("0.001") })
    #expect(try rates(busy: true) == quiet)
  }

  @Test("queries never move the account's fate", arguments: UInt64(1)...10)
  func queriesAreHarmless(seed: UInt64) throws {
    func fate(asking: Bool) throws -> [VenueFact] {
      var exchange = try TestExchange([Listings.instrument()], profile: .standard, seed: seed)
      for step in Int64(0)..<200 {
        exchange.tick(step * 10, bid: "\(100 + step % 7)", ask: "\(101 + step % 7)", size: 1)
        if step % 5 == 0 { exchange.submit(step * 10 + 1, step % 2 == 0 ? .buy : .sell, "1.5") }
        if asking, step % 3 == 0 { exchange.ask(step * 10 + 2, .queryPositions) }
      }
      exchange.advance(10_000)
      return exchange.news().filter { if case .positions = $0 { false } else { true } }
    }
    #expect(try fate(asking: true) == fate(asking: false))
  }

  @Test("too many requests on their way are not sent")
  func requestCap() throws {
    var exchange = try TestExchange([Listings.instrument()], profile: delayed)
    for _ in 0..<SimulatedExchange.requestCap { exchange.submit(1, .buy, "1", limit: "90") }
    #expect(exchange.news() == [])
    exchange.submit(1, .buy, "1", limit: "90")
    #expect(exchange.news().words == ["not sent"])
  }

  @Test("a tick with no price or of no instrument changes nothing")
  func badTicks() throws {
    var exchange = try TestExchange([Listings.instrument()])
    exchange.tick(0, bid: "99", ask: "101")
    exchange.tick(1, bid: "0", ask: "101")
    exchange.tick(2, bid: "1", ask: "1", instrument: 9)
    exchange.submit(3, .sell, "1")
    #expect(exchange.news().words == ["accepted", "fill sell 1 @ 99"])
  }
}
