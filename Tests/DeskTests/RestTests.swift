import Desk
import Primitives
import Sync
import Testing
import Trading

/// Syncs at an exchange that tells every change itself; the whole interval is ten seconds.
@Suite("Syncs that could find nothing do not take place")
struct RestTests {
  /// A desk whose positions have been asked for and agreed.
  private func resting(tellsEveryChange: Bool = true) throws -> DeskHarness {
    var settings = try Fixture.settings()
    settings.tellsEveryChange = tellsEveryChange
    var harness = try DeskHarness(settings)
    pass(10, &harness)
    return harness
  }

  /// Lets time pass with the exchange answering at once.
  private func pass(_ seconds: Int64, _ harness: inout DeskHarness) {
    for _ in 0..<seconds {
      harness.advance(seconds: 1)
      harness.settle()
    }
  }

  private func asked(_ harness: DeskHarness) -> Int { harness.effects.count { $0 == .queryPositions } }

  private func syncMarks(_ harness: DeskHarness) -> [Timestamp] {
    harness.marks.filter { $0.cause == .sync }.map(\.at)
  }

  @Test("A flat account that agreed sleeps until something of it changes, whatever the market does")
  func flat() throws {
    var harness = try resting()
    #expect(asked(harness) == 1 && harness.desk.nextDeadline == nil)
    pass(55, &harness)
    harness.quote(Fixture.btc, 51_000, 51_001)
    #expect(asked(harness) == 1 && harness.desk.nextDeadline == nil)
    let id = try harness.order(.entry, .buy, "0.02", limit: 40_000)
    #expect(harness.desk.nextDeadline == Fixture.start.adding(nanoseconds: 70 * Nanos.perSecond))
    pass(35, &harness)
    #expect(asked(harness) == 5, "while an order works it is asked at every sync")
    harness.feed(.cancel(id))
    harness.settle()
    pass(100, &harness)
    #expect(asked(harness) == 6 && harness.desk.nextDeadline == nil)
  }

  @Test("An exchange that may lose what happened is asked at every sync")
  func realVenue() throws {
    var harness = try resting(tellsEveryChange: false)
    pass(60, &harness)
    #expect(asked(harness) == 7)
  }

  @Test("A held position is valued at the sync after a tick, and nothing is asked for it")
  func held() throws {
    var harness = try resting()
    try harness.hold(.buy, "0.02", at: 50_000)
    pass(30, &harness)
    let (before, first) = (asked(harness), syncMarks(harness))
    #expect(first == [Fixture.start.adding(nanoseconds: 20 * Nanos.perSecond)])
    #expect(harness.desk.nextDeadline == nil)
    pass(65, &harness)
    harness.quote(Fixture.btc, 50_100, 50_100)
    let due = Fixture.start.adding(nanoseconds: 110 * Nanos.perSecond)
    #expect(harness.desk.nextDeadline == due)
    pass(60, &harness)
    #expect(syncMarks(harness) == first + [due] && asked(harness) == before)
    #expect(harness.desk.nextDeadline == nil)
  }

  @Test("A tick on a whole interval is valued at that very time, once")
  func onTheInterval() throws {
    var harness = try resting()
    try harness.hold(.buy, "0.02", at: 50_000)
    pass(30, &harness)
    let first = syncMarks(harness)
    // 40 s to 100 s have passed by.
    harness.advance(seconds: 70)
    let due = harness.now
    harness.quote(Fixture.btc, 50_100, 50_100)
    #expect(harness.desk.nextDeadline == due)
    harness.feed(.timer)
    harness.feed(.timer)
    #expect(syncMarks(harness) == first + [due] && harness.desk.nextDeadline == nil)
    harness.quote(Fixture.btc, 50_200, 50_200)
    #expect(harness.desk.nextDeadline == due.adding(nanoseconds: 10 * Nanos.perSecond))
  }

  @Test("A sync that passed by asleep is not done later")
  func passedBy() throws {
    var harness = try resting()
    harness.advance(seconds: 10)
    #expect(harness.desk.hasDue(at: harness.now))
    #expect(harness.feed(.timer).effects.isEmpty && !harness.desk.hasDue(at: harness.now))
    _ = try harness.order(.entry, .buy, "0.02", settling: false)
    #expect(harness.desk.nextDeadline == harness.now.adding(nanoseconds: 10 * Nanos.perSecond))
  }

  @Test("A difference is asked for until it is gone, and alarmed the second time (S2-POS-11)")
  func difference() throws {
    var harness = try resting()
    try harness.hold(.buy, "0.02", at: 50_000)
    // The exchange adds to it and does not say so.
    let hidden = harness.venue.force(Fixture.btc, .buy, number("0.02"), at: 50_000, time: harness.now)
    let before = asked(harness)
    pass(40, &harness)
    #expect(asked(harness) == before + 4 && harness.desk.nextDeadline != nil)
    #expect(harness.alerts(.positionMismatch).count == 1)
    harness.feed(.venue(.fill(hidden)))
    pass(40, &harness)
    #expect(asked(harness) == before + 5 && harness.desk.nextDeadline == nil)
    #expect(harness.alerts(.positionMismatch).map(\.state) == [.firing, .resolved])
  }

  @Test("An answer to what was asked before a change is no agreement on it")
  func changedMeanwhile() throws {
    var harness = try resting()
    harness.operate(.pauseEntries)
    harness.advance(seconds: 10)
    #expect(harness.outbox == [.queryPositions])
    harness.operate(.resume)
    harness.settle()
    #expect(harness.desk.nextDeadline == harness.now.adding(nanoseconds: 10 * Nanos.perSecond))
    pass(10, &harness)
    #expect(harness.desk.nextDeadline == nil)
  }

  @Test("A fact that was refused, and a restart, have it ask again")
  func refusedAndRestarted() throws {
    var harness = try resting()
    let stranger = OrderID(digest: Digest128(high: 1, low: 1))
    harness.feed(.venue(.accepted(stranger, ExchangeOrderID("x"))))
    #expect(!harness.refused.isEmpty && harness.desk.nextDeadline != nil)
    pass(20, &harness)
    #expect(asked(harness) == 2 && harness.desk.nextDeadline == nil)
    _ = harness.restart()
    #expect(harness.desk.nextDeadline == harness.now.adding(nanoseconds: 10 * Nanos.perSecond))
    pass(20, &harness)
    #expect(asked(harness) == 3 && harness.desk.nextDeadline == nil)
  }
}
