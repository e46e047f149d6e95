import Desk
import TestSupport
import Testing

@testable import Ingest

/// A QuestDB for one suite: it has one database, and its tables' names are fixed.
struct OwnQuestDB: SuiteTrait, TestScoping {
  @TaskLocal static var server: QuestDBServer?

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    // Only in its developers' mode does the server suspend a table when asked to.
    let server = try QuestDBServer.started(environment: ["QDB_DEV_MODE_ENABLED": "true"])
    try await Self.$server.withValue(server) { try await function() }
  }
}

@Suite(
  "Tables in QuestDB", .serialized,
  .enabled(if: TestServers.canStartQuestDB, "\(TestServers.cannotStartQuestDB)"), OwnQuestDB())
struct QuestDBStoreTests {
  private let database: StoreHarness

  /// On an empty database.
  init() throws {
    let server = try #require(OwnQuestDB.server)
    database = StoreHarness(kind: .questdb, address: server.connectionString)
    let connection = try database.connect()
    defer { connection.close() }
    let names = try connection.query("SELECT table_name FROM tables()").compactMap { $0.first?.string }
    for name in names { try connection.execute("DROP TABLE \"\(name)\"") }
  }

  private let files = [
    "001_tables.sql", "002_columns.sql", "003_ledger.sql", "004_market.sql", "006_operator.sql",
  ]

  @Test("an empty database gets every table; a second run does nothing")
  func fresh() throws {
    #expect(try database.migrate().applied == files)
    #expect(try database.migrate().applied.isEmpty)
    #expect(try database.faults(until: \.isEmpty).isEmpty)
    let connection = try database.connect()
    let indexed = try connection.query("SELECT \"column\" FROM table_columns('live_orders') WHERE indexed")
    #expect(Set(indexed) == [[.text("symbol")], [.text("session_id")]])
    #expect(try connection.query("SELECT count() FROM sextant_migrations") == [[.integer(5)]])
  }

  @Test("two runs at once both end well, with one record a file", arguments: 1...4)
  func atOnce(_ round: Int) async throws {
    let reports = try await database.migrateTwice()
    #expect(reports.count == 2)
    #expect(try database.faults(until: \.isEmpty).isEmpty)
    let connection = try database.connect()
    #expect(try connection.query("SELECT count() FROM sextant_migrations") == [[.integer(5)]])
  }

  @Test("tables somebody made by the specification alone get our columns and keys (S2-DB-01, S2-DB-05)")
  func specifiedOnly() throws {
    try database.run([
      """
      CREATE TABLE live_orders (session_id SYMBOL, order_id STRING, exchange_order_id STRING, symbol SYMBOL,
      side STRING, order_type STRING, quantity DOUBLE, requested_price DOUBLE, filled_quantity DOUBLE,
      average_fill_price DOUBLE, status STRING, error_message STRING, slippage DOUBLE, commission DOUBLE,
      created_at TIMESTAMP, updated_at TIMESTAMP, filled_at TIMESTAMP)
      timestamp(created_at) PARTITION BY DAY WAL
      """,
      """
      CREATE TABLE risk_events (alert_id STRING, session_id STRING, timestamp TIMESTAMP, severity SYMBOL,
      alert_type SYMBOL, message STRING, details STRING, acknowledged BOOLEAN)
      timestamp(timestamp) PARTITION BY DAY WAL
      """,
      "INSERT INTO live_orders (created_at, order_id) VALUES ('2024-02-25T00:00:00.000000Z', 'ord-1')",
    ])
    #expect(try database.migrate().applied == files)
    let connection = try database.connect()
    #expect(try connection.query("SELECT order_id FROM live_orders") == [[.text("ord-1")]])
  }

  @Test("an edited file and a newer program's tables are refused")
  func refused() throws {
    _ = try database.migrate()
    let scripts = BuiltIn.storeScripts(.questdb).compactMap {
      SQLScript(name: $0.name, text: $0.number == 2 ? $0.text + "\n" : $0.text)
    }
    let edited = #expect(throws: StoreMigrationError.self) { try database.migrate(scripts) }
    #expect(edited?.code == .editedMigration)
    #expect(edited?.message.contains("002_columns.sql") == true)
    let older = Array(BuiltIn.storeScripts(.questdb).dropLast())
    let newer = #expect(throws: StoreMigrationError.self) { try database.migrate(older) }
    #expect(newer?.code == .newerSchema)
  }

