import Desk
import Foundation
import TestSupport
import Testing

@testable import Ingest

/// A PostgreSQL for one suite, to be killed by its tests.
struct OwnPostgres: SuiteTrait, TestScoping {
  @TaskLocal static var server: PostgresServer?

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    let server = try PostgresServer.started()
    try await Self.$server.withValue(server) { try await function() }
  }
}

@Suite(
  "Writing to PostgreSQL", .serialized,
  .enabled(if: TestServers.canStartPostgres, "\(TestServers.cannotStartPostgres)"), OwnPostgres(),
  .timeLimit(.minutes(10)))
struct StoreWriterPostgresTests {
  let checks: WriterChecks

  /// On a database of the test's own; the server goes with the suite.
  init() throws {
    let server = try #require(OwnPostgres.server)
    try server.start()
    let name = "writer_" + UUID().uuidString.lowercased().prefix(8)
    try StoreHarness(kind: .postgres, address: server.connectionString).run(["CREATE DATABASE \(name)"])
    checks = WriterChecks(
      store: StoreHarness(kind: .postgres, address: server.connectionString + " dbname=\(name)"),
      port: server.port, kill: { server.kill() }, restart: { try server.start() })
  }

  @Test("S2-DB-07: the journal's rows arrive, each once, and a later start goes on where this one ended")
  func follow() throws { try checks.follow() }

  @Test("a server that is absent at the start is waited for, and nothing is lost")
  func absentAtStart() throws { try checks.absentAtStart() }

  @Test("a server killed three times catches up, no row is twice")
  func killedMidRun() throws { try checks.killedMidRun() }

  @Test("a refused row is put aside with the server's words, the rest arrives, a rebuild brings it")
  func refusedRow() throws { try checks.refusedRow() }

  @Test("a server that refuses row after row is sick: it is waited for, and nothing is put aside")
  func refusingEverything() throws { try checks.refusingEverything() }

  @Test("a row of 1969 is put aside without being sent")
  func unsoundRow() throws { try checks.unsoundRow() }

  @Test("another server in between makes this one begin anew, and verify refuses its cursor")
  func otherServerMeanwhile() throws {
    let server = try #require(OwnPostgres.server)
    let name = "writer_" + UUID().uuidString.lowercased().prefix(8)
    try StoreHarness(kind: .postgres, address: server.connectionString).run(["CREATE DATABASE \(name)"])
    try checks.otherServerMeanwhile(
      StoreHarness(kind: .postgres, address: server.connectionString + " dbname=\(name)"))
  }

  @Test("a rebuild of a server that is not there keeps cursor and dead letters")
  func rebuildOfNobody() throws { try checks.rebuildOfNobody() }

  @Test("a dropped column is named with its repair, after which everything is sent again")
  func droppedColumn() throws { try checks.droppedColumn() }

  @Test("a journal that was cut: writer, verify and a rebuild begin there and say so")
  func afterCut() throws { try checks.afterCut() }

  @Test("a column of another type is named with its repair, and no row is blamed for it")
  func otherType() throws { try checks.otherType() }

  @Test("tables dropped while it runs are made and written again")
  func droppedStore() throws { try checks.droppedStore() }

  @Test("tables dropped between two runs are made and written again")
  func droppedMeanwhile() throws { try checks.droppedMeanwhile() }

  @Test("another data directory of the same session names is kept out")
  func claimed() throws { try checks.claimed() }

  @Test("a row lost in the writer is named by verify")
  func droppedInWriter() throws { try checks.droppedInWriter() }

  @Test("a row altered, deleted or added behind our back is named by verify")
  func behindOurBack() throws { try checks.behindOurBack() }

  @Test("hostile and endless texts arrive, cut to 4 kB, equal to the journal's")
  func hostileTexts() throws { try checks.hostileTexts() }

  @Test("a wrong password or database, a web server and a closed port are told apart, without the password")
  func addresses() throws { try checks.addresses() }

  @Test("told to be QuestDB, it is refused by name")
  func otherKind() throws { try checks.otherKind() }

  @Test("a server that goes silent is given up and caught up with later")
  func silent() throws { try checks.silent() }

  @Test("a stop waits for its grace and then cuts the connection")
  func stopWhileWaiting() throws { try checks.stopWhileWaiting() }

  @Test("ticks and candles arrive")
  func market() throws { try checks.market() }

  @Test("with a slow server and a full lane, orders go first")
  func ordersFirst() throws { try checks.ordersFirst() }
}

