import Desk
import Foundation
import Ingest
import Primitives
import Query
import TestSupport
import Testing
import Trading

@testable import Runners

@Suite("A replay through the service")
struct ReplayTests {
  private func settings(_ scratch: Scratch, tape: String, data: String = "data") -> ServiceSettings {
    Replays.settings(scratch, tape: tape, data: data)
  }

  private func run(_ settings: ServiceSettings) throws {
    let running = try RunningService(settings)
    defer { running.stop() }
    guard case .finished? = running.waitForEnd() else {
      Issue.record("the replay did not finish")
      return
    }
  }

  @Test("fills what the backtest of the same tape fills")
  func sameAsBacktest() throws {
    let scratch = try Scratch()
    let tape = try scratch.quoteTape(rows: 6_000)
    let settings = settings(scratch, tape: tape)
    try run(settings)
    let report = try Backtest(
      file: tape, symbol: nil, strategy: "ema-cross", settings: settings
    ).run { _, _ in }
    let journaled = try Replays.fillsDigest(settings.dataDirectory)
    #expect(report.fills > 10)
    #expect(journaled.fills == report.fills)
    #expect(journaled.digest == report.fillsDigest)
  }

  @Test("gives the same report twice, to the byte")
  func backtestIsDeterministic() throws {
    let scratch = try Scratch()
    let tape = try scratch.quoteTape(rows: 4_000)
    let backtest = Backtest(file: tape, symbol: nil, strategy: "ema-cross")
    let first = BacktestSummary.json(try backtest.run { _, _ in })
    let second = BacktestSummary.json(try backtest.run { _, _ in })
    #expect(first == second)
  }

  @Test("stopped three times on its way ends with the rows of one never stopped (S2-ORD-18, trap 20)")
  func stoppedAndContinued() throws {
    let scratch = try Scratch()
    let tape = try scratch.quoteTape(rows: 60_000)
    let whole = settings(scratch, tape: tape, data: "whole")
    try run(whole)
    let pieces = settings(scratch, tape: tape, data: "pieces")
    for row: Int64 in [1, 3_000, 12_000] {
      let running = try RunningService(pieces)
      running.waitForRow(row)
      running.interrupt()
    }
    try run(pieces)
    let expected = try Tables.all(whole.dataDirectory)
    let found = try Tables.all(pieces.dataDirectory)
    for name in Tables.names { #expect(found[name] == expected[name], "\(name) differs") }
    #expect((expected["live_orders"]?.count ?? 0) > 20)
  }

  @Test("its state folded from the journal is the live state")
  func stateFromJournal() throws {
    let scratch = try Scratch()
    let settings = settings(scratch, tape: try scratch.quoteTape(rows: 6_000))
    try run(settings)
    try expectFoldEqualsSnapshot(settings)
  }

  @Test(
    "its state folded from the journal is the live state, on the recorded ETHUSDT trades",
    .enabled(if: SharedData.isPresent, "needs SEXTANT_SHARED data/market"))
  func stateFromJournalOnTheRealTape() throws {
    let scratch = try Scratch()
    var settings = settings(
      scratch,
      tape: SharedData.root.appendingPathComponent("data/market/trades/binance_usdm_ETHUSDT_trades.csv").path)
    settings.barSeconds = 1
    try run(settings)
    try expectFoldEqualsSnapshot(settings)
  }

  /// The snapshot is the live state at the end; folding every event must give its hash.
  private func expectFoldEqualsSnapshot(_ settings: ServiceSettings) throws {
    let book = try BuiltIn.instruments().book
    let reader = try JournalReader(
      path: settings.dataDirectory + "/sextant.sqlite", instruments: book)
    let snapshot = try #require(try reader.newestSnapshot(account: settings.account))
    // One event before the snapshot's: it cannot be used, and every event is folded.
    let before = try Recovery.load(
      account: settings.account, instruments: book, maxOrders: TradingCaps().maxOrders, from: reader,
      through: snapshot.seq - 1)
    #expect(before.eventsReplayed == Int(snapshot.seq) - 1)
    var state = before.state
    let last = try #require(try reader.events(after: snapshot.seq - 1, limit: 1).first)
    state.apply(last.event, at: last.at)
    #expect(SnapshotCodec(instruments: book).stateHash(state) == snapshot.stateHash)
  }

  @Test("that is finished stays finished at a restart; a new session begins it again")
  func finishedStaysFinished() throws {
    let scratch = try Scratch()
    var settings = settings(scratch, tape: try scratch.quoteTape(rows: 2_000))
    try run(settings)
    let once = try Tables.all(settings.dataDirectory)
    try run(settings)
    #expect(try Tables.all(settings.dataDirectory) == once)
    settings.beginsNewSession = true
    try run(settings)
    let orders = try Tables.lines(
      settings.dataDirectory, "SELECT DISTINCT session_id FROM live_orders ORDER BY 1")
    #expect(orders.dropFirst() == ["sextant-main-1", "sextant-main-2"])
    let twice = try Tables.all(settings.dataDirectory)["live_orders"]?.count
    #expect(twice == 2 * (once["live_orders"]?.count ?? 0))
  }

  @Test("in dry-run decides and journals, and writes no row (S0-INV-01)")
  func dryRun() throws {
    let scratch = try Scratch()
    var settings = settings(scratch, tape: try scratch.quoteTape(rows: 3_000))
    settings.mode = .dryRun
    try run(settings)
    for (name, rows) in try Tables.all(settings.dataDirectory) { #expect(rows.isEmpty, "\(name)") }
    let decided = try Tables.lines(
      settings.dataDirectory, "SELECT count(*) FROM journal WHERE type = 'signal_decided'")
    #expect(decided.last != "0")
    // No row would be written of an order either: the exchange must not have been asked at all.
    let ordered = try Tables.lines(
      settings.dataDirectory,
      "SELECT (SELECT count(*) FROM intents) + count(*) FROM journal WHERE type LIKE 'order_%'")
    #expect(ordered.last == "0")
  }
}
