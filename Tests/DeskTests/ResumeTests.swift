import Desk
import Primitives
import Sync
import Testing
import Trading

@Suite("After a restart (S2-ORD-18, S2-POS-19)")
struct ResumeTests {
  @Test("Without a difference no event comes of it")
  func noDifference() throws {
    var harness = try DeskHarness()
    try harness.hold(.buy, "0.01", at: 50_000)
    _ = try harness.order(limit: 49_000)
    let before = harness.state.orders.orders
    let step = harness.restart()
    #expect(step.events.isEmpty && step.effects.isEmpty)
    #expect(harness.state.orders.orders == before)
    #expect(harness.desk.nextDeadline != nil, "the sync goes on")
  }

  @Test("What never reached the exchange is sent, with the same client order id")
  func sentAgain() throws {
    var harness = try DeskHarness()
    let id = try harness.order(settling: false)
    let clientID = try harness.order(id).id.clientOrderID
    let step = harness.restart()
    #expect(step.effects == [.submit(try harness.order(id).request)] && step.events.isEmpty)
    harness.settle()
    #expect(harness.venue.placed.keys.map(\.clientOrderID) == [clientID])
    #expect(try harness.order(id).status == .submitted)
  }

  @Test("What reached the exchange is taken over, not sent again")
  func takenOver() throws {
    var harness = try DeskHarness()
    let id = try harness.order(settling: false)
    _ = harness.venue.execute(.submit(try harness.order(id).request))
    let step = harness.restart()
    #expect(step.effects.isEmpty)
    #expect(step.events == [.order(id, .handedOff(bid: 50_000, ask: 50_001))])
    #expect(harness.venue.totalSubmits == 1)
  }

  @Test("An entry too old to be sent is failed, an exit is sent whatever its age (DESIGN Identity)")
  func stale() throws {
    var harness = try DeskHarness()
    try harness.hold(.buy, "0.01", at: 50_000)
    let entry = try harness.order(limit: 49_000, settling: false)
    let exit = try harness.order(.exit, .sell, "0.01", settling: false)
    harness.now = harness.now.adding(nanoseconds: 31 * Nanos.perSecond)
    let step = harness.restart()
    #expect(step.effects == [.submit(try harness.order(exit).request)])
    #expect(try harness.order(entry).status == .failed && harness.order(entry).reasonCode == "STALE_ENTRY")
  }

  @Test("A cancel that was lost is asked for again; one that arrived is not")
  func cancelLost() throws {
    var harness = try DeskHarness()
    let lost = try harness.order(limit: 49_000)
    let arrived = try harness.order(limit: 49_000)
    harness.feed(.cancel(lost))
    harness.feed(.cancel(arrived))
    let memory = VenueMemory(submitted: [lost, arrived], cancelled: [arrived])
    #expect(harness.restart(memory: memory).effects == [.cancel(lost, Fixture.btc)])
  }

  @Test("An order cancelled before it ever left is not sent after a restart: it ends (ruling 21)")
  func cancelledBeforeItLeft() throws {
    var harness = try DeskHarness()
    let id = try harness.order(limit: 49_000, settling: false)
    harness.feed(.cancel(id))
    _ = harness.restart()
    harness.settle()
    #expect(harness.venue.placed[id] == nil, "an order nobody wants any more was placed")
    #expect(try harness.order(id).status == .cancelled)
  }

  @Test("An order cancelled on the way and then shown absent is not sent again (ruling 21)")
  func cancelledThenAbsent() throws {
    var harness = try DeskHarness()
    let id = try harness.order(limit: 49_000, settling: false)
    harness.outbox = []
    harness.feed(.cancel(id))
    harness.feed(.venue(.orderReport(OrderReport(orderID: id, instrument: Fixture.btc, outcome: .notFound))))
    #expect(harness.submitEffects(id) == 1)
  }

  @Test("A cancel that overtakes its submit does not end in a second submit (domain model 10.5, 1)")
  func cancelOvertakes() throws {
    var harness = try DeskHarness()
    let id = try harness.order(limit: 49_000, settling: false)
    let submit = harness.outbox
    harness.feed(.handedOff(id))
    harness.outbox = []
    harness.feed(.cancel(id))
    harness.settle()
    harness.outbox = submit + harness.outbox
    harness.settle()
    #expect(harness.venue.submits[id] == 1)
    #expect(harness.venue.refusals.count == 1, "the early cancel only: \(harness.venue.refusals)")
    #expect(try harness.order(id).status != .failed, "it works on the exchange")
  }

  @Test("A restart forgets neither keys of working orders nor rate nor alerts")
  func keepsState() throws {
    var harness = try DeskHarness()
    _ = harness.send(harness.signal(id: "a"))
    harness.settle()
    let before = harness.state
    _ = harness.restart()
    #expect(harness.state.entryRate == before.entryRate && harness.state.alerts == before.alerts)
    let session = try #require(harness.state.session).sessionID
    let again = SignalInput(signal: harness.signal(id: "a"), session: session, at: harness.now)
    guard case .duplicate = harness.decision(in: harness.feed(.signal(again)))?.outcome else {
      Issue.record("a signal was ordered twice across a restart")
      return
    }
  }

  @Test("Deadlines after a restart are those before it (S2-POS-03, S2-ORD-20)")
  func deadlines() throws {
    var harness = try DeskHarness()
    harness.advance(seconds: 7)
    let id = try harness.order()
    let before = try #require(harness.desk.nextDeadline)
    _ = harness.restart()
    #expect(harness.desk.nextDeadline == before)
    harness.advance(seconds: 60)
    #expect(harness.cancelEffects(id) == 1)
  }
}
