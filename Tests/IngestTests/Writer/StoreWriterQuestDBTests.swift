import Desk
import TestSupport
import Testing

@testable import Ingest

@Suite(
  "Writing to QuestDB", .serialized,
  .enabled(if: TestServers.canStartQuestDB, "\(TestServers.cannotStartQuestDB)"), OwnQuestDB(),
  .timeLimit(.minutes(10)))
struct StoreWriterQuestDBTests {
  let checks: WriterChecks

  /// On an empty database.
  init() throws {
    let server = try #require(OwnQuestDB.server)
    try server.start()
    let store = StoreHarness(kind: .questdb, address: server.connectionString)
    let connection = try store.connect()
    defer { connection.close() }
    let names = try connection.query("SELECT table_name FROM tables()").compactMap { $0.first?.string }
    for name in names { try connection.execute("DROP TABLE \"\(name)\"") }
    checks = WriterChecks(
      store: store, port: server.pgPort, kill: { server.kill() }, restart: { try server.start() })
  }

  @Test("S2-DB-07: the journal's rows arrive, each once, and a later start goes on where this one ended")
  func follow() throws { try checks.follow() }

  @Test("a server that is absent at the start is waited for, and nothing is lost")
  func absentAtStart() throws { try checks.absentAtStart() }

  @Test("a server killed three times catches up: what it may have lost is sent again, no row is twice")
  func killedMidRun() throws { try checks.killedMidRun() }

  @Test("a refused row is put aside with the server's words, the rest arrives, a rebuild brings it")
  func refusedRow() throws { try checks.refusedRow() }

  @Test("a server that refuses row after row is sick: it is waited for, and nothing is put aside")
  func refusingEverything() throws { try checks.refusingEverything() }

  @Test("a row of 1969 is put aside without being sent")
  func unsoundRow() throws { try checks.unsoundRow() }

  @Test("a dropped column is named with its repair, after which everything is sent again")
  func droppedColumn() throws { try checks.droppedColumn() }

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

  @Test("a wrong password, a web server and a closed port are told apart, without the password")
  func addresses() throws { try checks.addresses() }

  @Test("told to be PostgreSQL, it is refused by name")
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

/// What only QuestDB can be made to do.
extension StoreWriterQuestDBTests {
  @Test("a table whose keys were switched off is named with its repair, before a row is there twice")
  func noDedup() throws {
    _ = try checks.store.migrate()
    let harness = try WriterHarness(checks.store)
    try harness.trades(10)
    try harness.start { $0.mayMigrate = false }
    #expect(try harness.catchesUp())
    harness.stop()
    try checks.store.run(["ALTER TABLE live_orders DEDUP DISABLE"])
    try harness.trades(10)
    try harness.start { $0.mayMigrate = false }
    #expect(harness.waits { harness.status.faults.first?.kind == .missingKey }, "\(harness.status)")
    let fault = try #require(harness.status.faults.first)
    #expect(fault.table == "live_orders")
    #expect(try harness.count(.liveOrders) == 10)
    try checks.store.run([fault.repair])
    try checks.expectEqual(harness)
    #expect(try harness.count(.liveOrders) == 20)
  }

  @Test("a suspended table is named with its repair, and what was written meanwhile is there after it")
  func suspended() throws {
    let harness = try WriterHarness(checks.store)
    try harness.trades(10)
    try harness.start()
    #expect(try harness.catchesUp())
    try checks.store.run(["ALTER TABLE fills SUSPEND WAL"])
    try harness.trades(10)
    #expect(harness.waits { harness.status.faults.first?.kind == .suspended }, "\(harness.status)")
    let alert = try #require(harness.fired(.fault).first)
    #expect(alert.repair == "ALTER TABLE fills RESUME WAL")
    try harness.trades(5)
    try checks.store.run([alert.repair])
    try checks.expectEqual(harness)
    #expect(harness.fired(.rewritten).isEmpty, "nothing was lost")
    #expect(try harness.count(.fills) == 25)
  }

  @Test("what was acknowledged within the grace is sent again after a lost connection; what is older, not")
  func grace() throws {
    for (grace, isResent) in [(Int64(600_000_000_000), true), (0, false)] {
      let harness = try WriterHarness(checks.store, account: isResent ? "young" : "old")
      try harness.trades(20)
      try harness.start { $0.graceNanos = grace }
      #expect(try harness.catchesUp())
      try checks.kill()
      #expect(harness.waits { harness.status.state == .waiting })
      try checks.restart()
      #expect(harness.waits { harness.status.state == .writing })
      try harness.trades(1)
      #expect(try harness.catchesUp())
      #expect((harness.status.rowsRetried > 100) == isResent, "\(harness.status)")
      #expect(try harness.verify().isEqual)
    }
  }
}
