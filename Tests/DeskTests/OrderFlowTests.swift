import Desk
import Primitives
import Sync
import Testing
import Trading

@Suite("Orders from signal to end (S2-FLOW-04)")
struct OrderFlowTests {
  @Test("success_market: one signal is one submit, acknowledged, filled, priced (S2-ORD-06, -09)")
  func successMarket() throws {
    var harness = try DeskHarness()
    let id = try harness.order()
    let submitted = try harness.order(id)
    #expect(submitted.status == .submitted)
    #expect(submitted.exchangeOrderID == ExchangeOrderID("paper-1"))
    #expect(submitted.arrivalBid == 50_000 && submitted.arrivalAsk == 50_001)
    #expect(submitted.type == .market && submitted.limitPrice == nil)
    try harness.fill(id, "0.01", at: 50_001, fee: number("0.25"))
    let filled = try harness.order(id)
    #expect(filled.status == .filled && filled.averageFillPrice == 50_001)
    #expect(filled.commission == number("0.25") && filled.filledAt == harness.now)
    #expect(harness.submitEffects(id) == 1 && harness.venue.refusals.isEmpty)
  }

  @Test("success_limit: the limit price goes to the exchange and rests for ever (S2-ORD-11, -20)")
  func successLimit() throws {
    var harness = try DeskHarness()
    let id = try harness.order(limit: 49_900)
    #expect(harness.venue.placed[id]?.request.limitPrice == 49_900)
    #expect(try harness.order(id).expiresAt == nil)
    harness.advance(seconds: 7_200)
    #expect(try harness.order(id).status == .submitted)
    #expect(harness.cancelEffects(id) == 0)
  }

  @Test("queue_full: at the cap of working orders the next is refused in words (S2-ORD-04)")
  func queueFull() throws {
    var harness = try DeskHarness(try Fixture.settings(caps: TradingCaps(maxOrders: 3)))
    for _ in 0..<3 { _ = try harness.order(limit: 49_900) }
    let decision = harness.send(harness.signal(id: "one-too-many", limit: 49_900))
    guard case .rejected(let rejection) = decision?.outcome else {
      Issue.record("not refused: \(String(describing: decision))")
      return
    }
    #expect(rejection.message.lowercased().contains("queue full"))
    #expect(harness.state.orders.count == 3 && harness.venue.totalSubmits == 3)
  }

  @Test("queue_full: ended orders make room, oldest first (S2-ORD-04)")
  func endsMakeRoom() throws {
    var harness = try DeskHarness(try Fixture.settings(caps: TradingCaps(maxOrders: 3)))
    let ids = try (0..<3).map { _ in try harness.order(limit: 49_900) }
    try harness.fill(ids[1], "0.01", at: 49_900)
    try harness.fill(ids[2], "0.01", at: 49_900)
    let next = try harness.order(limit: 49_900)
    #expect(harness.state.orders.orders.map(\.id) == [ids[0], ids[2], next])
  }

  @Test("retry_logic: proof that nothing left ends the order, and says so (S2-ORD-10, ruling 20)")
  func notSent() throws {
    var harness = try DeskHarness()
    harness.venue.answers = [.notSent]
    let id = try harness.order()
    let order = try harness.order(id)
    #expect(order.status == .failed && order.reasonCode == "NOT_SENT")
    #expect(order.reasonMessage == "connection refused")
  }

  @Test("A definite refusal is FAILED with code and words, and is not sent again (S2-ORD-10, -13)")
  func rejected() throws {
    var harness = try DeskHarness()
    harness.venue.answers = [.reject(code: "INSUFFICIENT_MARGIN")]
    let id = try harness.order()
    harness.advance(seconds: 300)
    harness.settle()
    let order = try harness.order(id)
    #expect(order.status == .failed && order.reasonCode == "INSUFFICIENT_MARGIN")
    #expect(order.reasonMessage == "no" && harness.submitEffects(id) == 1)
  }

  @Test("An acknowledgement before any submit of a stranger is refused, once alarmed (S2-ORD-13)")
  func strangerAcknowledged() throws {
    var harness = try DeskHarness()
    let stranger = OrderID(digest: Digest128(high: 1, low: 2))
    harness.feed(.venue(.accepted(stranger, ExchangeOrderID("x"))))
    #expect(harness.refused.count == 1 && harness.alerts(.illegalFact).count == 1)
    #expect(harness.state.orders.count == 0)
  }

  @Test("get_order, get_all_orders: by id and oldest first, a stranger is nil (S2-ORD-01)")
  func getters() throws {
    var harness = try DeskHarness()
    let ids = try (0..<4).map { _ in try harness.order() }
    #expect(harness.state.orders.orders.map(\.id) == ids)
    #expect(harness.state.orders[OrderID(digest: Digest128(high: 9, low: 9))] == nil)
  }

  @Test("Ended orders are gone after an hour, a working one never (S2-ORD-15)")
  func cleanup() throws {
    var harness = try DeskHarness()
    let ended = try harness.hold(.buy, "0.01", at: 50_000)
    let working = try harness.order(limit: 49_000)
    harness.advance(seconds: 3_590)
    harness.quote(Fixture.btc, 50_000, 50_001)
    harness.advance(seconds: 11)
    #expect(harness.state.orders[ended] != nil, "kept for the hour")
    harness.quote(Fixture.btc, 50_000, 50_001)
    harness.advance(seconds: 20)
    #expect(harness.state.orders[ended] == nil)
    #expect(try harness.order(working).status == .submitted)
    harness.advance(seconds: 50_000)
    #expect(try harness.order(working).status == .submitted)
  }

  @Test("Nothing happens before a session (S1-RUN)")
  func noSession() throws {
    var harness = try DeskHarness(beginning: false)
    harness.feed(.timer)
    harness.feed(.resume(VenueMemory(submitted: [], cancelled: [])))
    #expect(harness.send(harness.signal()) == nil && harness.journal.isEmpty)
  }

  @Test("A new session starts flat, with nothing working and its own balance")
  func newSession() throws {
    var harness = try DeskHarness()
    try harness.hold(.buy, "0.01", at: 50_000)
    _ = try harness.order(limit: 49_000)
    harness.feed(.beginSession(Fixture.session(balance: 7, ordinal: 2)))
    #expect(harness.state.positions.open.isEmpty && harness.state.orders.count == 0)
    #expect(harness.state.wallet == 7 && harness.state.tradeIDs.isEmpty)
  }

  @Test("The end of the tape is one event, and no order comes after it")
  func tapeEnd() throws {
    var harness = try DeskHarness()
    harness.feed(.tapeEnded(rows: 10))
    harness.feed(.tapeEnded(rows: 10))
    #expect(harness.events.count { $0 == .tapeEnded(rows: 10) } == 1)
    #expect(harness.code(harness.send(harness.signal())) == "MARKET_CLOSED")
  }
}
