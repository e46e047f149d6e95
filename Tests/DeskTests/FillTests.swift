import Desk
import Primitives
import Sync
import Testing
import Trading

@Suite("Fills, in and out of order (ruling 21)")
struct FillTests {
  @Test("add_to_long: 0.01 at 50,000 and 0.01 at 51,000 are 0.02 at 50,500 (S2-POS-06)")
  func addToLong() throws {
    var harness = try DeskHarness()
    try harness.hold(.buy, "0.01", at: 50_000)
    try harness.hold(.buy, "0.01", at: 51_000)
    let position = try #require(harness.state.positions[Fixture.btc])
    #expect(position.quantity == number("0.02") && position.side == .long)
    #expect(position.averageEntry(harness.desk.settings.instruments[Fixture.btc]) == 50_500)
  }

  @Test("close_long: the close realises, flattens and is marked CLOSED once (S2-POS-05, -06)")
  func closeLong() throws {
    var harness = try DeskHarness()
    try harness.hold(.buy, "0.02", at: 50_000)
    let exit = try harness.order(.exit, .sell, "0.02")
    try harness.fill(exit, "0.02", at: 50_500)
    #expect(harness.state.positions.open.isEmpty && harness.state.positions.realised == 10)
    let closed = harness.marks.flatMap(\.positions).filter { $0.status == .closed }
    #expect(closed.count == 1 && closed.first?.side == .long && closed.first?.quantity == 0)
  }

  @Test("Over-closing opens the other side with the rest (trap 17, S2-POS-07)")
  func flip() throws {
    var harness = try DeskHarness()
    try harness.hold(.buy, "0.01", at: 50_000)
    try harness.hold(.sell, "0.03", at: 51_000)
    let position = try #require(harness.state.positions[Fixture.btc])
    #expect(position.quantity == number("-0.02") && position.realised == 10)
    #expect(position.averageEntry(harness.desk.settings.instruments[Fixture.btc]) == 51_000)
    let last = try #require(harness.marks.last)
    #expect(last.positions.map(\.status) == [.closed, .open])
    #expect(last.positions.map(\.side) == [.long, .short])
  }

  @Test("A fill before its acknowledgement is booked, and the acknowledgement changes nothing")
  func fillOvertakes() throws {
    var harness = try DeskHarness()
    harness.venue.answers = [.silence, .silence]
    let part = try harness.order()
    try harness.fill(part, "0.004", at: 50_000)
    #expect(try harness.order(part).status == .partiallyFilled)
    let whole = try harness.order()
    try harness.fill(whole, "0.01", at: 50_000)
    #expect(try harness.order(whole).status == .filled)
    for id in [part, whole] {
      let before = try harness.order(id)
      let exchangeID = try #require(harness.venue.placed[id]).exchangeID
      harness.feed(.venue(.accepted(id, exchangeID)))
      #expect(try harness.order(id) == before && before.exchangeOrderID == exchangeID)
    }
    #expect(harness.refused.isEmpty && harness.alerts.isEmpty)
  }

  @Test("A trade told twice, alone or in a list, is booked once (S2-ORD-14, trap 13)")
  func duplicates() throws {
    var harness = try DeskHarness()
    let id = try harness.order(limit: 49_000)
    let fill = try harness.fill(id, "0.004", at: 49_000)
    for fact in [VenueFact.fill(fill), .fills(since: Fixture.start, [fill, fill])] {
      let step = harness.feed(.venue(fact))
      #expect(step.events.isEmpty && step.effects.isEmpty)
    }
    #expect(try harness.order(id).filledQuantity == number("0.004"))
  }

  @Test("Two orders may share a trade id: the key of a fill is order and trade (domain model 10.1)")
  func sharedTradeID() throws {
    var harness = try DeskHarness()
    let first = try harness.order(on: Fixture.btc)
    let second = try harness.order(on: Fixture.eth)
    let one = try harness.fill(first, "0.01", at: 50_000)
    let other = Fill(
      tradeID: one.tradeID, orderID: second, exchangeOrderID: ExchangeOrderID("paper-2"),
      instrument: Fixture.eth, side: .buy, quantity: number("0.01"), price: 3_000, fee: 0,
      feeAsset: "USDT", liquidity: .taker, kind: .order, at: harness.now)
    let step = harness.feed(.venue(.fill(other)))
    #expect(step.events.isEmpty == false, "a fill of another instrument was taken for a repeat")
  }

  @Test("Fills out of order give the same order and position as in order")
  func outOfOrder() throws {
    let fresh = try DeskHarness()
    var outcomes: [DeskHarness] = []
    for reverses in [false, true] {
      var harness = fresh
      let id = try harness.order()
      var fills = try [("0.002", 50_000), ("0.003", 50_010), ("0.005", 50_020)].map {
        try harness.execution(id, $0.0, at: Fixed($0.1))
      }
      if reverses { fills.reverse() }
      for fill in fills { harness.feed(.venue(.fill(fill))) }
      #expect(try harness.order(id).status == .filled)
      outcomes.append(harness)
    }
    #expect(outcomes[0].state.orders.orders == outcomes[1].state.orders.orders)
    #expect(outcomes[0].state.positions == outcomes[1].state.positions)
  }