/// What only PostgreSQL can be made to do.
extension StoreWriterPostgresTests {
  @Test(
    "a constraint or a trigger added behind our back refuses one row, told in its words",
    arguments: [
      ["ALTER TABLE fills ADD CONSTRAINT house_rule CHECK (trade_id <> 't-test-main-1-7')"],
      [
        """
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF NEW.trade_id = 't-test-main-1-7' THEN RAISE EXCEPTION 'house_rule says no'; END IF;
          RETURN NEW;
        END $$
        """, "CREATE TRIGGER t BEFORE INSERT ON fills FOR EACH ROW EXECUTE FUNCTION refuse()",
      ],
    ])
  func houseRule(_ statements: [String]) throws {
    _ = try checks.store.migrate()
    try checks.store.run(statements)
    let harness = try WriterHarness(checks.store)
    try harness.trades(20)
    try harness.start()
    #expect(try harness.catchesUp(), "\(harness.status)")
    let letters = try harness.deadLetters()
    #expect(letters.map(\.table) == ["fills"])
    #expect(letters.first?.error.contains("house_rule") == true)
    #expect(harness.fired(.rowsRefused).count == 1)
    #expect(harness.status.rowsRefused == 1)
    #expect(try harness.count(.fills) == 19)
    #expect(try harness.verify().named == ["fills missing"])
  }

  @Test("a day's table that is dropped while it runs is made again, and no row is blamed for it")
  func droppedDay() throws {
    let harness = try WriterHarness(checks.store)
    try harness.trades(5)
    try harness.start()
    #expect(try harness.catchesUp())
    try checks.store.run(["DROP TABLE fills_2023_11_14"])
    try harness.trades(5)
    #expect(try harness.catchesUp(), "\(harness.status)")
    #expect(try harness.deadLetters().isEmpty)
    #expect(try harness.count(.fills) == 5, "the day's earlier rows went with it")
    #expect(try harness.verify().named == Array(repeating: "fills missing", count: 5))
  }

  @Test("past the cap of refused rows the store is not in order: the cursor waits until the cause is mended")
  func capOfRefused() throws {
    let harness = try WriterHarness(checks.store)
    try harness.journal.keepDeadLetters(
      (0..<Int(DeadLetter.cap)).map {
        DeadLetter(
          store: "postgres", table: "fills", key: "[\($0)]", seq: 1, row: "{}", error: "refused",
          recordedAt: 0)
      })
    _ = try checks.store.migrate()
    let rule = "ALTER TABLE fills ADD CONSTRAINT house_rule CHECK (trade_id <> 't-test-main-1-3')"
    try checks.store.run([rule])
    try harness.trades(5)
    try harness.start()
    #expect(harness.waits { harness.status.faults.first?.kind == .tooManyRefused }, "\(harness.status)")
    #expect(harness.fired(.fault).count == 1)
    #expect(harness.status.acknowledgedSeq == 0)
    try checks.store.run(["ALTER TABLE fills DROP CONSTRAINT house_rule"])
    #expect(try harness.catchesUp(), "\(harness.status)")
    #expect(try harness.count(.fills) == 5)
  }

  @Test("a key that was dropped is named with its repair, and everything is sent again")
  func droppedKey() throws {
    try checks.drift("ALTER TABLE fills DROP CONSTRAINT fills_pkey", .missingKey, "fills", "")
  }

  @Test("a store that syncs at commit is sent nothing twice after a lost connection")
  func durable() throws {
    let harness = try WriterHarness(checks.store)
    try harness.trades(10)
    try harness.start()
    #expect(try harness.catchesUp())
    #expect(harness.status.safeSeq == harness.status.acknowledgedSeq)
    try checks.kill()
    try harness.trades(1)
    #expect(harness.waits { harness.status.state == .waiting })
    try checks.restart()
    try checks.expectEqual(harness)
    #expect(harness.status.reconnects == 1 && harness.status.rowsRetried == 0, "\(harness.status)")
  }
}

extension StoreWriterPostgresTests {
  /// Looks at a writer from its own thread.
  ///
  /// Unchecked: only the thread that runs the writer touches it, the test's before and after.
  private final class Peek: @unchecked Sendable {
    var thread: WriterThread?
    var most = (ready: 0, sent: 0, rows: 0)

    func look() {
      guard let thread else { return }
      most.ready = max(most.ready, thread.ready.count)
      most.sent = max(most.sent, thread.sent.count)
      most.rows = max(most.rows, thread.sent.map(\.rows.count).max() ?? 0)
    }
  }

  @Test("what a writer holds is bounded, however much the journal holds")
  func bounded() throws {
    let harness = try WriterHarness(checks.store)
    try harness.trades(400)
    let peek = Peek()
    var plan = StoreWriterPlan(
      kind: .postgres, connection: try ConnectionString(checks.store.address), rules: JournalHarness.rules)
    plan.scope = .rebuild(days: nil)
    plan.batchRows = 100
    plan.depth = 2
    plan.isDropped = { _ in
      peek.look()
      return false
    }
    let shared = WriterShared(plan, market: nil) { _ in }
    let thread = WriterThread(plan, shared, journal: harness.journal, logger: harness.files.logger)
    peek.thread = thread
    thread.run()
    peek.thread = nil
    #expect(try harness.count(.liveOrders) == 400)
    // It reads only when nothing is ready, and sends no more than the plan's depth before an answer.
    #expect(peek.most.ready == 0)
    #expect((1...2).contains(peek.most.sent))
    #expect((1...100).contains(peek.most.rows))
  }
}
