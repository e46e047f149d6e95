import Desk
import TestSupport
import Testing

@testable import Ingest

@Suite("Comparing real servers with the journal", .serialized)
struct ServerVerifyTests {
  @Test(
    "QuestDB: an altered, a deleted, an added row and one that was never written are each named",
    .enabled(if: TestServers.canStartQuestDB, "\(TestServers.cannotStartQuestDB)"))
  func questdb() throws {
    let server = try QuestDBServer.started()
    let store = try ServerStore(.questdb, server.connectionString)
    defer { store.connection.close() }
    try exercise(store)
    try dropped(store)
    try withoutTable(store)
  }

  @Test(
    "PostgreSQL: an altered, a deleted, an added row and one that was never written are each named",
    .enabled(if: TestServers.postgres != nil, "\(TestServers.noPostgres)"))
  func postgres() throws {
    let address = try #require(TestServers.postgres)
    let name = try ServerStore.createDatabase(in: address)
    let store = try ServerStore(.postgres, address + " dbname=\(name)")
    defer { store.connection.close() }
    try exercise(store)
    try withoutTable(store)
  }

  private func exercise(_ store: ServerStore) throws {
    let harness = try VerifyHarness(trades: 12, account: "one", store: store.kind.rawValue)
    try store.write(harness.model)
    let equal = try store.verify(harness)
    #expect(equal.isEqual, "\(equal.text)")
    #expect(equal.rowCount == Int64(harness.model.rows.reduce(0) { $0 + $1.count }))
    #expect(equal.days.allSatisfy { $0.sumsAreEqual && $0.storeRows == $0.journalRows })

    // Another data directory's rows in the same tables.
    let other = try VerifyHarness(trades: 8, account: "two", store: store.kind.rawValue)
    try store.write(other.model, without: (.fills, 3))
    #expect(try store.verify(harness).isEqual)
    let lost = try store.verify(other)
    #expect(lost.named == ["fills missing"])
    let layout = TableLayout.journaled[TableLayout.index(.fills)]
    #expect(lost.differences.first?.key == layout.key(of: other.model.rows[Int(layout.number)][3]))

    let orders = harness.model.rows[TableLayout.index(.liveOrders)]
    guard case .text(let id) = orders[4][1] else { return }
    try store.connection.execute("UPDATE live_orders SET quantity = 0.02 WHERE order_id = '\(id)'")
    let altered = try store.verify(harness)
    #expect(altered.named == ["live_orders altered quantity"])
    #expect(altered.differences.first?.key.contains(id) == true)
    #expect(
      altered.differences.first?.columns
        == [ColumnDifference(column: "quantity", journal: "0.01", store: "0.02")])
    try store.connection.execute("UPDATE live_orders SET quantity = 0.01 WHERE order_id = '\(id)'")
    #expect(try store.verify(harness).isEqual)

    var added = orders[0]
    added[1] = .text("ord-of-nobody ✂ 'quoted'")
    try store.insert(.liveOrders, added)
    guard case .integer(let seq) = harness.model.rows[TableLayout.index(.orderEvents)][5][2] else { return }
    try store.delete(orderEvent: seq)
    let both = try store.verify(harness)
    #expect(both.named.contains("live_orders extra"))
    #expect(both.named.contains("order_events missing"))
    #expect(both.differenceCount == 2)
    try ahead(store)
  }

  /// The store further than the acknowledged event, as beside a running service.
  private func ahead(_ store: ServerStore) throws {
    let harness = try VerifyHarness(trades: 9, acknowledged: 23, account: "three", store: store.kind.rawValue)
    try harness.model.ship(harness.journal.reader(), through: 38)
    try store.write(harness.model)
    let report = try store.verify(harness)
    #expect(report.isEqual, "\(report.text)")
    #expect(report.days.contains { $0.newerRows > 0 })
  }

  /// Days the server drops by itself.
  private func dropped(_ store: ServerStore) throws {
    let harness = try VerifyHarness(trades: 4, account: "four", store: store.kind.rawValue)
    try store.write(harness.model)
    var late = harness.model.rows[TableLayout.index(.fills)][0]
    late[0] = .timestamp(1_710_000_000_000_000)
    late[2] = .text("somebody else's")
    try store.connection.execute("ALTER TABLE fills SET TTL 10 DAYS")
    try store.insert(.fills, late)
    let report = try store.verify(harness)
    #expect(report.isEqual, "\(report.text)")
    #expect(report.leftOut.map(\.table) == [.fills])
    #expect(report.leftOut.first?.rows == 4)
    #expect(report.leftOut.first?.reason.contains("10 DAYS") == true)
  }

  /// A table that is gone is named with its repair, the others are compared.
  private func withoutTable(_ store: ServerStore) throws {
    let harness = try VerifyHarness(trades: 4, account: "five", store: store.kind.rawValue)
    try store.write(harness.model)
    try store.connection.execute("DROP TABLE equity")
    let report = try store.verify(harness)
    #expect(!report.isEqual)
    #expect(report.faults.map(\.table) == ["equity"])
    #expect(report.faults.first?.repair.contains("migrate") == true)
    #expect(report.days.contains { $0.table == .liveOrders && $0.storeRows == 4 })
  }
}
