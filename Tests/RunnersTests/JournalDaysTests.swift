import Foundation
import Ingest
import Platform
import Primitives
import TestSupport
import Testing

@testable import Runners

@Suite(
  "A service that keeps its journal for so many days",
  .enabled(
    if: TestServers.postgres != nil || TestServers.canStartPostgres, "\(TestServers.cannotStartPostgres)"))
struct JournalDaysTests {
  /// Interrupted, aged by three days, found equal and cut, a replay comes to the same end as without that.
  @Test("cuts what the server has, answers from there, restarts, and ends as if nothing had happened")
  func replay() throws {
    let scratch = try Scratch()
    let tape = try scratch.quoteTape(rows: 30_000)
    let plain = Replays.settings(scratch, tape: tape, data: "plain")
    try finish(plain)
    let wanted = try Replays.fillsDigest(plain.dataDirectory)

    let own = TestServers.postgres == nil ? try PostgresServer.started() : nil
    let target = try StoreTarget.postgres(try #require(TestServers.postgres ?? own?.connectionString))
    var settings = Replays.settings(scratch, tape: tape)
    settings.instance = String(target.instance)
    let first = try RunningService(settings)
    first.waitForRow(6_000)
    first.interrupt()
    let path = settings.dataDirectory + "/sextant.sqlite"
    let book = try BuiltIn.instruments().book
    let aged = try JournalReader(path: path, instruments: book).lastSeq()
    #expect(aged > 100)
    try SQLiteConnection(path: path, mode: .readWrite).execute(
      "UPDATE journal SET recorded_at = recorded_at - 3 * 86400 * 1000000000")

    target.add(to: &settings)
    settings.retainedJournalDays = 1
    let second = try RunningService(settings)
    second.waitForRow(12_000)
    try second.waitUntil("the aged events are sent") { (try second.store()["safe_seq"]?.int64 ?? 0) > aged }
    second.stop()
    #expect(try JournalReader(path: path, instruments: book).cut() == nil, "never compared")
    let report = try target.verify(settings.dataDirectory)
    #expect(report.isEqual, "\(report.text)")
    #expect(try report.keepEquality(directory: settings.dataDirectory))

    let third = try RunningService(settings)
    try third.waitUntil("the journal is cut") {
      try JournalReader(path: path, instruments: book).cut()?.seq == aged
    }
    let page = try third.get("/api/events?after=0&limit=1").json
    #expect(page["cut"]?.int64 == aged)
    #expect(page["next_after"]?.int64 == aged + 1)
    guard case .finished? = third.waitForEnd() else {
      third.stop()
      Issue.record("the replay did not finish")
      return
    }
    third.stop()
    let last = try target.verify(settings.dataDirectory)
    #expect(last.isEqual, "\(last.text)")
    #expect(last.begin?.seq == aged)

    let connection = try SQLiteConnection.readingTables(journal: path)
    #expect(try connection.integer("SELECT count(*) FROM fills") == wanted.fills)
    let orders = try SQLiteConnection(path: plain.dataDirectory + "/sextant.sqlite", mode: .readOnly)
      .integer("SELECT count(*) FROM intents")
    #expect(try connection.integer("SELECT count(*) FROM intents") == orders)
    #expect(try target.column("SELECT count(*) FROM fills") == [.integer(wanted.fills)])
  }

  private func finish(_ settings: ServiceSettings) throws {
    let running = try RunningService(settings)
    defer { running.stop() }
    guard case .finished? = running.waitForEnd() else {
      Issue.record("the replay did not finish")
      return
    }
  }
}
