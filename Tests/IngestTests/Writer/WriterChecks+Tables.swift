import Desk
import Testing

@testable import Ingest

extension WriterChecks {
  /// Changes the tables while the writer runs; expects the one fault, runs its repair, expects all rows.
  func drift(
    _ statement: String, _ kind: StoreFault.Kind, _ table: String, _ column: String
  ) throws {
    _ = try store.migrate()
    let harness = try WriterHarness(store)
    try harness.trades(10)
    try harness.start { $0.mayMigrate = false }
    #expect(try harness.catchesUp(), "\(harness.status)")
    try store.run([statement])
    try harness.trades(10)
    #expect(harness.waits { harness.status.state == .waiting }, "\(harness.status)")
    let fault = try #require(harness.status.faults.first, "\(harness.status)")
    #expect(harness.status.faults.count == 1)
    #expect(fault.kind == kind && fault.table == table && fault.column == column)
    let alert = try #require(harness.fired(.fault).first)
    #expect(alert.message.contains(column.isEmpty ? table : "\(table).\(column)"))
    #expect(alert.repair == fault.repair)
    #expect(harness.fired(.fault).count == 1)
    #expect(try harness.deadLetters().isEmpty, "a changed table is no row's fault")
    try store.run([fault.repair])
    try expectEqual(harness)
    #expect(harness.fired(.rewritten).count == 1)
    #expect(harness.status.faults.isEmpty)
    #expect(harness.alerts.all.last { $0.kind == .fault }?.isFiring == false)
  }

  func droppedColumn() throws {
    try drift("ALTER TABLE fills DROP COLUMN fee_asset", .missingColumn, "fills", "fee_asset")
  }

  func otherType() throws {
    switch store.kind {
    case .questdb:
      try drift(
        "ALTER TABLE live_orders ALTER COLUMN order_type TYPE DOUBLE", .wrongType, "live_orders",
        "order_type")
    case .postgres:
      try drift(
        "ALTER TABLE live_orders ALTER COLUMN order_type TYPE double precision USING NULL", .wrongType,
        "live_orders", "order_type")
    }
  }

  /// Every table goes while the writer runs.
  func droppedStore() throws {
    let harness = try WriterHarness(store)
    try harness.trades(20)
    try harness.start()
    #expect(try harness.catchesUp())
    let tables = Table.allCases.map(\.rawValue) + ["sextant_claims", "sextant_migrations"]
    try store.run(tables.map { "DROP TABLE \($0)" })
    try harness.trade(1)
    #expect(harness.waits { !harness.fired(.rewritten).isEmpty }, "\(harness.status)")
    try expectEqual(harness)
    #expect(try harness.count(.liveOrders) == 21)
  }

  /// One table, or all, go while no writer runs.
  func droppedMeanwhile() throws {
    let harness = try WriterHarness(store)
    try harness.trades(20)
    try harness.start()
    #expect(try harness.catchesUp())
    for tables in [["fills"], Table.allCases.map(\.rawValue) + ["sextant_claims", "sextant_migrations"]] {
      harness.stop()
      let before = harness.fired(.rewritten).count
      try store.run(tables.map { "DROP TABLE \($0)" })
      try harness.start()
      #expect(harness.waits { harness.fired(.rewritten).count == before + 1 }, "\(harness.status)")
      try expectEqual(harness)
      #expect(try harness.count(.fills) == 20)
    }
  }

  /// Another server meanwhile: what it acknowledged says nothing of this one.
  func otherServerMeanwhile(_ other: StoreHarness) throws {
    let harness = try WriterHarness(store)
    try harness.trades(10)
    try harness.start()
    #expect(try harness.catchesUp())
    harness.stop()
    try harness.trades(10)
    try harness.start(address: other.address)
    #expect(try harness.catchesUp())
    #expect(harness.fired(.rewritten).count == 1, "it never had the first ten")
    harness.stop()
    let report = try? harness.verify()
    #expect(report == nil, "the cursor is the other server's")
    try harness.trades(10)
    try harness.start()
    try expectEqual(harness)
    #expect(try harness.count(.liveOrders) == 30)
  }

  /// A rebuild of a server that is not there has changed nothing.
  func rebuildOfNobody() throws {
    let harness = try WriterHarness(store)
    try harness.trades(10)
    try harness.start()
    #expect(try harness.catchesUp())
    harness.stop()
    try harness.journal.keepDeadLetters([
      DeadLetter(
        store: store.kind.rawValue, table: "fills", key: "[1]", seq: 1, row: "{}", error: "of a test",
        recordedAt: 0)
    ])
    let before = try harness.files.reader().cursor(store.kind.rawValue)
    try harness.start(address: "host=127.0.0.1 port=1 user=nobody dbname=none") {
      $0.scope = .rebuild(days: nil)
    }
    #expect(harness.waitsWith("cannotConnect"))
    harness.stop(graceNanos: 0)
    #expect(try harness.deadLetters().count == 1)
    #expect(try harness.files.reader().cursor(store.kind.rawValue) == before)
  }

  /// A second data directory of the same names.
  func claimed() throws {
    let first = try WriterHarness(store)
    try first.trade(5)
    try first.start()
    #expect(try first.catchesUp())
    let second = try WriterHarness(store)
    _ = second.desk.receive(.timer)
    try second.trade(9)
    try second.start()
    #expect(second.waitsWith("another data directory"), "\(second.status)")
    #expect(second.status.faults.map(\.kind) == [.claimed])
    #expect(second.status.faults.first?.repair.contains("--new-session --instance") == true)
    #expect(second.fired(.fault).count == 1)
    #expect(second.status.acknowledgedSeq == 0)
    // The first goes on undisturbed, and nothing of it was written over.
    try first.trade(5)
    try expectEqual(first)
    #expect(try first.count(.liveOrders) == 10)
  }

  /// A row lost in the writer is named.
  func droppedInWriter() throws {
    let harness = try WriterHarness(store)
    try harness.trades(12)
    try harness.start {
      $0.isDropped = { $0.table == .fills && $0["trade_id"] == .text("t-test-main-1-4") }
    }
    #expect(try harness.catchesUp())
    let report = try harness.verify()
    #expect(report.named == ["fills missing"])
    #expect(report.differences.first?.key.contains("t-test-main-1-4") == true)
    #expect(!report.isEqual)
  }

  /// Changes behind our back are named, row by row.
  func behindOurBack() throws {
    let harness = try WriterHarness(store)
    try harness.trades(12)
    try harness.start()
    try expectEqual(harness)
    let gone =
      store.kind == .questdb
      ? "UPDATE fills SET session_id = 'nobody' WHERE trade_id = 't-test-main-1-3'"
      : "DELETE FROM fills WHERE trade_id = 't-test-main-1-3'"
    try store.run([
      "UPDATE fills SET fee = 1 WHERE trade_id = 't-test-main-1-5'", gone,
      """
      INSERT INTO equity (ts, session_id, balance)
        VALUES ('2023-11-14T22:13:20.777777Z', 'test-main-1', 1)
      """,
    ])
    let report = try harness.verify()
    #expect(Set(report.named) == ["fills altered fee", "fills missing", "equity extra"])
    #expect(report.differenceCount == 3)
  }
}
