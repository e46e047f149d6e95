import Desk
import Foundation
import TestSupport
import Testing

@testable import Ingest

@Suite(
  "Tables in PostgreSQL", .enabled(if: TestServers.postgres != nil, "\(TestServers.noPostgres)"))
struct PostgresStoreTests {
  /// Runs the body on a database that exists for it only.
  private func withDatabase(_ body: (StoreHarness) async throws -> Void) async throws {
    let server = try #require(TestServers.postgres)
    let name = "store_" + UUID().uuidString.lowercased().filter { $0 != "-" }
    let admin = StoreHarness(kind: .postgres, address: server)
    try admin.run(["CREATE DATABASE \(name)"])
    do {
      try await body(StoreHarness(kind: .postgres, address: server + " dbname=\(name)"))
    } catch {
      try admin.run(["DROP DATABASE \(name) WITH (FORCE)"])
      throw error
    }
    try admin.run(["DROP DATABASE \(name) WITH (FORCE)"])
  }

  @Test("an empty database gets every table; a second run does nothing")
  func fresh() async throws {
    try await withDatabase { database in
      let report = try database.migrate()
      #expect(report.applied == ["001_tables.sql", "003_ledger.sql", "004_market.sql", "006_operator.sql"])
      #expect(try database.migrate().applied.isEmpty)
      #expect(try database.faults(until: \.isEmpty).isEmpty)
    }
  }

  @Test("two runs at once both end well, and each file is applied once", arguments: 1...3)
  func atOnce(_ round: Int) async throws {
    try await withDatabase { database in
      let reports = try await database.migrateTwice()
      #expect(reports.map(\.applied.count).sorted() == [0, 4])
    }
  }

  @Test("an edited file and a newer program's tables are refused, and nothing is changed")
  func refused() async throws {
    try await withDatabase { database in
      _ = try database.migrate()
      let scripts = BuiltIn.storeScripts(.postgres).compactMap {
        SQLScript(name: $0.name, text: $0.number == 3 ? $0.text + "\n" : $0.text)
      }
      let edited = #expect(throws: StoreMigrationError.self) { try database.migrate(scripts) }
      #expect(edited?.code == .editedMigration)
      #expect(edited?.message.contains("003_ledger.sql") == true)
      let older = Array(BuiltIn.storeScripts(.postgres).dropLast())
      let newer = #expect(throws: StoreMigrationError.self) { try database.migrate(older) }
      #expect(newer?.code == .newerSchema)
      #expect(try database.migrate().applied.isEmpty)
    }
  }

  @Test("a file that fails leaves nothing behind")
  func failing() async throws {
    try await withDatabase { database in
      let bad = [
        SQLScript(name: "001_a.sql", text: "CREATE TABLE a (x int);"),
        SQLScript(name: "002_b.sql", text: "CREATE TABLE b (x nonsense);"),
      ].compactMap(\.self)
      let error = #expect(throws: StoreMigrationError.self) { try database.migrate(bad) }
      #expect(error?.code == .server)
      #expect(error?.message.hasPrefix("002_b.sql: ") == true)
      let connection = try database.connect()
      #expect(try connection.query("SELECT to_regclass('a') IS NULL") == [[.bool(true)]])
      #expect(try connection.query("SELECT to_regclass('sextant_migrations') IS NULL") == [[.bool(true)]])
    }
  }

