import Desk
import Primitives
import Sync
import Testing
import Trading

@Suite("Cancels and times to live (S2-ORD-16, S2-ORD-20)")
struct CancelTests {
  @Test("cancel_success: asked, answered, CANCELLED with the reason (S2-ORD-16)")
  func success() throws {
    var harness = try DeskHarness()
    let id = try harness.order(limit: 49_000)
    harness.feed(.cancel(id))
    #expect(try harness.order(id).status == .submitted, "only the exchange ends an order")
    harness.settle()
    let order = try harness.order(id)
    #expect(order.status == .cancelled && order.reasonCode == "REQUESTED")
  }

  @Test("cancel_success: a partly filled order too, its fills stay (S2-ORD-16, trap 14)")
  func partlyFilled() throws {
    var harness = try DeskHarness()
    let id = try harness.order(limit: 49_000)
    try harness.fill(id, "0.004", at: 49_000)
    harness.feed(.cancel(id))
    harness.settle()
    let order = try harness.order(id)
    #expect(order.status == .cancelled && order.filledQuantity == number("0.004"))
    #expect(harness.state.positions.quantity(Fixture.btc) == number("0.004"))
  }

  @Test("cancel_unknown: nothing happens (S2-ORD-16)")
  func unknown() throws {
    var harness = try DeskHarness()
    let step = harness.feed(.cancel(OrderID(digest: Digest128(high: 3, low: 4))))
    #expect(step.events.isEmpty && step.effects.isEmpty)
  }

  @Test("cancel_wrong_status: an ended order stays as it is (S2-ORD-16)")
  func wrongStatus() throws {
    var harness = try DeskHarness()
    let filled = try harness.hold(.buy, "0.01", at: 50_000)
    harness.venue.answers = [.reject(code: "NO")]
    let failed = try harness.order()
    let cancelled = try harness.order(limit: 49_000)
    harness.feed(.cancel(cancelled))
    harness.settle()
    for id in [filled, failed, cancelled] {
      let before = try harness.order(id)
      let step = harness.feed(.cancel(id))
      #expect(step.events.isEmpty && step.effects.isEmpty)
      #expect(try harness.order(id) == before)
    }
  }

  @Test("A repeated cancel sends nothing (S2-ORD-16)")
  func repeated() throws {
    var harness = try DeskHarness()
    let id = try harness.order(limit: 49_000)
    harness.feed(.cancel(id))
    let step = harness.feed(.cancel(id))
    #expect(step.events.isEmpty && step.effects.isEmpty && harness.cancelEffects(id) == 1)
  }

  @Test("A refused cancel leaves the order working, asks for it and can be asked again (S2-ORD-16)")
  func refused() throws {
    var harness = try DeskHarness()
    let id = try harness.order(limit: 49_000)
    harness.venue.refusesCancels = true
    harness.feed(.cancel(id))
    harness.settle()
    #expect(try harness.order(id).status == .submitted)
    harness.venue.refusesCancels = false
    harness.feed(.cancel(id))
    harness.settle()
    #expect(try harness.order(id).status == .cancelled && harness.cancelEffects(id) == 2)
  }

  @Test("A market order unfilled after its time to live is cancelled then, not before (S2-ORD-20)")
  func timeToLive() throws {
    var harness = try DeskHarness()
    let id = try harness.order()
    harness.advance(nanoseconds: 60 * Nanos.perSecond - 1)
    #expect(harness.cancelEffects(id) == 0)
    harness.advance(nanoseconds: 1)
    #expect(harness.cancelEffects(id) == 1)
    harness.settle()
    #expect(try harness.order(id).status == .cancelled)
  }

  @Test("A signal's own time to live wins, for limit orders too (S2-ORD-20)")
  func ownTimeToLive() throws {
    var harness = try DeskHarness()
    let signal = harness.signal(id: "ttl", limit: 49_000, timeToLive: 5 * Nanos.perSecond)
    let id = try harness.ordered(signal).id
    harness.settle()
    harness.advance(seconds: 4)
    #expect(harness.cancelEffects(id) == 0)
    harness.advance(seconds: 1)
    #expect(harness.cancelEffects(id) == 1)
  }

  @Test("No time to live when it is off, and none for a filled order (S2-ORD-20)")
  func timeToLiveOff() throws {
    var off = try DeskHarness(try Fixture.settings(marketTimeToLive: nil))
    let resting = try off.order()
    off.advance(seconds: 1_000)
    #expect(off.cancelEffects(resting) == 0)
    var harness = try DeskHarness()
    let filled = try harness.hold(.buy, "0.01", at: 50_000)
    harness.advance(seconds: 1_000)
    #expect(harness.cancelEffects(filled) == 0)
  }

  @Test("A refused time-to-live cancel is not repeated in the same instant (trap 27)")
  func refusedTimeToLive() throws {
    var harness = try DeskHarness()
    let id = try harness.order()
    harness.venue.refusesCancels = true
    harness.advance(seconds: 60)
    harness.settle()
    #expect(harness.cancelEffects(id) == 1)
    let due = try #require(harness.desk.nextDeadline)
    #expect(due > harness.now, "a deadline in the past is a busy loop")
    for _ in 0..<20 {
      harness.feed(.timer)
      harness.settle()
    }
    #expect(harness.cancelEffects(id) <= 2, "\(harness.cancelEffects(id)) cancels without time passing")
  }

  @Test("A refused time-to-live cancel is asked for again two seconds later, not before (trap 27)")
  func refusedTimeToLiveAgain() throws {
    var harness = try DeskHarness()
    let id = try harness.order()
    harness.venue.refusesCancels = true
    harness.advance(seconds: 60)
    harness.settle()
    harness.advance(nanoseconds: 2 * Nanos.perSecond - 1)
    #expect(harness.cancelEffects(id) == 1)
    harness.advance(nanoseconds: 1)
    #expect(harness.cancelEffects(id) == 2)
  }

  @Test("The earliest time to live is due first, whichever order came first (S2-ORD-20)")
  func earliestFirst() throws {
    for times in [[5, 60], [60, 5]] as [[Int64]] {
      var harness = try DeskHarness()
      let ids = try times.map { seconds in
        let signal = harness.signal(id: "\(seconds)", limit: 49_000, timeToLive: seconds * Nanos.perSecond)
        return try harness.ordered(signal).id
      }
      harness.settle()
      harness.advance(seconds: 5)
      #expect(ids.map { harness.cancelEffects($0) } == times.map { $0 == 5 ? 1 : 0 })
      harness.advance(seconds: 55)
      #expect(ids.map { harness.cancelEffects($0) } == [1, 1])
    }
  }
}
