import Desk
import Ingest
import Platform
import Primitives
import Query
import Testing
import Trading

@testable import Runners

@Suite("Questions for the journal over the endpoint")
struct EventReaderTests {
  /// A journal of refused facts, each with a payload of so many bytes.
  private func journal(_ scratch: Scratch, events: Int, bytes: Int) throws -> (String, InstrumentBook) {
    let directory = try DataDirectory(path: scratch.path + "/data")
    let book = try BuiltIn.instruments().book
    let sink = LogSink(descriptor: 2, format: .json)
    defer { sink.close() }
    let journal = try SQLiteJournal(
      directory: directory, scripts: BuiltIn.journalScripts,
      rules: ProjectionRules(instruments: book, maxOrders: 10), logger: Logger(label: "test", sink: sink))
    for row in 0..<events {
      let done = OneShot<Bool>()
      let batch = JournalBatch(
        account: AccountID("main"), session: SessionID("s"), at: Timestamp(nanoseconds: Int64(row)),
        tapeRow: Int64(row), events: [.factRefused(String(repeating: "x", count: bytes))])
      #expect(
        journal.append(batch) { result in
          if case .success = result { done.fulfil(true) } else { done.fulfil(false) }
        })
      #expect(done.wait(upTo: RunningService.deadlineNanos) == true)
    }
    journal.stop()
    return (directory.journalPath, book)
  }

  private func ask(_ reader: EventReader, _ question: EventQuestion) -> OneShot<EventAnswer> {
    let said = OneShot<EventAnswer>()
    reader.events(question) { _ = said.fulfil($0) }
    return said
  }

  private func page(_ reader: EventReader, _ question: EventQuestion) throws -> EventPage {
    guard case .page(let page)? = ask(reader, question).wait(upTo: RunningService.deadlineNanos) else {
      throw MarketFailure(description: "no page")
    }
    return page
  }

  @Test("a page of large events ends early, and the next goes on where it ended")
  func bytes() throws {
    let scratch = try Scratch()
    let (path, book) = try journal(scratch, events: 30, bytes: 100_000)
    let reader = EventReader(path: path, encoder: StreamEncoder(book: book, namesAccounts: false))
    reader.start()
    defer { reader.stop() }
    var after: Int64 = 0
    var counts: [Int] = []
    while after < 30, counts.count < 30 {
      let page = try page(reader, EventQuestion(after: after, limit: 1_000))
      #expect(page.newest == 30 && page.nextAfter == after + Int64(page.events.count))
      #expect(page.events.reduce(0) { $0 + $1.count } < EventReader.pageBytes + 100_200)
      counts.append(page.events.count)
      after = page.nextAfter
    }
    #expect(counts == [11, 11, 8])
    let none = try page(reader, EventQuestion(after: 0, limit: 20, type: "nothing"))
    #expect(none.events.isEmpty && none.nextAfter == 20)
    let found = try page(
      reader, EventQuestion(after: 28, limit: 20, type: "fact_refused", session: "s", account: "main"))
    #expect(found.events.count == 2)
    #expect(try page(reader, EventQuestion(after: 0, limit: 9, account: "other")).events.isEmpty)
  }

  @Test("a question that waited too long for its turn is given up")
  func timedOut() throws {
    let scratch = try Scratch()
    let (path, book) = try journal(scratch, events: 1, bytes: 1)
    let reader = EventReader(
      path: path, encoder: StreamEncoder(book: book, namesAccounts: false), limitNanos: 0)
    reader.start()
    defer { reader.stop() }
    guard
      case .timedOut? = ask(reader, EventQuestion(after: 0, limit: 1)).wait(
        upTo: RunningService.deadlineNanos)
    else {
      Issue.record("answered after its time")
      return
    }
  }

  @Test("what waits when the service stops is refused, not looked for")
  func stopping() throws {
    let scratch = try Scratch()
    let (path, book) = try journal(scratch, events: 1, bytes: 1)
    let reader = EventReader(path: path, encoder: StreamEncoder(book: book, namesAccounts: false))
    reader.start()
    let (isHeld, goOn) = (OneShot<Bool>(), OneShot<Bool>())
    // The first answer keeps the thread while the others come.
    reader.events(EventQuestion(after: 0, limit: 1)) { _ in
      isHeld.fulfil(true)
      _ = goOn.wait(upTo: RunningService.deadlineNanos)
    }
    #expect(isHeld.wait(upTo: RunningService.deadlineNanos) == true)
    let waiting = (0..<EventReader.inboxCapacity).map { _ in ask(reader, EventQuestion(after: 0, limit: 1)) }
    guard case .busy? = ask(reader, EventQuestion(after: 0, limit: 1)).current else {
      Issue.record("one more was taken than may wait")
      return
    }
    reader.beginStop()
    goOn.fulfil(true)
    reader.stop()
    for said in waiting {
      guard case .unavailable("the service is stopping")? = said.current else {
        Issue.record("\(String(describing: said.current))")
        return
      }
    }
  }
}
