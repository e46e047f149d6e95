import Desk
import Primitives
import Sync
import Testing
import Trading

@Suite("What cannot be known is asked, never guessed (ruling 10)")
struct UnknownOutcomeTests {
  @Test("An unknown outcome is never FAILED: it stays PENDING, is asked for and taken over (S2-ORD-10)")
  func unknownButPlaced() throws {
    var harness = try DeskHarness()
    harness.venue.answers = [.unknownButPlaced]
    let id = try harness.order(settling: false)
    harness.feed(.venue(.outcomeUnknown(id, reason: "timeout")))
    #expect(try harness.order(id).status == .pending && harness.order(id).delivery == .unknown)
    #expect(harness.outbox.last == .queryOrder(id, Fixture.btc))
    harness.settle()
    #expect(try harness.order(id).status == .submitted)
    #expect(harness.events.allSatisfy { if case .order(_, .failed) = $0 { false } else { true } })
    #expect(harness.submitEffects(id) == 1 && harness.venue.refusals.isEmpty)
  }

  @Test("Lost on the way and shown absent, it is sent again under the same id (S2-ORD-10)")
  func unknownAndLost() throws {
    var harness = try DeskHarness()
    harness.venue.answers = [.unknownAndLost]
    let id = try harness.order()
    #expect(try harness.order(id).status == .submitted)
    #expect(harness.submitEffects(id) == 2 && harness.venue.placed.count == 1)
  }

  @Test("Two answers of absence are one more submit, not two (domain model 10.5, 1)")
  func absentTwice() throws {
    var harness = try DeskHarness()
    let id = try harness.order(settling: false)
    harness.outbox = []
    harness.feed(.handedOff(id))
    harness.feed(.venue(.outcomeUnknown(id, reason: "timeout")))
    harness.feed(.venue(.outcomeUnknown(id, reason: "timeout")))
    harness.settle()
    #expect(harness.venue.refusals.isEmpty, "\(harness.venue.refusals)")
    #expect(try harness.order(id).status == .submitted)
    #expect(harness.venue.submits[id] == 1)
  }

  @Test("An entry past its validity is not sent again but failed as stale (DESIGN Identity)")
  func staleEntry() throws {
    var harness = try DeskHarness()
    let id = try harness.order(settling: false)
    harness.outbox = []
    harness.feed(.handedOff(id))
    harness.feed(.venue(.outcomeUnknown(id, reason: "timeout")))
    harness.now = harness.now.adding(nanoseconds: 30 * Nanos.perSecond)
    harness.feed(.venue(.orderReport(harness.venue.report(id, Fixture.btc))))
    #expect(harness.submitEffects(id) == 2, "at its last valid instant it still goes")
    harness.now = harness.now.adding(nanoseconds: 1)
    harness.feed(.venue(.outcomeUnknown(id, reason: "timeout")))
    harness.feed(.venue(.orderReport(harness.venue.report(id, Fixture.btc))))
    #expect(try harness.order(id).status == .failed && harness.order(id).reasonCode == "STALE_ENTRY")
  }

  @Test("Where absence is no proof, one alarm and no second submit (DESIGN Identity)")
  func absenceNoProof() throws {
    var harness = try DeskHarness(try Fixture.settings(absenceIsProof: false))
    harness.venue.answers = [.unknownAndLost]
    let id = try harness.order()
    for _ in 0..<5 { harness.feed(.venue(.orderReport(harness.venue.report(id, Fixture.btc)))) }
    #expect(harness.submitEffects(id) == 1)
    #expect(harness.alerts(.orderUnresolved).count == 1)
    #expect(try harness.order(id).status == .pending)
    harness.feed(.venue(.accepted(id, ExchangeOrderID("x1"))))
    #expect(harness.alerts(.orderUnresolved).last?.state == .resolved)
  }

  @Test("A fill answers an unresolved order: its alarm is over")
  func fillResolves() throws {
    var harness = try DeskHarness(try Fixture.settings(absenceIsProof: false))
    harness.venue.answers = [.unknownButPlaced]
    let id = try harness.order(settling: false)
    harness.feed(.venue(.orderReport(OrderReport(orderID: id, instrument: Fixture.btc, outcome: .notFound))))
    #expect(harness.alerts(.orderUnresolved).map(\.state) == [.firing])
    _ = harness.venue.execute(.submit(try harness.order(id).request))
    try harness.fill(id, "0.01", at: 50_000)
    #expect(harness.alerts(.orderUnresolved).map(\.state) == [.firing, .resolved])
  }

  @Test("No answer is no answer: an unknown outcome ends no alarm")
  func unknownResolvesNothing() throws {
    var harness = try DeskHarness(try Fixture.settings(absenceIsProof: false))
    let id = try harness.order(settling: false)
    harness.feed(.venue(.orderReport(OrderReport(orderID: id, instrument: Fixture.btc, outcome: .notFound))))
    harness.feed(.venue(.outcomeUnknown(id, reason: "timeout")))
    #expect(harness.alerts(.orderUnresolved).map(\.state) == [.firing])
  }