  @Test("each drift is named with the statement that repairs it, and the statement repairs it")
  func drift() throws {
    _ = try database.migrate()
    let dropped = try #require(try database.spoil("ALTER TABLE live_orders DROP COLUMN status"))
    #expect((dropped.kind, dropped.column) == (.missingColumn, "status"))
    let typed = try #require(try database.spoil("ALTER TABLE fills ALTER COLUMN price TYPE VARCHAR"))
    #expect((typed.kind, typed.column) == (.wrongType, "price"))
    let symbol = try #require(try database.spoil("ALTER TABLE risk_events ALTER COLUMN severity TYPE STRING"))
    #expect((symbol.kind, symbol.column) == (.wrongType, "severity"))
    let dedup = try #require(try database.spoil("ALTER TABLE live_positions DEDUP DISABLE"))
    #expect((dedup.kind, dedup.table) == (.missingKey, "live_positions"))
    let keys = try #require(
      try database.spoil("ALTER TABLE risk_events DEDUP ENABLE UPSERT KEYS(\"timestamp\")"))
    #expect(keys.kind == .missingKey)
  }

  @Test("a dropped key column is two faults, whose repairs in their order repair it")
  func droppedKey() throws {
    _ = try database.migrate()
    try database.run(["ALTER TABLE order_events DROP COLUMN seq"])
    let faults = try database.faults { $0.count == 2 }
    #expect(faults.map(\.kind) == [.missingColumn, .missingKey])
    try database.run(faults.map(\.repair))
    #expect(try database.faults(until: \.isEmpty).isEmpty)
  }

  @Test("a type that no file can change ends the migration with the statement that does")
  func unfit() throws {
    try database.run([
      """
      CREATE TABLE equity (ts TIMESTAMP, session_id SYMBOL, balance STRING)
      timestamp(ts) PARTITION BY DAY WAL
      """,
      "CREATE TABLE ticks (ts TIMESTAMP) timestamp(ts) PARTITION BY HOUR WAL",
    ])
    let error = #expect(throws: StoreMigrationError.self) { try database.migrate() }
    #expect(error?.code == .unfit)
    let repairs = Set(error?.faults.map(\.repair) ?? [])
    #expect(repairs.contains("ALTER TABLE equity ALTER COLUMN balance TYPE DOUBLE"))
    #expect(repairs.contains("ALTER TABLE equity ADD COLUMN funding DOUBLE"))
    #expect(repairs.contains("ALTER TABLE equity DEDUP ENABLE UPSERT KEYS(ts, session_id)"))
    #expect(error?.faults.last?.kind == .wrongPartitioning)
    try database.run((error?.faults ?? []).filter { $0.table == "equity" }.map(\.repair))
    try database.run(["RENAME TABLE ticks TO ticks_old"])
    _ = try database.migrate()
  }

  @Test("a dropped table is made again by migrating")
  func droppedTable() throws {
    _ = try database.migrate()
    try database.run(["DROP TABLE signal_history"])
    #expect(try database.faults { $0.count == 1 }.map(\.kind) == [.missingTable])
    #expect(try database.migrate().applied == files)
    try database.run(["DROP TABLE sextant_claims"])
    #expect(try database.faults { $0.count == 1 }.map(\.table) == ["sextant_claims"])
    #expect(try database.migrate().applied == files)
  }

  @Test("a suspended table is named with its repair; rows written meanwhile are there after it")
  func suspended() throws {
    _ = try database.migrate()
    try database.run(["ALTER TABLE fills SUSPEND WAL"])
    let connection = try database.connect()
    let inspector = StoreInspector(connection, kind: .questdb)
    #expect(try inspector.walFaults().map(\.kind) == [.suspended])
    try connection.execute(
      "INSERT INTO fills (ts, trade_id) VALUES ('2024-02-25T00:00:00.000000Z', 't')")
    #expect(try !inspector.waitUntilApplied([.fills], deadlineNanos: 30_000_000_000))
    #expect(try inspector.waitUntilApplied([.equity], deadlineNanos: 30_000_000_000))
    let error = #expect(throws: StoreMigrationError.self) { try database.migrate() }
    #expect(error?.faults.map(\.repair) == ["ALTER TABLE fills RESUME WAL"])
    try database.run(error?.faults.map(\.repair) ?? [])
    #expect(try inspector.walFaults().isEmpty)
    #expect(try inspector.waitUntilApplied([.fills], deadlineNanos: 30_000_000_000))
    #expect(try connection.query("SELECT count() FROM fills") == [[.integer(1)]])
  }

  @Test("rows are kept as long as configured, and 0 is for ever")
  func ttl() throws {
    func hours(_ table: Table) throws -> Int64? {
      let connection = try database.connect()
      return try StoreInspector(connection, kind: .questdb).serverTables()[table]?.ttlHours
    }
    _ = try database.migrate(ttl: try #require(StoreTTL(rowDays: 365, marketDays: 7)))
    #expect(try hours(.liveOrders) == 365 * 24)
    #expect(try hours(.ticks) == 7 * 24)
    _ = try database.migrate(ttl: try #require(StoreTTL(rowDays: nil, marketDays: 0)))
    #expect(try hours(.liveOrders) == 365 * 24)
    #expect(try hours(.ticks) == 0)
  }

  @Test("one row a pair of session and data directory")
  func claims() throws {
    _ = try database.migrate()
    let claim = """
      INSERT INTO sextant_claims (ts, session_id, directory_id, claimed_at)
      VALUES ('1970-01-01T00:00:00.000000Z', 's-1', 'd-1', now())
      """
    try database.run([claim, claim])
    let connection = try database.connect()
    #expect(try connection.query("SELECT count() FROM sextant_claims") == [[.integer(1)]])
  }

  @Test("by default its commits are not durable")
  func condition() throws {
    let inspector = StoreInspector(try database.connect(), kind: .questdb)
    #expect(try !inspector.commitsAreDurable())
  }

  @Test("a server of another kind is refused by name")
  func otherServer() throws {
    let wrong = StoreHarness(kind: .postgres, address: database.address)
    let error = #expect(throws: StoreMigrationError.self) { try wrong.migrate() }
    #expect(error?.faults.map(\.kind) == [.otherServer])
  }
}
