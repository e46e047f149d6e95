import Desk
import Primitives
import Sync
import Testing
import Trading

@Suite("An exit that fails is told")
struct ExitFailureTests {
  private func submitted(_ step: Step) -> [OrderRequest] {
    step.effects.compactMap { if case .submit(let request) = $0 { request } else { nil } }
  }

  @Test("A refused close is an alert, once, until the position is closed")
  func refusedClose() throws {
    var harness = try DeskHarness()
    try harness.hold(.buy, "0.02", at: 50_000)
    harness.venue.answers = [.reject(code: "EXCHANGE_REJECTED"), .notSent]
    for _ in 0..<2 {
      #expect(submitted(harness.operate(.flatten)).count == 1)
      harness.settle()
    }
    let alert = try #require(harness.alerts(.exitFailed).first)
    #expect(harness.alerts(.exitFailed).count == 1 && alert.severity == .critical)
    #expect(alert.symbol == "BTCUSDT" && alert.message.contains("0.02 are held: no"))
    let details = Dictionary(uniqueKeysWithValues: alert.details.map { ($0.name, $0.value) })
    #expect(details["reason_code"] == "EXCHANGE_REJECTED" && details["position"] == "0.02")
    let order = try #require(submitted(harness.operate(.flatten)).first)
    harness.settle()
    try harness.fill(order.orderID, "0.005", at: 50_000)
    #expect(harness.state.alerts.firing.map(\.type) == [.exitFailed], "some of it is still held")
    try harness.fill(order.orderID, "0.015", at: 50_000)
    #expect(harness.alerts(.exitFailed).map(\.state) == [.firing, .resolved])
    #expect(harness.replayed.alerts == harness.state.alerts)
  }

  @Test("A later exit that is filled ends it; a part of the same close does not")
  func laterExit() throws {
    var harness = try DeskHarness(try Fixture.settings(instruments: try Fixture.narrowBook()))
    for _ in 0..<3 { try harness.hold(.buy, "0.02", at: 50_000) }
    harness.venue.answers = [.accept, .reject(code: "EXCHANGE_REJECTED"), .accept]
    let parts = submitted(harness.operate(.flatten))
    try #require(parts.count == 3)
    harness.settle()
    for part in [parts[0], parts[2]] { try harness.fill(part.orderID, "0.02", at: 50_000) }
    #expect(harness.state.alerts.firing.map(\.type) == [.exitFailed], "0.02 are held")
    harness.advance(seconds: 1)
    let later = try harness.order(.exit, .sell, "0.01")
    try harness.fill(later, "0.01", at: 50_000)
    #expect(harness.alerts(.exitFailed).map(\.state) == [.firing, .resolved])
    #expect(!harness.state.positions.open.isEmpty)
  }

  @Test("A market exit that runs out of time is told too, one taken back is not, nor an entry or a flat end")
  func causes() throws {
    var harness = try DeskHarness()
    try harness.hold(.buy, "0.02", at: 50_000)
    let taken = try harness.order(.exit, .sell, "0.02")
    harness.operate(.cancel(taken))
    harness.settle()
    let resting = try harness.order(.exit, .sell, "0.02", limit: 60_000)
    harness.feed(.venue(.cancelled(resting, .exchange)))
    harness.venue.answers = [.reject(code: "X")]
    _ = try harness.order(.entry, .buy, "0.01")
    #expect(harness.alerts(.exitFailed).isEmpty)
    let slow = try harness.order(.exit, .sell, "0.02")
    harness.advance(seconds: 61)
    harness.settle()
    #expect(try harness.order(slow).reasonCode == "TIME_TO_LIVE")
    #expect(harness.alerts(.exitFailed).count == 1)
    // The exchange closes it by force: nothing is left to exit from, and a refused exit is no news.
    let first = try harness.order(.exit, .sell, "0.02", settling: false)
    let fill = harness.venue.force(Fixture.btc, .sell, number("0.02"), at: 40_000, time: harness.now)
    harness.feed(.venue(.fill(fill)))
    harness.feed(.venue(.rejected(first, VenueError(code: "REDUCE_ONLY_REJECTED", message: "flat"))))
    #expect(harness.alerts(.exitFailed).map(\.state) == [.firing, .resolved])
  }

  @Test("A flatten that can close nothing is refused and names each position; one that can close some is not")
  func nothingCloses() throws {
    var harness = try DeskHarness(beginning: false)
    harness.feed(.beginSession(Fixture.session()))
    harness.quote(Fixture.btc, 50_000, 50_001)
    harness.quote(Fixture.eth, 3_000, 3_001)
    try harness.hold(.buy, "0.02", at: 50_000)
    try harness.hold(.sell, "0.5", at: 3_000, on: Fixture.eth)
    let target = try harness.order(.exit, .sell, "0.02", limit: 60_000)
    _ = harness.restart(quoting: [Fixture.eth])
    let step = harness.operate(.flatten)
    #expect(harness.record(step)?.refusal == nil)
    #expect(submitted(step).map(\.instrument) == [Fixture.eth])
    let refused = step.events.compactMap { event -> String? in
      guard case .signalDecided(let decision) = event else { return nil }
      return harness.code(decision).map { "\(decision.signal.symbol) \($0)" }
    }
    #expect(refused == ["BTCUSDT DATA_MISSING"])
    #expect(harness.cancelEffects(target) == 0, "a resting exit makes way only for one that is sent")
    harness.feed(.tapeEnded(rows: 1))
    let ended = try #require(harness.record(harness.operate(.flatten))?.refusal)
    #expect(ended.code == "MARKET_CLOSED")
    #expect(ended.message.contains("BTCUSDT stays open") && ended.message.contains("ETHUSDT stays open"))
    #expect(harness.record(harness.operate(.closePosition(Fixture.btc)))?.refusal?.code == ended.code)
  }
}
