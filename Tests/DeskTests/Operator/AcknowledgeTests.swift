import Desk
import Primitives
import Sync
import Testing
import Trading

@Suite("Alerts fire, are acknowledged, are resolved (domain model 10.2)")
struct AcknowledgeTests {
  /// A desk that holds something else than the exchange says, and has said so.
  private func mismatched() throws -> DeskHarness {
    var harness = try DeskHarness()
    try harness.hold(.buy, "0.02", at: 50_000)
    harness.advance(seconds: 60)
    for _ in 0..<2 { harness.feed(.venue(.positions([]))) }
    try #require(harness.state.alerts.firing.map(\.type) == [.positionMismatch])
    return harness
  }

  @Test("An acknowledged condition goes on to fire without a second line, and ends as it would have")
  func condition() throws {
    var harness = try mismatched()
    let id = try #require(harness.state.alerts.firing.first?.id)
    harness.operate(.acknowledgeAlert(id), reason: "known, transfer")
    let seen = try #require(harness.state.alerts.firing.first)
    #expect(seen.state == .acknowledged && seen.id == id)
    #expect(
      seen.acknowledgement
        == Acknowledgement(actor: "ann", reason: "known, transfer", at: harness.now))
    for _ in 0..<3 { harness.feed(.venue(.positions([]))) }
    #expect(harness.alerts(.positionMismatch).map(\.state) == [.firing, .acknowledged])
    let report = PositionReport(
      instrument: Fixture.btc, quantity: number("0.02"), entryPrice: 50_000, liquidationPrice: nil)
    harness.feed(.venue(.positions([report])))
    let end = try #require(harness.alerts(.positionMismatch).last)
    #expect(end.state == .resolved && end.id == id && end.acknowledgement == seen.acknowledgement)
    #expect(harness.state.alerts.listed.isEmpty)
  }

  @Test("A happening is listed until somebody acknowledges it")
  func happening() throws {
    var harness = try DeskHarness()
    try harness.hold(.buy, "0.02", at: 50_000)
    let fill = harness.venue.force(Fixture.btc, .sell, number("0.02"), at: 40_000, time: harness.now)
    harness.feed(.venue(.fill(fill)))
    let alert = try #require(harness.state.alerts.listed.first)
    #expect(alert.type == .liquidationDetected)
    _ = harness.restart()
    #expect(harness.state.alerts.listed == [alert])
    harness.operate(.acknowledgeAlert(alert.id))
    #expect(harness.state.alerts.listed.isEmpty)
    #expect(harness.alerts(.liquidationDetected).map(\.state) == [.firing, .acknowledged])
  }

  @Test("Acknowledged once is enough: the second is told who was first")
  func twice() throws {
    var harness = try mismatched()
    let id = try #require(harness.state.alerts.firing.first?.id)
    harness.operate(.acknowledgeAlert(id))
    let step = harness.operate(.acknowledgeAlert(id), actor: "bob")
    let refusal = try #require(harness.record(step)?.refusal)
    #expect(refusal.code == "ALERT_ACKNOWLEDGED" && refusal.message.contains("ann"))
    #expect(harness.state.alerts.firing.first?.acknowledgement?.actor == "ann")
  }
}
