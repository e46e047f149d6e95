import Ingest
import Platform
import Primitives
import TestSupport
import Testing

@testable import Runners

@Suite("A replay with a real server")
struct StoreServerTests {
  /// Runs a replay to its end and gives what `/api/stores` said of the store at the end.
  private func replay(_ settings: ServiceSettings) throws -> JSONValue {
    let running = try RunningService(settings)
    defer { running.stop() }
    guard case .finished? = running.waitForEnd() else {
      Issue.record("the replay did not finish")
      return .null
    }
    return try running.store()
  }

  private func exercise(_ target: StoreTarget) throws {
    let scratch = try Scratch()
    var settings = Replays.settings(scratch, tape: try scratch.quoteTape(rows: 6_000))
    target.add(to: &settings)
    let status = try replay(settings)
    // The end waits for the store: nothing is left to send.
    #expect(status["lag_events"]?.int64 == 0, "\(status["detail"]?.string ?? "")")
    #expect(status["state"]?.string == "writing")
    #expect(status["rows_refused"]?.int64 == 0)
    let report = try target.verify(settings.dataDirectory)
    #expect(report.isEqual, "\(report.text)")
    #expect(report.acknowledged == report.newest)
    #expect(report.rowCount > 100)
    #expect(report.tableCount == 8)
  }

  @Test(
    "PostgreSQL holds every row, and a comparison says equal (S2-DB-06)",
    .enabled(if: TestServers.postgres != nil, "\(TestServers.noPostgres)"))
  func postgres() throws {
    try exercise(try .postgres(try #require(TestServers.postgres)))
  }

  @Test(
    "QuestDB holds every row, and a comparison says equal (S2-DB-06)",
    .enabled(if: TestServers.questdb != nil, "\(TestServers.noQuestDB)"))
  func questdb() throws {
    try exercise(try .questdb(try #require(TestServers.questdb)))
  }

  @Test(
    "stopped on its way and continued, it leaves every row in the server once",
    .enabled(if: TestServers.postgres != nil, "\(TestServers.noPostgres)"))
  func continued() throws {
    let target = try StoreTarget.postgres(try #require(TestServers.postgres))
    let scratch = try Scratch()
    var settings = Replays.settings(scratch, tape: try scratch.quoteTape(rows: 20_000))
    target.add(to: &settings)
    for row: Int64 in [1, 2_000] {
      let running = try RunningService(settings)
      running.waitForRow(row)
      running.interrupt()
    }
    #expect(try replay(settings)["lag_events"]?.int64 == 0)
    let report = try target.verify(settings.dataDirectory)
    #expect(report.isEqual, "\(report.text)")
    #expect(report.acknowledged == report.newest)
  }

  @Test(
    "over a way that takes a few bytes at a time the tape ends all the same; the end waits for the store",
    .enabled(if: TestServers.postgres != nil, "\(TestServers.noPostgres)"), arguments: [0, 64])
  func slow(bytesATurn: Int) throws {
    let address = try #require(TestServers.postgres)
    let target = try StoreTarget.postgres(address)
    let port = try #require(target.connection.value("port").flatMap { Int($0) })
    let way = try DifficultStore(.slow(port: port, bytesATurn: bytesATurn))
    defer { way.stop() }
    let scratch = try Scratch()
    var settings = Replays.settings(scratch, tape: try scratch.quoteTape(rows: 6_000))
    settings.instance = String(target.instance)
    let words = try #require(target.connection.value("dbname"))
    settings.stores = [
      StoreSettings(
        kind: .postgres,
        connection: try ConnectionString(
          address + " host=127.0.0.1 port=\(way.port) dbname=\(words) sslmode=disable gssencmode=disable"))
    ]
    let running = try RunningService(settings)
    defer { running.stop() }
    #expect(way.isWaitedFor.wait(upTo: RunningService.deadlineNanos) != nil)
    running.waitForTapeEnd()
    #expect((try running.store()["lag_events"]?.int64 ?? 0) > 0)
    #expect(running.endedAs == nil)
    way.open()
    guard case .finished? = running.waitForEnd() else {
      Issue.record("the replay did not finish")
      return
    }
    #expect(try running.store()["lag_events"]?.int64 == 0)
    running.stop()
    let report = try target.verify(settings.dataDirectory)
    #expect(report.isEqual, "\(report.text)")
  }

  @Test(
    "ticks and candles come too, behind the orders; without them the tables stay empty",
    .enabled(if: TestServers.postgres != nil, "\(TestServers.noPostgres)"))
  func market() throws {
    let address = try #require(TestServers.postgres)
    for keeps in [true, false] {
      let target = try StoreTarget.postgres(address)
      let scratch = try Scratch()
      var settings = Replays.settings(scratch, tape: try scratch.quoteTape(rows: 3_000))
      settings.exitsAtEnd = false
      settings.keepsMarket = keeps
      target.add(to: &settings)
      let running = try RunningService(settings)
      running.waitForTapeEnd()
      try running.waitUntil("written") {
        let store = try running.store()
        let market = (store["market_rows"]?.int64 ?? 0) + (store["market_dropped"]?.int64 ?? 0)
        return store["lag_events"]?.int64 == 0 && (market >= 3_000 || !keeps)
      }
      running.stop()
      let ticks = try target.column("SELECT count(*) FROM ticks")
      let candles = try target.column("SELECT count(*) FROM candles")
      // 3,000 quotes about 0.3 s apart: a quarter of an hour.
      #expect(ticks == [.integer(keeps ? 3_000 : 0)])
      #expect((candles == [.integer(0)]) == !keeps)
      if keeps {
        #expect(try target.column("SELECT DISTINCT source FROM ticks") == [.text("BTCUSDT_quotes.csv")])
        #expect(try target.column("SELECT DISTINCT bar_seconds FROM candles") == [.integer(60)])
      }
      #expect(try target.verify(settings.dataDirectory).isEqual)
    }
  }

  @Test(
    "a session another data directory writes is left alone: named, and nothing of it acknowledged",
    .enabled(if: TestServers.postgres != nil, "\(TestServers.noPostgres)"))
  func claimed() throws {
    let target = try StoreTarget.postgres(try #require(TestServers.postgres))
    let scratch = try Scratch()
    let tape = try scratch.quoteTape(rows: 3_000)
    var first = Replays.settings(scratch, tape: tape, data: "first")
    target.add(to: &first)
    _ = try replay(first)
    // Other terms: other rows under the same names.
    var second = Replays.settings(scratch, tape: tape, data: "second")
    second.leverage = 3
    // Slow enough for the session's own event, which makes no row, to be sent by itself.
    second.speed = .times(1)
    target.add(to: &second)
    let running = try RunningService(second)
    try running.waitUntil("tried again") { (try running.store()["reconnects"]?.int64 ?? 0) > 1 }
    try running.waitUntil("named") { try running.store()["faults"]?.array?.isEmpty == false }
    let fault = try #require(try running.store()["faults"]?.array?.first)
    #expect(fault["kind"]?.string == "claimed")
    #expect(fault["problem"]?.string?.contains("\(target.instance)-main-1") == true)
    #expect(fault["repair"]?.string?.contains("--instance") == true)
    #expect(try running.store()["acknowledged_seq"]?.int64 == 0)
    running.stop()
    let report = try target.verify(first.dataDirectory)
    #expect(report.isEqual, "\(report.text)")
  }
}
