import Ingest
import Platform
import Primitives
import Query
import Testing
import Trading

@testable import Runners

@Suite("The reader behind stream and alert log")
struct FeedTests {
  @Test("a fault that goes on is told at once, then once a minute with how often it came")
  func repeated() {
    var fault = RepeatedFault()
    let minute = fault.everyNanos
    #expect(fault.came(at: 10) == 1)
    #expect((1...20).allSatisfy { fault.came(at: 10 + $0) == nil })
    #expect(fault.came(at: 10 + minute) == 21)
    #expect(fault.came(at: 11 + minute) == nil)
  }

  @Test("one that cannot open the journal is no reason to give up, and readiness says so meanwhile")
  func opens() throws {
    let scratch = try Scratch()
    let sink = LogSink(descriptor: 2, format: .json)
    defer { sink.close() }
    sink.level = .critical
    let logger = Logger(label: "test", sink: sink)
    let book = try BuiltIn.instruments().book
    let directory = try DataDirectory(path: scratch.path + "/data")
    let state = FeedState()
    let (stop, opened) = (Inbox<Void>(capacity: 1), OneShot<Bool>())
    let thread = OwnThread.start(name: "feed") {
      let reader = EventFeed.open(
        path: directory.journalPath, book: book, state: state, logger: logger, until: stop)
      opened.fulfil(reader != nil)
    }
    defer {
      stop.close()
      thread.join()
    }
    let holder = JournalHolder()
    var health = ServiceHealth(
      accounts: [LiveAccount(AccountID("main"), journal: holder)], journal: holder,
      stores: StoreWriters(settings: ServiceSettings(), logger: logger))
    health.feed = state
    let start = MonotonicClock.nowNanoseconds()
    while state.failure == nil, MonotonicClock.nowNanoseconds() - start < RunningService.deadlineNanos {
      _ = OneShot<Bool>().wait(upTo: Nanos.perMillisecond)
    }
    let check = try #require(health.checks.first { $0.name == "feed" })
    #expect(!check.isHealthy && check.detail.contains("cannot open the journal"))
    let journal = try SQLiteJournal(
      directory: directory, scripts: BuiltIn.journalScripts,
      rules: ProjectionRules(instruments: book, maxOrders: 10), logger: logger)
    defer { journal.stop() }
    #expect(opened.wait(upTo: RunningService.deadlineNanos) == true)
    #expect(health.checks.first { $0.name == "feed" }?.isHealthy == true)
  }

  @Test("told to stop, it waits no longer")
  func stops() throws {
    let scratch = try Scratch()
    let sink = LogSink(descriptor: 2, format: .json)
    defer { sink.close() }
    sink.level = .critical
    let stop = Inbox<Void>(capacity: 1)
    stop.close()
    let reader = EventFeed.open(
      path: scratch.path + "/none.sqlite", book: try BuiltIn.instruments().book, state: FeedState(),
      logger: Logger(label: "test", sink: sink), until: stop)
    #expect(reader == nil)
  }
}
