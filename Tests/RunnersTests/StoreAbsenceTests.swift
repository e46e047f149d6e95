import Ingest
import Platform
import Primitives
import Testing

@testable import Runners

@Suite("Trading goes on whatever a store does (S2-DB-05)")
struct StoreAbsenceTests {
  private func store(_ kind: StoreKind, _ connection: ConnectionString) -> StoreSettings {
    StoreSettings(kind: kind, connection: connection)
  }

  /// A replay of a tape with nothing but SQLite, to compare with.
  private func alone(_ scratch: Scratch, tape: String) throws -> ServiceSettings {
    let settings = Replays.settings(scratch, tape: tape, data: "alone")
    let running = try RunningService(settings)
    defer { running.stop() }
    guard case .finished? = running.waitForEnd() else {
      Issue.record("the replay did not finish")
      return settings
    }
    return settings
  }

  private func expectSame(_ one: ServiceSettings, _ other: ServiceSettings) throws {
    let (expected, found) = (try Tables.all(one.dataDirectory), try Tables.all(other.dataDirectory))
    for name in Tables.names { #expect(found[name] == expected[name], "\(name) differs") }
    #expect((expected["live_orders"]?.count ?? 0) > 10)
    let digest = try Replays.fillsDigest(one.dataDirectory)
    #expect(digest.fills > 10)
    #expect(try Replays.fillsDigest(other.dataDirectory) == digest)
  }

  @Test("with stores that are not there, every row and fill is the same")
  func absent() throws {
    let scratch = try Scratch()
    let tape = try scratch.quoteTape(rows: 6_000)
    var settings = Replays.settings(scratch, tape: tape)
    settings.exitsAtEnd = false
    let gone = try DifficultStore(.silent)
    gone.stop()
    settings.stores = try StoreKind.allCases.map { store($0, try gone.connection("user=u dbname=d")) }
    let running = try RunningService(settings)
    running.waitForTapeEnd()
    running.stop()
    try expectSame(try alone(scratch, tape: tape), settings)
  }

  @Test(
    "a replay ends, with every row in SQLite, while its writers wait for their first answer",
    arguments: [DifficultStore.Manner.silent, .silentAfterLogin])
  func neverAnswers(_ manner: DifficultStore.Manner) throws {
    let scratch = try Scratch()
    let tape = try scratch.quoteTape(rows: 6_000)
    let difficult = try DifficultStore(manner)
    defer { difficult.stop() }
    var settings = Replays.settings(scratch, tape: tape)
    settings.exitsAtEnd = false
    settings.stores = try StoreKind.allCases.map {
      store($0, try difficult.connection("user=u dbname=d password=hunter2"))
    }
    let running = try RunningService(settings)
    #expect(difficult.isWaitedFor.wait(upTo: RunningService.deadlineNanos) != nil)
    running.waitForTapeEnd()
    // No answer ever came, and still the market was taken in to its end.
    let stores = try #require(try running.get("/api/stores").json["results"]?.array)
    #expect(stores.count == 2)
    for store in stores {
      #expect(store["acknowledged_seq"]?.int64 == 0)
      #expect(store["rows_written"]?.int64 == 0)
      #expect(store["state"]?.string != "writing")
      #expect(store["lag_events"]?.int64 == store["journal_seq"]?.int64)
    }
    running.stop()
    try expectSame(try alone(scratch, tape: tape), settings)
  }

  @Test("the service is ready without its store, and says where the store stands")
  func readiness() throws {
    let scratch = try Scratch()
    let difficult = try DifficultStore(.silent)
    defer { difficult.stop() }
    var settings = Replays.settings(scratch, tape: try scratch.quoteTape(rows: 500))
    settings.exitsAtEnd = false
    settings.stores = [store(.questdb, try difficult.connection("user=u dbname=d password=hunter2"))]
    let running = try RunningService(settings)
    defer { running.stop() }
    running.waitForTapeEnd()
    try running.waitUntil("ready") { try running.get("/health/ready").status == 200 }
    let checks = try running.get("/health/ready").json["checks"]
    #expect(checks?["questdb"]?["status"]?.string == "ok")
    let detail = try #require(checks?["questdb"]?["detail"]?.string)
    #expect(detail.contains("events behind") && !detail.contains("hunter2"), "\(detail)")
    #expect(checks?["postgres"] == nil)
    let target = try #require(try running.store()["target"]?.string)
    #expect(target.contains("host=127.0.0.1") && !target.contains("hunter2"), "\(target)")
  }

  @Test("a stop comes to its end although a store owes an answer for another half minute")
  func stop() throws {
    let scratch = try Scratch()
    let difficult = try DifficultStore(.silentAfterLogin)
    defer { difficult.stop() }
    var settings = Replays.settings(scratch, tape: try scratch.quoteTape(rows: 60_000))
    settings.stores = try StoreKind.allCases.map { store($0, try difficult.connection("user=u dbname=d")) }
    let running = try RunningService(settings)
    #expect(difficult.isWaitedFor.wait(upTo: RunningService.deadlineNanos) != nil)
    let start = MonotonicClock.nowNanoseconds()
    running.interrupt()
    // A second of grace for both; a writer left alone would wait 30 s.
    #expect(MonotonicClock.nowNanoseconds() - start < 20 * Nanos.perSecond)
  }
}
