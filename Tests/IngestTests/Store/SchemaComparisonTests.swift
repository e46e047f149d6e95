import Desk
import Testing

@testable import Ingest

@Suite("A server's table beside ours")
struct SchemaComparisonTests {
  private func table(_ kind: StoreKind) throws -> ServerTable {
    try #require(StoreFiles(kind).tables["live_orders"])
  }

  private func faults(_ kind: StoreKind, _ change: (inout ServerTable) -> Void) throws -> [StoreFault] {
    var found = try table(kind)
    change(&found)
    return SchemaComparison.faults(Table.liveOrders.schema, in: kind, found: found)
  }

  @Test("somebody else's columns are no fault", arguments: StoreKind.allCases)
  func foreign(_ kind: StoreKind) throws {
    let faults = try faults(kind) { $0.columns.append(ServerTable.Column(name: "note", type: "UUID")) }
    #expect(faults.isEmpty)
  }

  @Test("a column that refuses NULL is a fault unless it is a key or fills itself")
  func notNull() throws {
    func fault(_ column: ServerTable.Column) throws -> [StoreFault] {
      try faults(.postgres) { $0.columns.append(column) }
    }
    let refusing = ServerTable.Column(name: "note", type: "text", refusesNull: true)
    #expect(try fault(refusing).map(\.repair) == ["ALTER TABLE live_orders ALTER COLUMN note DROP NOT NULL"])
    let filling = ServerTable.Column(name: "note", type: "text", refusesNull: true, hasDefault: true)
    #expect(try fault(filling).isEmpty)
    let ours = try faults(.postgres) { table in
      table.columns = table.columns.map { column in
        var column = column
        if column.name == "error_message" { (column.refusesNull, column.hasDefault) = (true, true) }
        return column
      }
    }
    #expect(ours.map(\.kind) == [.notNull])
  }

  @Test("what only a new table mends is said alone")
  func shape() throws {
    #expect(try faults(.questdb) { $0.partitioning = "HOUR" }.map(\.kind) == [.wrongPartitioning])
    #expect(try faults(.questdb) { $0.timestampColumn = "updated_at" }.map(\.kind) == [.wrongTimestamp])
    #expect(try faults(.questdb) { $0.hasLog = false }.map(\.kind) == [.noLog])
    let plain = try faults(.postgres) { ($0.partitioning, $0.timestampColumn) = ("", nil) }
    #expect(plain.map(\.kind) == [.wrongPartitioning])
    #expect(plain.first?.repair.hasPrefix("ALTER TABLE live_orders RENAME TO live_orders_old") == true)
  }

  @Test("a missing table is said once, and migrating makes it")
  func missing() {
    let faults = SchemaComparison.faults(Table.ticks.schema, in: .questdb, found: nil)
    #expect(faults.map(\.kind) == [.missingTable])
    #expect(faults.map(\.repair) == ["sextant migrate"])
  }

  @Test("names are quoted where SQL needs it")
  func quoted() {
    #expect(SchemaComparison.quoted("order_id") == "order_id")
    #expect(SchemaComparison.quoted("timestamp") == "\"timestamp\"")
    #expect(SchemaComparison.quoted("a\"b C") == "\"a\"\"b C\"")
  }

  @Test("every type of ours has one in each store, and no text type stands for a number")
  func types() {
    for kind in StoreKind.allCases {
      for type in ColumnType.allCases { #expect(!StoreColumnTypes.preferred(type, in: kind).isEmpty) }
      let text = Set(StoreColumnTypes.accepted(.text, in: kind))
      for type in [ColumnType.real, .integer, .boolean, .timestamp] {
        #expect(text.isDisjoint(with: StoreColumnTypes.accepted(type, in: kind)))
      }
    }
    #expect(Set(StoreColumnTypes.accepted(.text, in: .questdb)) == ["STRING", "VARCHAR"])
    #expect(StoreColumnTypes.accepted(.symbol, in: .questdb) == ["SYMBOL"])
  }

  @Test("a log behind itself is corrupt, a suspended one is resumed, a slow one is no fault")
  func log() {
    var log = LogCondition(table: "fills", isSuspended: false, applied: 3, accepted: 5, error: "")
    #expect(log.fault == nil)
    log.isSuspended = true
    log.error = "[28] No space left"
    #expect(log.fault?.kind == .suspended)
    #expect(log.fault?.repair == "ALTER TABLE fills RESUME WAL")
    #expect(log.fault?.problem.contains("No space left") == true)
    log.applied = 6
    #expect(log.fault?.kind == .corrupt)
    #expect(log.fault?.repair.contains("sextant ship") == true)
  }

  @Test("a server that is too old or of the other kind is refused")
  func version() {
    let questdb = "PostgreSQL 12.3, compiled by Visual C++ build 1914, 64-bit, QuestDB"
    func kind(_ kind: StoreKind, _ version: String, _ build: String = "") -> StoreFault.Kind? {
      ServerVersion.fault(kind, version: version, build: build)?.kind
    }
    #expect(kind(.questdb, questdb, "Build Information: QuestDB 9.3.4, JDK 24.0.2, Commit Hash 9ea3") == nil)
    #expect(kind(.questdb, questdb, "Build Information: QuestDB 8.2.0, JDK 17") == nil)
    #expect(kind(.questdb, questdb, "Build Information: QuestDB 8.1.4, JDK 17.0.1") == .tooOldServer)
    #expect(kind(.questdb, "PostgreSQL 15.18 (Debian 15.18-0) on x86_64") == .otherServer)
    #expect(kind(.postgres, questdb, "Build Information: QuestDB 9.3.4") == .otherServer)
    #expect(kind(.postgres, "PostgreSQL 15.18 (Debian 15.18-0) on x86_64") == nil)
    #expect(kind(.postgres, "PostgreSQL 11.22 on x86_64") == .tooOldServer)
  }
}
