import Desk
import Testing

@testable import Ingest

@Suite("SQL files of the stores")
struct StoreFilesTests {
  @Test("hold nothing but what this suite understands", arguments: StoreKind.allCases)
  func understood(_ kind: StoreKind) {
    let files = StoreFiles(kind)
    #expect(files.unread.isEmpty)
    #expect(Set(files.tables.keys) == Set(Table.allCases.map(\.rawValue)).union(["sextant_claims"]))
  }

  @Test("make every table as the schema has it: columns in order, types, keys, time, partitions")
  func schema() throws {
    for kind in StoreKind.allCases {
      let files = StoreFiles(kind)
      for table in Table.allCases {
        let made = try #require(files.tables[table.rawValue])
        #expect(made.columns.map(\.name) == table.schema.columns.map(\.name))
        #expect(SchemaComparison.faults(table.schema, in: kind, found: made).isEmpty)
        if kind == .postgres {
          #expect(Set(made.columns.filter(\.refusesNull).map(\.name)) == Set(table.schema.keyColumns))
        }
      }
    }
  }

  @Test(
    "QuestDB's first file has the specified columns and nothing else (S2-DB-01, S2-DB-02, S2-DB-03)",
    arguments: [
      ("live_orders", 17, "created_at"), ("live_positions", 16, "updated_at"),
      ("signal_history", 15, "created_at"),
    ])
  func specified(_ name: String, _ count: Int, _ time: String) throws {
    let first = try #require(BuiltIn.storeScripts(.questdb).first)
    #expect(first.name == "001_tables.sql")
    let create = try #require(
      SQLStatements.split(first.text).first { $0.hasPrefix("CREATE TABLE IF NOT EXISTS \(name) ") })
    let lines = create.split(separator: "\n").dropFirst()
    let columns = lines.prefix { $0.hasPrefix("  ") }
      .map { $0.split { " ,".contains($0) }.map(String.init) }
    let schema = try #require(Table(rawValue: name)).schema
    #expect(columns.count == count)
    for (column, expected) in zip(columns, schema.columns) {
      // The specification says STRING where ours is VARCHAR.
      let type = StoreColumnTypes.preferred(expected.type, in: .questdb)
      #expect(column == [expected.name, type == "VARCHAR" ? "STRING" : type])
    }
    #expect(lines.last == ") timestamp(\(time)) PARTITION BY DAY WAL")
  }

  @Test("QuestDB has the six indexes of the thirteen that it can have (S2-DB-04, trap 23)")
  func questdbIndexes() {
    #expect(
      Set(StoreFiles(.questdb).indexes) == [
        "live_orders.symbol", "live_orders.session_id", "live_positions.symbol", "live_positions.session_id",
        "signal_history.symbol", "signal_history.session_id",
      ])
    for script in BuiltIn.storeScripts(.questdb) {
      let text = SQLStatements.split(script.text).joined(separator: "\n")
      #expect(!text.contains("CREATE INDEX") && !text.contains("COMMENT ON"))
    }
  }

  @Test("PostgreSQL has all thirteen (S2-DB-04)")
  func postgresIndexes() {
    let specified = [
      "live_orders": ["order_id", "exchange_order_id", "symbol", "status", "session_id"],
      "live_positions": ["symbol", "status", "session_id"],
      "signal_history": ["signal_id", "symbol", "signal_type", "session_id", "approved"],
    ]
    let made = StoreFiles(.postgres).indexes
    for (table, columns) in specified {
      #expect(made.filter { $0.hasPrefix(table + ".") } == columns.map { "\(table).\($0)" })
    }
  }

  @Test(
    "text has no limit, so that every value of every enumeration fits (trap 21)",
    arguments: StoreKind.allCases)
  func unlimited(_ kind: StoreKind) {
    for (name, table) in StoreFiles(kind).tables {
      for column in table.columns { #expect(!column.type.contains("("), "\(name).\(column.name)") }
    }
    var limited = ServerTable(partitioning: "RANGE")
    limited.columns = [ServerTable.Column(name: "status", type: "character varying(20)")]
    limited.timestampColumn = "created_at"
    let faults = SchemaComparison.faults(Table.liveOrders.schema, in: .postgres, found: limited)
    #expect(
      faults.first { $0.column == "status" }?.repair
        == "ALTER TABLE live_orders ALTER COLUMN status TYPE text USING status::text")
  }

  @Test("are numbered in order, each with a header that says what it is", arguments: StoreKind.allCases)
  func numbered(_ kind: StoreKind) {
    let scripts = BuiltIn.storeScripts(kind)
    #expect(scripts.map(\.number) == (kind == .questdb ? [1, 2, 3, 4, 6] : [1, 3, 4, 6]))
    #expect(scripts.allSatisfy { $0.text.hasPrefix("-- ") })
  }
}