  @Test("A late time-out after the answer changes nothing")
  func lateTimeout() throws {
    var harness = try DeskHarness()
    let id = try harness.order()
    let step = harness.feed(.venue(.outcomeUnknown(id, reason: "timeout")))
    #expect(step.events.isEmpty && step.effects.isEmpty)
  }

  @Test("An order that went well keeps no reason of the doubt before (Order.reasonCode)")
  func reasonIsCleared() throws {
    var harness = try DeskHarness()
    harness.venue.answers = [.unknownButPlaced]
    let id = try harness.order()
    try harness.fill(id, "0.01", at: 50_000)
    let order = try harness.order(id)
    #expect(order.status == .filled && order.reasonCode == "" && order.reasonMessage == "")
  }

  @Test("A second exchange order for one intent is refused and warned of (domain model 10.5, 1)")
  func secondExchangeOrder() throws {
    var harness = try DeskHarness()
    let id = try harness.order()
    harness.feed(.venue(.accepted(id, ExchangeOrderID("another"))))
    #expect(try harness.order(id).exchangeOrderID == ExchangeOrderID("paper-1"))
    #expect(harness.refused.count == 1 && harness.alerts(.illegalFact).count == 1)
  }

  @Test("Expired with nothing filled is FAILED with the reason, with fills CANCELLED (ruling 21)")
  func expired() throws {
    var harness = try DeskHarness()
    let empty = try harness.order()
    let part = try harness.order()
    try harness.fill(part, "0.004", at: 50_000)
    for id in [empty, part] { harness.feed(.venue(.cancelled(id, .expired))) }
    #expect(try harness.order(empty).status == .failed && harness.order(empty).reasonCode == "EXPIRED")
    #expect(try harness.order(part).status == .cancelled && harness.order(part).reasonCode == "EXPIRED")
  }

  @Test("Rejected with fills ends as CANCELLED with the reason (ruling 21)")
  func rejectedWithFills() throws {
    var harness = try DeskHarness()
    let id = try harness.order()
    try harness.fill(id, "0.004", at: 50_000)
    harness.feed(.venue(.rejected(id, VenueError(code: "NO_MARGIN", message: "no"))))
    #expect(try harness.order(id).status == .cancelled && harness.order(id).reasonCode == "NO_MARGIN")
  }

  @Test("\"Not sent\" of an order the exchange has acknowledged is refused: it disproves itself")
  func notSentAfterAccepted() throws {
    var harness = try DeskHarness()
    let id = try harness.order(limit: 49_000)
    harness.feed(.venue(.notSent(id, reason: "connection refused")))
    #expect(try harness.order(id).status == .submitted)
    #expect(harness.refused.count == 1)
  }

  @Test("An end is booked only when no fill of it is missing (S2-ORD-14, trap 13)")
  func fillsBeforeTheEnd() throws {
    var harness = try DeskHarness()
    let id = try harness.order()
    let missed = harness.venue.fill(id, number("0.004"), at: 50_000, time: harness.now)
    _ = harness.venue.execute(.cancel(id, Fixture.btc))
    harness.feed(.venue(.orderReport(harness.venue.report(id, Fixture.btc))))
    #expect(try harness.order(id).status == .submitted, "the fill must come first")
    harness.settle()
    #expect(missed != nil && harness.bookings.last?.isLate == false)
    #expect(try harness.order(id).status == .cancelled && harness.order(id).filledQuantity == number("0.004"))
  }

  @Test("An exchange whose list of fills lags behind its orders is not asked without pause (trap 27)")
  func laggingFills() throws {
    var harness = try DeskHarness()
    let id = try harness.order()
    _ = harness.venue.fill(id, number("0.004"), at: 50_000, time: harness.now)
    let report = harness.venue.report(id, Fixture.btc)
    harness.feed(.venue(.orderReport(report)))
    var asked = 0
    while let request = harness.outbox.first, asked < 50 {
      harness.outbox.removeFirst()
      switch request {
      case .queryFills(let since): harness.feed(.venue(.fills(since: since, [])))
      case .queryOrder:
        asked += 1
        harness.feed(.venue(.orderReport(report)))
      default: break
      }
    }
    #expect(asked < 5, "asked \(asked) times while no time passed")
  }

  @Test("A gap in the stream asks for fills, orders and positions (S2-POS-13)")
  func streamGap() throws {
    var harness = try DeskHarness()
    let step = harness.feed(.venue(.streamGap(since: Fixture.start)))
    #expect(step.effects == [.queryFills(since: Fixture.start), .queryOpenOrders, .queryPositions])
    #expect(step.events.isEmpty)
  }
}
