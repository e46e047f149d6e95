import Desk
import Primitives
import Sync
import Testing
import Trading

@Suite("Liquidation, margin and mismatch alarms")
struct AlertFlowTests {
  @Test(
    "A forced fill is LIQUIDATION_DETECTED, CRITICAL, with its details, and a LIQUIDATED mark (S2-POS-10)",
    arguments: [
      (Side.buy, FillKind.liquidation), (.sell, .liquidation), (.buy, .autoDeleverage),
    ])
  func liquidation(held: Side, kind: FillKind) throws {
    var harness = try DeskHarness()
    try harness.hold(held, "0.02", at: 50_000)
    let fill = harness.venue.force(
      Fixture.btc, held.opposite, number("0.02"), at: 40_000, kind: kind, time: harness.now)
    harness.feed(.venue(.fill(fill)))
    let alert = try #require(harness.alerts(.liquidationDetected).first)
    #expect(harness.alerts(.liquidationDetected).count == 1)
    #expect(alert.severity == .critical && alert.symbol == "BTCUSDT" && alert.state == .firing)
    let details = Dictionary(uniqueKeysWithValues: alert.details.map { ($0.name, $0.value) })
    #expect(details["symbol"] == "BTCUSDT" && details["side"] == (held == .buy ? "LONG" : "SHORT"))
    #expect(details["entry_price"] == "50000" && details["last_price"] == "40000")
    #expect(details["quantity"] == "0.02" && details["cause"] == kind.rawValue)
    #expect(details["confidence"] == "confirmed")
    let mark = try #require(harness.marks.last?.positions.first)
    #expect(mark.status == .liquidated && mark.quantity == 0)
    #expect(harness.state.positions.open.isEmpty && !(harness.bookings.last?.isLate ?? true))
  }

  @Test("A forced close of a part leaves the rest OPEN (S2-POS-10)")
  func partLiquidated() throws {
    var harness = try DeskHarness()
    try harness.hold(.buy, "0.02", at: 50_000)
    let fill = harness.venue.force(Fixture.btc, .sell, number("0.005"), at: 40_000, time: harness.now)
    harness.feed(.venue(.fill(fill)))
    #expect(harness.marks.last?.positions.map(\.status) == [.open])
    #expect(harness.alerts(.liquidationDetected).count == 1)
  }

  /// One long at 50,000 with a wallet that makes its ratio a round figure at a mark of 50,000.
  private func holding(ratioPercent: Fixed, keepsMarks: Bool = true) throws -> DeskHarness {
    // 0.4 % of a value of 50,000 × 1: maintenance is 200.
    var settings = try Fixture.settings()
    settings.keepsMarks = keepsMarks
    var harness = try DeskHarness(settings, balance: ratioPercent.multiplied(by: 2))
    harness.quote(Fixture.btc, 50_000, 50_000)
    let order = try harness.order(.entry, .buy, "1")
    try harness.fill(order, "1", at: 50_000)
    return harness
  }

  @Test(
    "Margin alarms come on a change of state, not every sync (S2-POS-15, ruling 5)", arguments: [true, false])
  func marginStates(keepsMarks: Bool) throws {
    var harness = try holding(ratioPercent: 134, keepsMarks: keepsMarks)
    #expect(keepsMarks ? harness.marks.last?.marginRatioPercent == 134 : harness.marks.isEmpty)
    #expect(harness.alerts.isEmpty)
    /// Moves the mark and lets a sync come.
    func sync(_ price: String) {
      harness.quote(Fixture.btc, number(price), number(price))
      harness.advance(seconds: 10)
    }
    for price in ["49998", "49998.1", "49998.2"] { sync(price) }
    #expect(harness.alerts(.marginRatioLow).map(\.severity) == [.warning])
    for price in ["49966", "49966.1"] { sync(price) }
    #expect(harness.alerts(.marginRatioLow).map(\.severity) == [.warning, .critical])
    for price in ["50100", "50101"] { sync(price) }
    #expect(harness.alerts(.marginRatioLow).map(\.state) == [.firing, .firing, .resolved])
    #expect(harness.state.alerts.firing.isEmpty)
  }