  @Test("each drift is named with the statement that repairs it, and the statement repairs it")
  func drift() async throws {
    try await withDatabase { database in
      _ = try database.migrate()
      let dropped = try #require(try database.spoil("ALTER TABLE live_orders DROP COLUMN status"))
      #expect((dropped.kind, dropped.column) == (.missingColumn, "status"))
      let typed = try #require(
        try database.spoil("ALTER TABLE fills ALTER COLUMN price TYPE text USING price::text"))
      #expect((typed.kind, typed.column) == (.wrongType, "price"))
      let short = try #require(
        try database.spoil("ALTER TABLE order_events ALTER COLUMN status TYPE varchar(20)"))
      #expect((short.kind, short.column) == (.wrongType, "status"))
      let key = try #require(try database.spoil("ALTER TABLE risk_events DROP CONSTRAINT risk_events_pkey"))
      #expect((key.kind, key.table) == (.missingKey, "risk_events"))
      try database.run([
        "ALTER TABLE equity DROP CONSTRAINT equity_pkey",
        "ALTER TABLE equity ADD CONSTRAINT mine PRIMARY KEY (ts, session_id, account_id)",
      ])
      let other = try database.faults { $0.count == 2 }
      #expect(other.map(\.kind) == [.missingKey, .notNull])
      try database.run(other.map(\.repair))
      let refusing = try #require(
        try database.spoil("ALTER TABLE live_orders ADD COLUMN note text NOT NULL"))
      #expect((refusing.kind, refusing.column) == (.notNull, "note"))
    }
  }

  @Test("a dropped table is made again by migrating, all others are left alone")
  func droppedTable() async throws {
    try await withDatabase { database in
      _ = try database.migrate()
      try database.run(["DROP TABLE fills", "ALTER TABLE live_orders ADD COLUMN note text"])
      #expect(try database.faults { $0.count == 1 }.map(\.kind) == [.missingTable])
      #expect(try database.migrate().applied.count == 4)
      #expect(try database.faults(until: \.isEmpty).isEmpty)
      try database.run(["ALTER TABLE live_orders DROP COLUMN note", "DROP TABLE sextant_claims"])
      #expect(try database.faults { $0.count == 1 }.map(\.table) == ["sextant_claims"])
      #expect(try database.migrate().applied.count == 4)
    }
  }

  @Test("what the server says of itself")
  func condition() async throws {
    try await withDatabase { database in
      let connection = try database.connect()
      let inspector = StoreInspector(connection, kind: .postgres)
      try connection.execute("SET synchronous_commit = off")
      #expect(try !inspector.commitsAreDurable())
      try connection.execute("SET synchronous_commit = on")
      let fsync = try connection.query("SELECT current_setting('fsync')").first?.first?.string
      #expect(try inspector.commitsAreDurable() == (fsync == "on"))
      #expect(try inspector.walFaults().isEmpty)
      #expect(try inspector.waitUntilApplied(Table.allCases, deadlineNanos: 0))
    }
  }

  @Test("a server of another kind is refused by name")
  func otherServer() async throws {
    try await withDatabase { database in
      let wrong = StoreHarness(kind: .questdb, address: database.address)
      let error = #expect(throws: StoreMigrationError.self) { try wrong.migrate() }
      #expect(error?.faults.map(\.kind) == [.otherServer])
      #expect(error?.message.contains("--postgres") == true)
    }
  }

  // MARK: Partitions

  /// 2024-02-28T23:59:59.999999Z.
  private let lastMicro: Int64 = 1_709_164_799_999_999

  private func insert(_ micros: Int64, _ connection: PostgresConnection) throws {
    _ = try connection.query(
      """
      INSERT INTO fills (ts, trade_id, session_id)
      VALUES (timestamptz 'epoch' + $1::bigint * interval '1 microsecond', 't', 's')
      """, ["\(micros)"])
  }

  @Test("a row's day is made before it, days ahead too, and no other")
  func partitions() async throws {
    try await withDatabase { database in
      _ = try database.migrate()
      let connection = try database.connect()
      var partitions = DayPartitions()
      #expect(throws: PostgresError.self) { try insert(lastMicro, connection) }
      partitions.need(.fills, at: lastMicro)
      partitions.need(.fills, at: lastMicro + 1)
      partitions.need(.fills, at: -1)
      #expect(partitions.isIncomplete)
      try partitions.ensure(on: connection)
      #expect(!partitions.isIncomplete)
      try insert(lastMicro, connection)
      try insert(lastMicro + 1, connection)
      #expect(try connection.query("SELECT count(*) FROM fills_2024_02_28") == [[.integer(1)]])
      #expect(try connection.query("SELECT count(*) FROM fills_2024_02_29") == [[.integer(1)]])
      partitions.need(from: lastMicro)
      try partitions.ensure(on: connection)
      let made = try connection.query(
        "SELECT count(*) FROM pg_inherits JOIN pg_class c ON c.oid = inhparent WHERE c.relkind = 'p'")
      #expect(made == [[.integer(Int64(Table.allCases.count * 3))]])
      #expect(try database.faults(until: \.isEmpty).isEmpty)
    }
  }

  @Test("two writers make the same days at once; a day that another partition covers is left to it")
  func partitionsAtOnce() async throws {
    try await withDatabase { database in
      _ = try database.migrate()
      try database.run([
        """
        CREATE TABLE march PARTITION OF fills
        FOR VALUES FROM ('2024-03-01 00:00+00') TO ('2024-04-01 00:00+00')
        """
      ])
      try await withThrowingTaskGroup { group in
        for _ in 0..<3 {
          group.addTask {
            let connection = try database.connect()
            var partitions = DayPartitions()
            partitions.need(from: lastMicro, daysAhead: 3)
            try partitions.ensure(on: connection)
            partitions.forget()
            partitions.need(from: lastMicro, daysAhead: 3)
            try partitions.ensure(on: connection)
          }
        }
        try await group.waitForAll()
      }
      let connection = try database.connect()
      try insert(lastMicro + 2 * 86_400_000_000, connection)
      #expect(try connection.query("SELECT count(*) FROM march") == [[.integer(1)]])
      #expect(try connection.query("SELECT to_regclass('fills_2024_03_01') IS NULL") == [[.bool(true)]])
      #expect(try connection.query("SELECT count(*) FROM live_orders_2024_03_02") == [[.integer(0)]])
    }
  }

  @Test("making a day does not wait for a query that reads the table")
  func partitionBesideQuery() async throws {
    try await withDatabase { database in
      _ = try database.migrate()
      let reader = try database.connect()
      try reader.execute("BEGIN")
      _ = try reader.query("SELECT count(*) FROM fills")
      let connection = try database.connect()
      try connection.execute("SET lock_timeout = '5s'")
      var partitions = DayPartitions()
      partitions.need(.fills, at: lastMicro)
      try partitions.ensure(on: connection)
      try insert(lastMicro, connection)
      try reader.execute("ROLLBACK")
    }
  }

  @Test("days whose time is over go; those a query holds go the next time")
  func expiry() async throws {
    try await withDatabase { database in
      _ = try database.migrate()
      let connection = try database.connect()
      var partitions = DayPartitions()
      let day: Int64 = 86_400_000_000
      for ahead in 0..<6 { partitions.need(.fills, at: lastMicro + Int64(ahead) * day) }
      try partitions.ensure(on: connection)
      for ahead in 0..<5 { try insert(lastMicro + Int64(ahead) * day, connection) }
      let ttl = try #require(StoreTTL(rowDays: 2, marketDays: nil))
      let reader = try database.connect()
      try reader.execute("BEGIN")
      _ = try reader.query("SELECT count(*) FROM fills_2024_02_28")
      #expect(try partitions.dropExpired(ttl, nowMicros: .max, on: connection) == ["fills_2024_02_29"])
      try reader.execute("ROLLBACK")
      #expect(try partitions.dropExpired(ttl, nowMicros: .max, on: connection) == ["fills_2024_02_28"])
      #expect(try partitions.dropExpired(ttl, nowMicros: .max, on: connection).isEmpty)
      #expect(try connection.query("SELECT count(*) FROM fills") == [[.integer(3)]])
      // The day is made again when a late row needs it.
      partitions.need(.fills, at: lastMicro)
      try partitions.ensure(on: connection)
      try insert(lastMicro, connection)
    }
  }
}
