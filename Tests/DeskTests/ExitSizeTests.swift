import Desk
import Primitives
import Sync
import Testing
import Trading

@Suite("Exits that one order cannot hold, and rests that none may hold (ruling 7)")
struct ExitSizeTests {
  private func harness() throws -> DeskHarness {
    try DeskHarness(try Fixture.settings(instruments: try Fixture.narrowBook()))
  }

  private func submitted(_ step: Step) -> [OrderRequest] {
    step.effects.compactMap { if case .submit(let request) = $0 { request } else { nil } }
  }

  private func decisions(_ step: Step) -> [SignalDecision] {
    step.events.compactMap { if case .signalDecided(let decision) = $0 { decision } else { nil } }
  }

  @Test("An exit signal is one order of what it may hold; its decision says what stays open (S2-SIG-08)")
  func signal() throws {
    var harness = try harness()
    for _ in 0..<4 { try harness.hold(.buy, "0.02", at: 50_000) }
    for (place, left) in ["0.06", "0.04", "0.02", "0"].enumerated() {
      let type: SignalType = place == 0 ? .emergency : .exit
      let decision = try harness.decided(harness.signal(type, .sell, "5", id: "exit \(place)"))
      #expect(decision.order?.quantity == number("0.02"))
      #expect(decision.leftOpen == number(left))
    }
    #expect(harness.code(harness.send(harness.signal(.exit, .sell, "5", id: "more"))) == "NOTHING_TO_CLOSE")
  }

  @Test("A close gives as many orders as it takes, each with its own id, and leaves nothing held")
  func close() throws {
    for action in [OperatorAction.closePosition(Fixture.btc), .flatten] {
      var harness = try harness()
      for _ in 0..<4 { try harness.hold(.buy, "0.02", at: 50_000) }
      try harness.hold(.buy, "0.011", at: 50_000)
      let step = harness.operate(action)
      let orders = submitted(step)
      #expect(orders.map(\.quantity) == Array(repeating: number("0.02"), count: 4) + [number("0.011")])
      #expect(orders.allSatisfy { $0.reduceOnly && $0.side == .sell && $0.type == .market })
      #expect(Set(orders.map(\.orderID)).count == 5)
      #expect(decisions(step).map(\.leftOpen).last == 0)
      harness.settle()
      #expect(submitted(harness.operate(.flatten)).isEmpty, "all of it is closing")
      for order in orders { try harness.fill(order.orderID, order.quantity.description, at: 50_000) }
      #expect(harness.state.positions.open.isEmpty)
    }
  }

  @Test("A close is bounded: what is beyond its orders is closed when it is said again")
  func bounded() throws {
    var harness = try harness()
    let most = AccountDesk.maxCloseOrders
    // More than all its orders together hold, filled at once as no single order could be.
    let id = try harness.hold(.buy, "0.02", at: 50_000)
    harness.feed(.venue(.fill(try harness.execution(id, "1.5", at: 50_000))))
    let step = harness.operate(.flatten)
    let orders = submitted(step)
    #expect(orders.count == most)
    #expect(decisions(step).last?.leftOpen == number("0.52"))
    harness.settle()
    for order in orders { try harness.fill(order.orderID, "0.02", at: 50_000) }
    #expect(submitted(harness.operate(.flatten)).count == 26)
  }

  @Test("Neither the order table's room nor a resting exit is lost to a close that needs several orders")
  func resting() throws {
    var harness = try harness()
    for _ in 0..<2 { try harness.hold(.buy, "0.02", at: 50_000) }
    let target = try harness.order(.exit, .sell, "0.02", limit: 60_000)
    let step = harness.operate(.closePosition(Fixture.btc))
    #expect(step.effects.first == .cancel(target, Fixture.btc))
    #expect(submitted(step).map(\.quantity) == [number("0.02"), number("0.02")])
    #expect(harness.cancelEffects(target) == 1)
  }

  @Test("A rest under the least is closed whole; a part of a position under the least is refused")
  func rest() throws {
    var harness = try harness()
    try harness.hold(.buy, "0.15", at: 3_000, on: Fixture.eth)
    let part = harness.send(harness.signal(.exit, .sell, "0.05", on: Fixture.eth, id: "part"))
    #expect(harness.code(part) == "BELOW_MIN_ORDER_SIZE")
    let most = try harness.order(.exit, .sell, "0.1", on: Fixture.eth)
    try harness.fill(most, "0.1", at: 3_000)
    #expect(submitted(harness.operate(.flatten)).map(\.quantity) == [number("0.05")])
  }

  @Test("Exits and closes without a bound in their way are as they ever were: ids, quantities, events")
  func ordinary() throws {
    var harness = try harness()
    try harness.hold(.sell, "0.5", at: 3_000, on: Fixture.eth)
    let step = harness.operate(.closePosition(Fixture.eth))
    let digest = Digest128(sha256Of: "sextant-main-1", "operator|ETHUSDT", "1")
    #expect(step.events.count == 2 && decisions(step).first?.signal.id?.text == "op-" + digest.text)
    #expect(decisions(step).first?.signal.quantity == number("0.5"))
    #expect(decisions(step).first?.leftOpen == 0)
  }
}
