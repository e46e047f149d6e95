import Desk
import Primitives
import Sync
import Testing
import Trading

@Suite("Dry-run changes nothing (S0-INV-01, S0-ACC-01)")
struct DryRunTests {
  @Test("A dry-run signal is decided as simulated: no order, no effect, no state, no rate")
  func changesNothing() throws {
    var harness = try DeskHarness(try Fixture.settings(mode: .dryRun))
    let before = harness.state
    for index in 0..<200 {
      let decision = try harness.decided(harness.signal(id: "s\(index)"))
      guard case .simulated(let order) = decision.outcome else {
        Issue.record("not simulated: \(decision.outcome)")
        return
      }
      #expect(order.quantity == number("0.01") && decision.order == nil)
    }
    harness.advance(seconds: 600)
    #expect(harness.outbox.allSatisfy { !$0.changesExchange })
    expectEqual(harness.state, before)
    #expect(harness.events.count == 201, "the session and its decisions, nothing else")
  }

  @Test("Dry-run refuses what the gates refuse (S0-ACC-01)")
  func refuses() throws {
    var harness = try DeskHarness(try Fixture.settings(mode: .dryRun))
    #expect(harness.code(harness.send(harness.signal(.entry, .buy, "0.0001"))) == "BELOW_MIN_ORDER_SIZE")
    #expect(harness.code(harness.send(harness.signal(.exit, .sell, "1", id: "x"))) == "NO_POSITION")
  }
}