  @Test(
    "A late fill after each end is booked, marked late and warned of; the end stays (ruling 21)",
    arguments: [
      OrderStatus.filled, .cancelled, .failed,
    ])
  func lateFill(end: OrderStatus) throws {
    var harness = try DeskHarness()
    let id = try harness.order(limit: 49_000)
    switch end {
    case .filled: try harness.fill(id, "0.01", at: 49_000)
    case .cancelled: harness.feed(.venue(.cancelled(id, .exchange)))
    default: harness.feed(.venue(.rejected(id, VenueError(code: "NO", message: "no"))))
    }
    let before = try harness.order(id)
    #expect(before.status == end)
    try harness.fill(id, "0.002", at: 49_000)
    let order = try harness.order(id)
    #expect(order.status == end && order.filledQuantity == before.filledQuantity + number("0.002"))
    #expect(harness.bookings.last?.isLate == true)
    #expect(harness.alerts(.lateFill).map(\.severity) == [.warning])
    #expect(harness.state.positions.quantity(Fixture.btc) == order.filledQuantity)
  }

  @Test("An overfill is booked and alarmed (ruling 21)")
  func overfill() throws {
    var harness = try DeskHarness()
    let id = try harness.order()
    try harness.fill(id, "0.008", at: 50_000)
    #expect(harness.alerts(.overfill).isEmpty)
    try harness.fill(id, "0.008", at: 50_000)
    let order = try harness.order(id)
    #expect(order.status == .filled && order.filledQuantity == number("0.016"))
    #expect(harness.alerts(.overfill).count == 1)
    #expect(harness.state.positions.quantity(Fixture.btc) == number("0.016"))
  }

  @Test("A fill of an order already forgotten moves the position and is late")
  func forgottenOrder() throws {
    var harness = try DeskHarness()
    let stranger = OrderID(digest: Digest128(high: 5, low: 6))
    let fill = Fill(
      tradeID: TradeID("late"), orderID: stranger, exchangeOrderID: ExchangeOrderID("x"),
      instrument: Fixture.btc, side: .buy, quantity: number("0.01"), price: 50_000, fee: 0,
      feeAsset: "USDT", liquidity: .taker, kind: .order, at: harness.now)
    harness.feed(.venue(.fill(fill)))
    #expect(harness.state.positions.quantity(Fixture.btc) == number("0.01"))
    #expect(harness.bookings.last?.isLate == true && harness.alerts(.lateFill).count == 1)
  }

  @Test("No two marks of one valuation share symbol and side, the key of their rows (S2-DB-02)")
  func marksKeepTheirKeys() throws {
    var harness = try DeskHarness()
    try harness.hold(.buy, "0.01", at: 50_000)
    let exit = try harness.order(.exit, .sell, "0.01")
    let again = try harness.order(.entry, .buy, "0.02")
    let fills = [
      try harness.execution(exit, "0.01", at: 50_100),
      try harness.execution(again, "0.02", at: 50_200),
    ]
    harness.feed(.venue(.fills(since: Fixture.start, fills)))
    var keys: Set<[String]> = []
    for mark in harness.marks {
      for position in mark.positions {
        let key = ["\(mark.at.microseconds)", "\(position.instrument)", position.side.rawValue]
        #expect(keys.insert(key).inserted, "two rows with the key \(key)")
      }
    }
    let statuses = harness.marks.flatMap(\.positions).map(\.status)
    #expect(statuses == [.open, .closed, .open])
  }

  @Test("Funding is booked once and moves wallet and position")
  func funding() throws {
    var harness = try DeskHarness()
    try harness.hold(.buy, "0.01", at: 50_000)
    let payment = FundingPayment(
      id: "f1", instrument: Fixture.btc, amount: number("-0.05"), rate: number("0.0001"), at: harness.now)
    harness.feed(.venue(.funding(payment)))
    harness.feed(.venue(.funding(payment)))
    #expect(harness.state.wallet == number("99999.95"))
    #expect(harness.marks.last?.funding == number("-0.05") && harness.marks.count == 2)
  }

  @Test("An old order's fills are not booked twice when the exchange is asked for them again (trap 13)")
  func forgottenTrades() throws {
    let caps = TradingCaps(maxOrderNotional: 1_000_000_000)
    var harness = try DeskHarness(try Fixture.settings(caps: caps))
    harness.venue.answers = [.silence]
    let id = try harness.order(.entry, .buy, "20", limit: 49_000)
    for _ in 0...AccountState.tradeIDCap {
      harness.advance(nanoseconds: Nanos.perMicrosecond)
      try harness.fill(id, "0.001", at: 49_000)
    }
    let missed = try harness.execution(id, "0.001", at: 49_000)
    harness.outbox = []
    harness.feed(.venue(.orderReport(harness.venue.report(id, Fixture.btc))))
    for request in harness.outbox.filter({ if case .queryFills = $0 { true } else { false } }) {
      for case .fills(let since, let fills) in harness.venue.execute(request) {
        // All but a few at either end: what is asked for is what matters.
        let answer = Array(fills.prefix(2) + fills.suffix(2))
        harness.feed(.venue(.fills(since: since, answer)))
      }
    }
    #expect(harness.bookings.last?.fill == missed, "the missing fill was found")
    #expect(try harness.order(id).filledQuantity == harness.venue.placed[id]?.filled)
  }
}
