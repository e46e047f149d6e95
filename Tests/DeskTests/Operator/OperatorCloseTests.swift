import Desk
import Primitives
import Sync
import Testing
import Trading

@Suite("People cancel, close and flatten")
struct OperatorCloseTests {
  /// The orders a step sends.
  private func submitted(_ step: Step) -> [OrderRequest] {
    step.effects.compactMap { if case .submit(let request) = $0 { request } else { nil } }
  }

  @Test("A close is one market order, reduce-only, for all that is held")
  func close() throws {
    var harness = try DeskHarness()
    try harness.hold(.buy, "0.02", at: 50_000)
    try harness.hold(.sell, "0.5", at: 3_000, on: Fixture.eth)
    let step = harness.operate(.closePosition(Fixture.btc))
    let orders = submitted(step)
    #expect(orders.count == 1)
    let order = try #require(orders.first)
    #expect(order.instrument == Fixture.btc && order.side == .sell && order.type == .market)
    #expect(order.quantity == number("0.02") && order.reduceOnly)
    #expect(harness.record(step)?.refusal == nil)
    if case .operatorCommanded? = step.events.first {} else { Issue.record("the record comes first") }
    harness.settle()
    try harness.fill(order.orderID, "0.02", at: 50_000)
    #expect(harness.state.positions.open.map(\.instrument) == [Fixture.eth])
  }

  @Test("Said again while the exit works it closes nothing twice; what was filled meanwhile is left out")
  func repeated() throws {
    var harness = try DeskHarness()
    try harness.hold(.buy, "0.02", at: 50_000)
    let first = try #require(submitted(harness.operate(.closePosition(Fixture.btc))).first)
    harness.settle()
    let again = harness.operate(.closePosition(Fixture.btc))
    #expect(submitted(again).isEmpty)
    #expect(harness.record(again)?.refusal?.code == "NOTHING_TO_CLOSE")
    #expect(submitted(harness.operate(.flatten)).isEmpty)
    // The exchange ends it half filled: the next command closes the rest, under another id.
    try harness.fill(first.orderID, "0.005", at: 50_000)
    harness.feed(.venue(.cancelled(first.orderID, .expired)))
    let rest = try #require(submitted(harness.operate(.closePosition(Fixture.btc))).first)
    #expect(rest.quantity == number("0.015") && rest.orderID != first.orderID)
  }

  @Test("A resting exit makes way: it is taken back, and all that is held is closed at the market")
  func restingExit() throws {
    var harness = try DeskHarness()
    try harness.hold(.buy, "0.02", at: 50_000)
    let target = try harness.order(.exit, .sell, "0.02", limit: 60_000)
    let other = try harness.order(limit: 49_000)
    let step = harness.operate(.flatten)
    #expect(step.effects.first == .cancel(target, Fixture.btc))
    #expect(submitted(step).map(\.quantity) == [number("0.02")])
    #expect(harness.cancelEffects(other) == 0, "an entry stays: draining takes it back")
  }

  @Test("Flatten closes every position, each by its own order; with nothing held it does nothing")
  func flatten() throws {
    var harness = try DeskHarness()
    #expect(harness.operate(.flatten).events.count == 1)
    try harness.hold(.buy, "0.02", at: 50_000)
    try harness.hold(.sell, "0.5", at: 3_000, on: Fixture.eth)
    let orders = submitted(harness.operate(.flatten))
    #expect(orders.map(\.instrument) == [Fixture.btc, Fixture.eth])
    #expect(orders.map(\.side) == [.sell, .buy] && orders.allSatisfy(\.reduceOnly))
    #expect(Set(orders.map(\.orderID)).count == 2)
  }

  @Test("The same commands give the same ids, on any machine")
  func deterministic() throws {
    func ids() throws -> [OrderID] {
      var harness = try DeskHarness()
      try harness.hold(.buy, "0.02", at: 50_000)
      try harness.hold(.sell, "0.5", at: 3_000, on: Fixture.eth)
      return submitted(harness.operate(.flatten)).map(\.orderID)
    }
    #expect(try ids() == ids())
  }

  @Test("While halted nothing is closed, and the refusal says how to go on")
  func halted() throws {
    var harness = try DeskHarness()
    try harness.hold(.buy, "0.02", at: 50_000)
    harness.operate(.halt)
    for action in [OperatorAction.flatten, .closePosition(Fixture.btc)] {
      let step = harness.operate(action)
      let refusal = try #require(harness.record(step)?.refusal)
      #expect(refusal.code == "TRADING_HALTED" && refusal.message.contains("pause or drain first"))
      #expect(step.events.count == 1 && step.effects.isEmpty)
    }
    harness.operate(.drain)
    #expect(submitted(harness.operate(.flatten)).count == 1)
  }

  @Test("What cannot be done is refused with its reason, journaled all the same")
  func refused() throws {
    var harness = try DeskHarness()
    let stranger = OrderID(digest: Digest128(high: 1, low: 2))
    let finished = try harness.hold(.buy, "0.01", at: 50_000)
    let cases: [(OperatorAction, String)] = [
      (.closePosition(Fixture.eth), "NO_POSITION"), (.cancel(stranger), "ORDER_UNKNOWN"),
      (.cancel(finished), "ORDER_FINISHED"), (.acknowledgeAlert(AlertID("alr-?")), "ALERT_UNKNOWN"),
    ]
    for (action, code) in cases {
      let step = harness.operate(action)
      let record = try #require(harness.record(step))
      #expect(record.refusal?.code == code && record.before == .running && record.after == .running)
      #expect(step.events.count == 1 && step.effects.isEmpty)
    }
    #expect(harness.state.commandCount == 4)
  }

  @Test("One order is cancelled, or all of them, entries and exits, in any state")
  func cancels() throws {
    var harness = try DeskHarness()
    try harness.hold(.buy, "0.02", at: 50_000)
    let first = try harness.order(limit: 49_000)
    let second = try harness.order(limit: 48_000)
    let exit = try harness.order(.exit, .sell, "0.02", limit: 60_000)
    harness.operate(.halt)
    #expect(harness.operate(.cancel(first)).effects == [.cancel(first, Fixture.btc)])
    #expect(harness.operate(.cancel(first)).effects.isEmpty, "it is on its way")
    let all = harness.operate(.cancelAll)
    #expect(all.effects == [.cancel(second, Fixture.btc), .cancel(exit, Fixture.btc)])
    harness.settle()
    #expect(harness.state.orders.workingCount == 0)
  }
}
