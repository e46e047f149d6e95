import Desk
import Primitives
import Sync
import Testing
import Trading

@Suite("Caps bind entries, never exits (ruling 7)")
struct CapsAndExitsTests {
  @Test("Order value over the cap is refused, at the cap it is not (risk_manager_rejects)")
  func notional() throws {
    var harness = try DeskHarness(try Fixture.settings(caps: TradingCaps(maxOrderNotional: 5_000)))
    #expect(harness.send(harness.signal(.entry, .sell, "0.1", id: "at"))?.order != nil, "0.1 × bid 50,000")
    #expect(harness.code(harness.send(harness.signal(.entry, .buy, "0.1", id: "b"))) == "MAX_ORDER_NOTIONAL")
  }

  @Test("A limit further through the market than the collar is refused, both sides (DESIGN Safety)")
  func collar() throws {
    var harness = try DeskHarness()
    #expect(harness.send(harness.signal(id: "a", limit: number("52501.0")))?.order != nil, "5 % over the ask")
    #expect(harness.code(harness.send(harness.signal(id: "b", limit: number("52501.1")))) == "PRICE_COLLAR")
    #expect(
      harness.code(harness.send(harness.signal(.entry, .sell, id: "c", limit: 47_000))) == "PRICE_COLLAR")
    #expect(harness.send(harness.signal(.entry, .sell, id: "d", limit: 47_500))?.order != nil)
    #expect(
      harness.send(harness.signal(id: "e", limit: 10_000))?.order != nil, "resting far away is no danger")
  }

  @Test("Entries beyond the cap of a minute are refused until the minute has passed (risk_manager_rejects)")
  func rate() throws {
    var harness = try DeskHarness(try Fixture.settings(caps: TradingCaps(maxOrdersPerMinute: 3)))
    for index in 0..<3 { #expect(harness.send(harness.signal(id: "\(index)"))?.order != nil) }
    #expect(harness.code(harness.send(harness.signal(id: "3"))) == "ORDER_RATE_LIMIT")
    harness.advance(seconds: 59)
    #expect(harness.code(harness.send(harness.signal(id: "4"))) == "ORDER_RATE_LIMIT")
    harness.advance(seconds: 1)
    #expect(harness.send(harness.signal(id: "5"))?.order != nil)
  }

  @Test("A pending entry takes the last position slot (S2-RSK-12)")
  func positionSlots() throws {
    var harness = try DeskHarness(try Fixture.settings(caps: TradingCaps(maxPositions: 1)))
    _ = try harness.order(on: Fixture.btc)
    let other = harness.send(harness.signal(on: Fixture.eth, id: "eth"))
    #expect(harness.code(other) == "MAX_POSITIONS_EXCEEDED")
  }

  @Test("A second entry of an instrument already on its way opens no second position (S2-POS-04)")
  func slotOfItsOwn() throws {
    var harness = try DeskHarness(try Fixture.settings(caps: TradingCaps(maxPositions: 1)))
    _ = try harness.order(on: Fixture.btc)
    #expect(harness.send(harness.signal(on: Fixture.btc, id: "more"))?.order != nil)
  }

  @Test("Exits pass notional, rate, collar and position caps (ruling 7, S2-SIG-08)")
  func exitsAreFree() throws {
    let caps = TradingCaps(maxOrderNotional: 600, maxOrdersPerMinute: 1, maxPositions: 1)
    var harness = try DeskHarness(try Fixture.settings(caps: caps))
    let id = try harness.hold(.buy, "0.01", at: 50_000)
    let more = try harness.execution(id, "1", at: 50_000)
    harness.feed(.venue(.fill(more)))
    #expect(harness.code(harness.send(harness.signal(id: "entry"))) == "ORDER_RATE_LIMIT")
    let exit = harness.send(harness.signal(.exit, .sell, "1", id: "exit", limit: 40_000))
    #expect(exit?.order?.quantity == 1)
    #expect(harness.state.entryRate.count(at: harness.now) == 1, "an exit takes no place of an entry")
  }

  @Test("An exit is clamped to what is held and not closing already; it cannot flip (S2-SIG-08)")
  func clamped() throws {
    var harness = try DeskHarness()
    try harness.hold(.buy, "0.03", at: 50_000)
    let first = try harness.order(.plannedExit, .sell, "0.02")
    #expect(try harness.order(first).quantity == number("0.02"))
    let second = try harness.order(.exit, .sell, "5")
    #expect(try harness.order(second).quantity == number("0.01"))
    #expect(harness.code(harness.send(harness.signal(.exit, .sell, "1", id: "third"))) == "NOTHING_TO_CLOSE")
    try harness.fill(first, "0.02", at: 50_000)
    try harness.fill(second, "0.01", at: 50_000)
    #expect(harness.state.positions.open.isEmpty)
    #expect(harness.code(harness.send(harness.signal(.exit, .sell, id: "fourth"))) == "NO_POSITION")
  }

  @Test("A partly filled exit leaves exactly the rest to close (S2-SIG-08)")
  func partlyFilledExit() throws {
    var harness = try DeskHarness()
    try harness.hold(.sell, "0.03", at: 50_000)
    let exit = try harness.order(.exit, .buy, "0.02")
    try harness.fill(exit, "0.015", at: 50_000)
    let rest = try harness.order(.exit, .buy, "1")
    #expect(try harness.order(rest).quantity == number("0.010"))
  }

  @Test("An exit on the side of the position is refused, not turned round (S2-SIG-08)")
  func wrongSide() throws {
    var harness = try DeskHarness()
    try harness.hold(.buy, "0.03", at: 50_000)
    #expect(harness.code(harness.send(harness.signal(.exit, .buy, id: "x"))) == "EXIT_SIDE_MISMATCH")
  }

  @Test("Exits of the side held before a flip do not keep the new side from closing (ruling 7)")
  func exitAfterFlip() throws {
    var harness = try DeskHarness()
    try harness.hold(.buy, "0.01", at: 50_000)
    _ = try harness.order(.exit, .sell, "0.01", limit: 60_000)
    let flip = try harness.order(.entry, .sell, "0.02")
    try harness.fill(flip, "0.02", at: 50_000)
    #expect(harness.state.positions.quantity(Fixture.btc) == number("-0.01"))
    let exit = harness.send(harness.signal(.exit, .buy, "0.01", id: "close the short"))
    #expect(exit?.order?.quantity == number("0.01"), "\(String(describing: harness.code(exit)))")
  }

  @Test("Spot cannot be sold short, and what is held of it can be sold")
  func spot() throws {
    var harness = try DeskHarness()
    #expect(
      harness.code(harness.send(harness.signal(.entry, .sell, on: Fixture.spot, id: "a")))
        == "SHORT_NOT_POSSIBLE")
    try harness.hold(.buy, "0.01", at: 50_000, on: Fixture.spot)
    #expect(harness.send(harness.signal(.exit, .sell, on: Fixture.spot, id: "b"))?.order != nil)
  }

  @Test("Without a price there is no decision to order (S2-RSK-11)")
  func noPrice() throws {
    var harness = try DeskHarness(beginning: false)
    harness.feed(.beginSession(Fixture.session()))
    #expect(harness.code(harness.send(harness.signal())) == "DATA_MISSING")
  }
}
