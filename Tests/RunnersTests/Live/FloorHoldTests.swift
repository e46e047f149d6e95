import Desk
import Ingest
import Primitives
import Testing
import Trading

@testable import Runners

@Suite("A step that is held up for want of room")
struct FloorHoldTests {
  /// Says of each attempt what it is told to, and writes down what it was given.
  private struct ModelRecorder: StepRecorder {
    var journalWait: Int64 = 0
    var answers: [Keeping] = []
    var batches: [JournalBatch] = []
    var asked: [[VenueRequest]] = []
    var kept: [VenueRequest] = []

    mutating func record(_ batch: JournalBatch, durably: Bool) throws -> Int64 {
      batches.append(batch)
      return journalWait
    }

    mutating func note(_ value: AccountValue) {}

    mutating func settle() throws {}

    mutating func keep(
      _ requests: [VenueRequest], session: SessionID, tapeRow: Int64, at now: Timestamp
    ) throws -> Keeping {
      asked.append(requests)
      let answer = answers.isEmpty ? .kept : answers.removeFirst()
      if case .kept = answer { kept += requests }
      return answer
    }

    func priorIntent(
      of input: SignalInput, account: AccountID, session: SessionID, at now: Timestamp
    ) throws -> PriorIntent? { nil }

    /// Codes orders failed with, as journaled.
    var failures: [String] {
      batches.flatMap(\.events).compactMap { event in
        if case .order(_, .failed(let error)) = event { error.code } else { nil }
      }
    }
  }

  private func driver() throws -> FloorDriver<ModelRecorder> {
    let book = try BuiltIn.instruments().book
    let start = Timestamp(nanoseconds: 1_700_000_000_000_000_000)
    let market = OpenMarket.synthetic(book: book, seed: 7, start: start)
    let plan = SessionPlan(settings: ServiceSettings(), book: book, market: market)
    let session = plan.start(ordinal: 1, strategy: nil, market: "synthetic", at: start)
    var driver = FloorDriver(
      floor: plan.floor(desk: AccountDesk(settings: plan.deskSettings), session: session, strategies: []),
      recorder: ModelRecorder())
    try driver.feed(.beginSession(session))
    var source = PeekedSource(market.source)
    for _ in 0..<50 {
      guard let event = try source.next() else { break }
      try driver.play(event, row: source.row)
    }
    driver.recorder = ModelRecorder()
    return driver
  }

  private func note(_ id: String = "s") throws -> SignalNote {
    let symbol = try #require(Symbol("BTCUSDT"))
    return SignalNote(
      signal: Signal(
        id: SignalID(id), type: .entry, symbol: symbol, side: .buy,
        quantity: try Fixed(parsing: "0.01"), source: .api))
  }

  @Test("an entry leaves after a short hold, and not after one its sender was not answered in")
  func answered() throws {
    var driver = try driver()
    driver.recorder.answers = [.waited(4 * Nanos.perSecond), .waited(5 * Nanos.perSecond)]
    _ = try driver.decide([try note("short")])
    #expect(driver.recorder.kept.count == 1 && driver.recorder.failures.isEmpty)
    driver.recorder.answers = [.waited(4 * Nanos.perSecond), .waited(6 * Nanos.perSecond)]
    _ = try driver.decide([try note("long")])
    #expect(driver.recorder.kept.count == 1, "an entry left whose sender was told that no answer came")
    #expect(driver.recorder.failures == ["HELD_ENTRY"])
    // It waited for room all the same.
    #expect(driver.recorder.asked.last?.isEmpty == true)
    #expect(driver.floor.desk.state.orders.orders.last?.status == .failed)
  }

  @Test("a journal that held the decision up counts as the exchange's log does")
  func journal() throws {
    var driver = try driver()
    driver.recorder.journalWait = FloorDriver<ModelRecorder>.answerNanos
    _ = try driver.decide([try note()])
    #expect(driver.recorder.kept.isEmpty && driver.recorder.failures == ["HELD_ENTRY"])
  }

  @Test("a command to stop entries that waits behind a held entry wins over it")
  func stopWins() throws {
    var driver = try driver()
    driver.isStopWaiting = { true }
    _ = try driver.decide([try note("not held")])
    #expect(driver.recorder.kept.count == 1, "an entry that was not held was withdrawn")
    driver.recorder.answers = [.waited(2 * Nanos.perSecond)]
    _ = try driver.decide([try note("held")])
    #expect(driver.recorder.kept.count == 1 && driver.recorder.failures == ["HELD_ENTRY"])
  }

  @Test("what a service that is stopped gives up on is journaled as failed")
  func givenUp() throws {
    var driver = try driver()
    driver.recorder.answers = [.waited(Nanos.perSecond), .givenUp(JournalError(.full, "no room"))]
    #expect(throws: JournalError(.full, "")) { _ = try driver.decide([try note()]) }
    #expect(driver.recorder.kept.isEmpty && driver.recorder.failures == ["HELD_ENTRY"])
  }

  @Test("signals that waited too long for their turn are refused, and the journal says so")
  func expired() throws {
    let notes = [
      try note("old").afterWaiting(10_000, answeredWithin: 10_000),
      try note("young").afterWaiting(9_999, answeredWithin: 10_000),
    ]
    #expect(notes.map(\.refusal?.code) == ["SIGNAL_EXPIRED", nil])
    var driver = try driver()
    let decisions = try driver.decide(notes)
    guard case .rejected(let rejection)? = decisions[0]?.outcome,
      case .ordered? = decisions[1]?.outcome
    else {
      Issue.record("decided otherwise: \(decisions.map { $0?.outcome })")
      return
    }
    #expect(rejection.code == "SIGNAL_EXPIRED")
    #expect(driver.recorder.batches.first?.events.count == 2, "both are in the journal")
  }
}