  @Test("Closing the position ends the margin alarm (S2-POS-15)")
  func marginResolvedByClose() throws {
    var harness = try holding(ratioPercent: 110)
    #expect(harness.state.alerts.firing.map(\.type) == [.marginRatioLow])
    let exit = try harness.order(.exit, .sell, "1")
    try harness.fill(exit, "1", at: 50_000)
    #expect(harness.state.alerts.firing.isEmpty)
  }

  private func report(_ quantity: String, _ instrument: InstrumentIndex = Fixture.btc) -> PositionReport {
    PositionReport(
      instrument: instrument, quantity: number(quantity), entryPrice: 50_000, liquidationPrice: nil)
  }

  @Test("Two snapshots in a row with the same difference alarm once, agreement ends it (S2-POS-09, -13)")
  func mismatch() throws {
    var harness = try DeskHarness()
    try harness.hold(.buy, "0.02", at: 50_000)
    harness.feed(.venue(.positions([])))
    #expect(harness.alerts.isEmpty, "one empty answer is no proof")
    for _ in 0..<3 { harness.feed(.venue(.positions([]))) }
    let alert = try #require(harness.alerts(.positionMismatch).first)
    #expect(harness.alerts(.positionMismatch).count == 1 && alert.severity == .critical)
    #expect(alert.symbol == "BTCUSDT")
    #expect(alert.details == [AlertDetail("local", "0.02"), AlertDetail("exchange", "0")])
    #expect(harness.state.positions.quantity(Fixture.btc) == number("0.02"), "nothing is removed unproved")
    harness.feed(.venue(.positions([report("0.02")])))
    #expect(harness.alerts(.positionMismatch).map(\.state) == [.firing, .resolved])
  }

  @Test("A difference gone by the next snapshot was a fill on its way (S2-POS-13)")
  func passingMismatch() throws {
    var harness = try DeskHarness()
    try harness.hold(.buy, "0.02", at: 50_000)
    for _ in 0..<4 {
      harness.feed(.venue(.positions([])))
      harness.feed(.venue(.positions([report("0.02")])))
    }
    #expect(harness.alerts.isEmpty)
  }

  @Test("The same gap is the same difference while both sides trade on (S2-POS-09)")
  func mismatchWhileTrading() throws {
    var harness = try DeskHarness()
    try harness.hold(.buy, "0.02", at: 50_000)
    harness.feed(.venue(.positions([report("0.01")])))
    try harness.hold(.buy, "0.02", at: 50_000)
    harness.feed(.venue(.positions([report("0.03")])))
    #expect(harness.alerts(.positionMismatch).count == 1, "0.01 has been missing twice in a row")
  }

  @Test("A position only the exchange has is alarmed too (S2-POS-11)")
  func exchangeOnly() throws {
    var harness = try DeskHarness()
    for _ in 0..<2 { harness.feed(.venue(.positions([report("3", Fixture.eth)]))) }
    #expect(harness.alerts(.positionMismatch).map(\.symbol) == ["ETHUSDT"])
  }

  @Test("Positions are asked for every ten seconds, whole multiples of market time (S2-POS-03)")
  func syncCadence() throws {
    var harness = try DeskHarness()
    harness.advance(seconds: 3)
    harness.outbox = []
    harness.advance(seconds: 60)
    #expect(harness.outbox.count { $0 == .queryPositions } == 6)
    #expect((harness.desk.nextDeadline?.nanoseconds ?? 1) % (10 * Nanos.perSecond) == 0)
  }

  @Test("At a sync every open position is marked; without a move or a position nothing is written")
  func syncMarks() throws {
    var harness = try DeskHarness()
    harness.quote(Fixture.btc, 50_010, 50_011)
    harness.advance(seconds: 30)
    #expect(harness.marks.isEmpty)
    try harness.hold(.buy, "0.02", at: 50_000)
    harness.advance(seconds: 5)
    harness.quote(Fixture.btc, 50_100, 50_100)
    harness.advance(seconds: 100)
    let syncs = harness.marks.filter { $0.cause == .sync }
    #expect(syncs.count == 1 && syncs.first?.unrealised == 2)
  }
}
