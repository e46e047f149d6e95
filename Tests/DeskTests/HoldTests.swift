import Desk
import Primitives
import Testing
import Trading

@Suite("Orders that could not leave for want of room")
struct HoldTests {
  /// A desk with an entry and an exit decided and not sent.
  private func held() throws -> (harness: DeskHarness, entry: OrderID, exit: OrderID) {
    var harness = try DeskHarness()
    try harness.hold(.buy, "0.01", at: 50_000)
    let entry = try harness.order(limit: 49_000, settling: false)
    let exit = try harness.order(.exit, .sell, "0.01", settling: false)
    harness.outbox = []
    return (harness, entry, exit)
  }

  @Test("An entry is withdrawn once its validity is over, not before; an exit stays wanted")
  func validity() throws {
    var (harness, entry, exit) = try held()
    let within = Hold(orders: [entry, exit], marketNanos: 30 * Nanos.perSecond)
    #expect(harness.feed(.held(within)).events.isEmpty)
    let past = Hold(orders: [entry, exit], marketNanos: 30 * Nanos.perSecond + 1)
    let step = harness.feed(.held(past))
    #expect(step.events.count == 1 && step.effects.isEmpty)
    #expect(try harness.order(entry).status == .failed && harness.order(entry).reasonCode == "STALE_ENTRY")
    #expect(try harness.order(exit).status == .pending)
  }

  @Test("An entry is withdrawn when its sender was told that no answer came")
  func unheard() throws {
    var (harness, entry, exit) = try held()
    harness.feed(.held(Hold(orders: [entry, exit], unheard: [exit])))
    #expect(try harness.order(entry).status == .pending)
    harness.feed(.held(Hold(orders: [entry, exit], unheard: [entry, exit])))
    #expect(try harness.order(entry).reasonCode == "HELD_ENTRY")
    #expect(try harness.order(exit).status == .pending)
  }

  @Test(
    "An entry is withdrawn when entries are to stop, and when the wait was given up",
    arguments: [Hold.Outcome.entriesUnwanted, .givenUp])
  func ended(_ outcome: Hold.Outcome) throws {
    var (harness, entry, exit) = try held()
    harness.feed(.held(Hold(orders: [entry, exit], outcome: outcome)))
    #expect(try harness.order(entry).reasonCode == "HELD_ENTRY")
    #expect(try harness.order(exit).status == .pending)
    // Said again it is no news.
    #expect(harness.feed(.held(Hold(orders: [entry, exit], outcome: outcome))).events.isEmpty)
  }

  @Test("An entry is withdrawn when the trading state forbids it meanwhile")
  func halted() throws {
    var (harness, entry, _) = try held()
    harness.operate(.halt)
    harness.feed(.held(Hold(orders: [entry])))
    #expect(try harness.order(entry).reasonCode == "TRADING_HALTED")
  }

  @Test("What has left is not withdrawn, whatever is said of it")
  func left() throws {
    var harness = try DeskHarness()
    let id = try harness.order(limit: 49_000)
    let step = harness.feed(.held(Hold(orders: [id], unheard: [id], outcome: .givenUp)))
    #expect(step.events.isEmpty)
    #expect(try harness.order(id).status == .submitted)
  }
}
