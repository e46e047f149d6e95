import Desk
import Primitives
import Sync
import Testing
import Trading

@Suite("Hostile facts: refused or harmless, never a crash")
struct HostileFactTests {
  private static func fill(
    _ id: String, order: OrderID? = nil, on instrument: InstrumentIndex = Fixture.btc,
    side: Side = .buy, quantity: Fixed = 1, price: Fixed = 50_000, fee: Fixed = 0,
    feeAsset: String = "USDT"
  ) -> Fill {
    Fill(
      tradeID: TradeID(id), orderID: order, exchangeOrderID: ExchangeOrderID("x"),
      instrument: instrument, side: side, quantity: quantity, price: price, fee: fee,
      feeAsset: feeAsset, liquidity: .taker, kind: .order, at: Fixture.start)
  }

  private static let unusable: [Fill] = [
    fill("unknown instrument", on: 99), fill("instrument before the first", on: -1),
    fill("no quantity", quantity: 0), fill("less than nothing", quantity: -1),
    fill("huge quantity", quantity: Bounds.quantity + 1), fill("free", price: 0),
    fill("negative price", price: -5), fill("huge price", price: Bounds.price + 1),
    fill("greatest", quantity: .greatest, price: .greatest), fill("huge fee", fee: Bounds.money + 1),
    fill("huge rebate", fee: -Bounds.money - 1),
  ]

  @Test(
    "A fill out of bounds is refused, changes nothing and does not hide a sound one of its id",
    arguments: unusable)
  func outOfBounds(fill: Fill) throws {
    var harness = try DeskHarness()
    let before = harness.state
    let step = harness.feed(.venue(.fill(fill)))
    #expect(step.effects.isEmpty)
    #expect(step.events.contains { if case .factRefused = $0 { true } else { false } })
    #expect(harness.alerts.count <= 1 && harness.marks.isEmpty && harness.bookings.isEmpty)
    #expect(harness.state.positions == before.positions && harness.state.tradeIDs.isEmpty)
    harness.feed(.venue(.fill(Self.fill(fill.tradeID.text))))
    #expect(harness.state.positions.quantity(Fixture.btc) == 1)
  }

  @Test(
    "Funding out of bounds is refused",
    arguments: [
      (99, Fixed(1)), (-1, 1), (0, Bounds.money + 1), (0, -Bounds.money - 1),
    ])
  func funding(instrument: InstrumentIndex, amount: Fixed) throws {
    var harness = try DeskHarness()
    let payment = FundingPayment(
      id: "f", instrument: instrument, amount: amount, rate: 0, at: harness.now)
    harness.feed(.venue(.funding(payment)))
    #expect(harness.refused.count == 1 && harness.state.wallet == 100_000)
  }

  @Test("Facts about a stranger are refused or ignored: no order, no effect, one alarm at most each")
  func strangers() throws {
    var harness = try DeskHarness()
    let stranger = OrderID(digest: Digest128(high: 7, low: 7))
    let error = VenueError(code: "E", message: "e")
    let found = OrderReport.Outcome.found(
      exchangeOrderID: ExchangeOrderID("x"), status: .filled, filledQuantity: 5, reason: "")
    let facts: [VenueFact] = [
      .accepted(stranger, ExchangeOrderID("x")), .rejected(stranger, error),
      .notSent(stranger, reason: "r"), .outcomeUnknown(stranger, reason: "r"),
      .cancelled(stranger, .exchange), .cancelRejected(stranger, error),
      .orderReport(OrderReport(orderID: stranger, instrument: 0, outcome: .notFound)),
      .orderReport(OrderReport(orderID: stranger, instrument: 99, outcome: found)),
      .openOrders([OrderReport(orderID: stranger, instrument: -3, outcome: found)]),
      .balances(wallet: -1), .fills(since: .distantPast, []),
    ]
    for fact in facts {
      let alarms = harness.alerts.count
      let step = harness.feed(.venue(fact))
      #expect(step.effects.isEmpty && harness.alerts.count <= alarms + 1)
      #expect(harness.state.orders.count == 0)
    }
    harness.feed(.handedOff(stranger))
    harness.feed(.cancel(stranger))
    #expect(harness.state.orders.count == 0)
  }

  @Test("A cancel rejection at any time of an order's life changes no status and alarms nobody")
  func cancelRejections() throws {
    var harness = try DeskHarness()
    let pending = try harness.order(settling: false)
    harness.outbox = []
    let working = try harness.order(limit: 49_000)
    let part = try harness.order(limit: 49_000)
    try harness.fill(part, "0.001", at: 49_000)
    let filled = try harness.hold(.buy, "0.01", at: 50_000)
    let cancelled = try harness.order(limit: 49_000)
    harness.feed(.cancel(cancelled))
    harness.settle()
    for id in [pending, working, part, filled, cancelled] {
      let before = try harness.order(id).status
      for _ in 0..<2 {
        harness.feed(.venue(.cancelRejected(id, VenueError(code: "E", message: "e"))))
        #expect(try harness.order(id).status == before)
      }
    }
    #expect(harness.alerts.isEmpty && harness.refused.isEmpty)
  }

  @Test("Facts illegal for an ended order are refused and leave it as it is")
  func illegalAfterTheEnd() throws {
    var harness = try DeskHarness()
    let id = try harness.hold(.buy, "0.01", at: 50_000)
    let before = try harness.order(id)
    let error = VenueError(code: "E", message: "e")
    for fact in [VenueFact.cancelled(id, .exchange), .rejected(id, error), .notSent(id, reason: "r")] {
      harness.feed(.venue(fact))
    }
    #expect(try harness.order(id) == before)
    #expect(harness.refused.count == 3)
  }

  @Test("Hedge mode's two rows of one symbol are one net position (trap 16, S2-POS-17)")
  func hedgedReports() throws {
    var harness = try DeskHarness()
    try harness.hold(.buy, "0.02", at: 50_000)
    let rows = [number("0.03"), number("-0.01")].map {
      PositionReport(instrument: Fixture.btc, quantity: $0, entryPrice: 1, liquidationPrice: nil)
    }
    for _ in 0..<3 { harness.feed(.venue(.positions(rows))) }
    #expect(harness.alerts.isEmpty)
  }

  /// Gives a desk with prices so many facts, one after another.
  private static func flood(_ count: Int, _ facts: (Int) -> [VenueFact]) throws {
    var desk = AccountDesk(settings: try Fixture.settings())
    var step = Step()
    desk.receive(.beginSession(Fixture.session()), at: Fixture.start, into: &step)
    for (instrument, price) in Fixture.prices.enumerated() {
      let tick = Fixture.tick(instrument, price, price, at: Fixture.start)
      desk.receive(.tick(tick), at: Fixture.start, into: &step)
    }
    for index in 0..<count {
      step.clear()
      for fact in facts(index) { desk.receive(.venue(fact), at: Fixture.start, into: &step) }
    }
  }

  @Test("The least number a text can hold is refused as fee or funding")
  func leastNumber() async {
    await #expect(processExitsWith: .success) {
      let least = Fixed(mantissa: .min)
      let payment = FundingPayment(
        id: "f", instrument: 0, amount: least, rate: 0, at: Fixture.start)
      try Self.flood(1) { _ in
        [
          .fill(Self.fill("a", quantity: least, price: least)), .fill(Self.fill("b", fee: least)),
          .funding(payment),
        ]
      }
    }
  }

  @Test("A flood of the largest fills, prices, fees and payments in bounds does not overflow")
  func largest() async {
    await #expect(processExitsWith: .success) {
      try Self.flood(2_000) { index in
        let payment = FundingPayment(
          id: "\(index)", instrument: 0, amount: Bounds.money, rate: 0, at: Fixture.start)
        let fill = Self.fill(
          "\(index)", quantity: Bounds.quantity, price: Bounds.price, fee: Bounds.money)
        return [.fill(fill), .funding(payment)]
      }
    }
  }

  @Test("A flood of inverse fills at the smallest price in bounds does not overflow")
  func inverseFlood() async {
    await #expect(processExitsWith: .success) {
      try Self.flood(2_000) {
        [
          .fill(
            Self.fill("\($0)", on: Fixture.inverse, quantity: Bounds.quantity, price: .smallest))
        ]
      }
    }
  }

  @Test("A flood of spot fills with the largest fee in the base currency does not overflow")
  func baseFeeFlood() async {
    await #expect(processExitsWith: .success) {
      try Self.flood(200) {
        [
          .fill(
            Self.fill(
              "\($0)", on: Fixture.spot, price: Bounds.price, fee: Bounds.money, feeAsset: "BTC"))
        ]
      }
    }
  }
}
