import TestSupport
import Testing

@testable import Ingest

@Suite(
  "The wire to QuestDB", .enabled(if: TestServers.questdb != nil, "\(TestServers.noQuestDB)"),
  .timeLimit(.minutes(5)))
struct QuestDBWireTests {
  private var checks: WireChecks { get throws { WireChecks(.questdb(try #require(TestServers.questdb))) } }

  @Test("S2-DB-01: every type comes back as it went, NULL, emoji, 1970, 2200 and the smallest double too")
  func roundTrip() throws { try checks.roundTrip() }

  @Test("S2-DB-02: a refused row leaves nothing of its transaction, and a connection that goes on")
  func refusedRow() throws { try checks.refusedRow() }

  @Test("a refused transaction spoils the ones behind it; sent again, each row is there once")
  func twoInFlight() throws { try checks.twoInFlight() }

  @Test("a statement the server cannot prepare is refused by its own words")
  func badStatement() throws { try checks.badStatement() }

  @Test("a prepared statement survives ADD COLUMN")
  func addColumn() throws { try checks.addColumn() }

  @Test("many transactions in flight, both directions full, all arrive")
  func manyInFlight() throws { try checks.manyInFlight() }

  @Test("rows are streamed, and stopped half-way the connection goes on")
  func streaming() throws { try checks.streaming("SELECT x, x + 1 AS y FROM long_sequence(2000000)") }

  @Test("a wrong password is refused by name")
  func wrongPassword() throws {
    let error = try checks.openFailure("password=wr0ng-pass")
    #expect(error.code == .refusedLogin)
    #expect(error.message.contains("invalid username/password"))
  }

  @Test("a refused statement has the server's words and no SQLSTATE")
  func refusedStatement() throws {
    let error = try checks.statementFailure("SELECT * FROM wire_absent")
    #expect(error.message.contains("table does not exist"))
    #expect(error.sqlState == nil)
  }
}

@Suite(
  "The wire to PostgreSQL", .enabled(if: TestServers.postgres != nil, "\(TestServers.noPostgres)"),
  .timeLimit(.minutes(5)))
struct PostgreSQLWireTests {
  private var checks: WireChecks { get throws { WireChecks(.postgres(try #require(TestServers.postgres))) } }

  @Test("every type comes back as it went, NULL, emoji, 1970, 2200 and the smallest double too")
  func roundTrip() throws { try checks.roundTrip() }

  @Test("a refused row leaves nothing of its transaction, and a connection that goes on")
  func refusedRow() throws { try checks.refusedRow() }

  @Test("a refused transaction spoils the ones behind it; sent again, each row is there once")
  func twoInFlight() throws { try checks.twoInFlight() }

  @Test("a statement the server cannot prepare is refused by its own words")
  func badStatement() throws { try checks.badStatement() }

  @Test("a prepared statement survives ADD COLUMN")
  func addColumn() throws { try checks.addColumn() }

  @Test("many transactions in flight, both directions full, all arrive")
  func manyInFlight() throws { try checks.manyInFlight() }

  @Test("rows are streamed, and stopped half-way the connection goes on")
  func streaming() throws {
    try checks.streaming("SELECT x::bigint, x::bigint + 1 FROM generate_series(1, 2000000) AS x")
  }

  @Test("a wrong password and an unknown database are refused by name")
  func refusedLogin() throws {
    let password = try checks.openFailure("password=wr0ng-pass")
    #expect(password.code == .refusedLogin)
    // Trust authentication, which asks for none, would connect; the test server must not use it.
    #expect(password.sqlState == "28P01")
    let database = try checks.openFailure("dbname=wire_absent")
    #expect(database.code == .refusedLogin)
    #expect(database.sqlState == "3D000")
    #expect(database.message.contains("wire_absent"))
  }

  @Test("a refused statement has its SQLSTATE")
  func refusedStatement() throws {
    #expect(try checks.statementFailure("SELECT * FROM wire_absent").sqlState == "42P01")
  }

  @Test("a row that is skipped without an error is noticed")
  func skippedRow() throws {
    let table = try WireTable(checks.server)
    let skipping = PreparedStatement(
      name: "skipping",
      sql:
        "INSERT INTO \(table.name) (ts, id, d, b, s, u) VALUES ($1, $2, $3, $4, $5, $6) "
        + "ON CONFLICT DO NOTHING",
      parameterTypes: table.statement.parameterTypes)
    try table.submit(WireTable.rows(0..<3), statement: skipping)
    try table.connection.receive()
    try table.submit(WireTable.rows(2..<4), statement: skipping)
    let error = #expect(throws: PostgresError.self) { try table.connection.receive() }
    #expect(error?.message == "the server reports 1 rows stored where 2 were sent")
    try table.connection.recover()
  }

  @Test("a COMMIT that the server turned into a ROLLBACK is noticed")
  func falseCommit() throws {
    let table = try WireTable(checks.server)
    try table.connection.execute(
      "ALTER TABLE \(table.name) ADD CONSTRAINT late UNIQUE (s) DEFERRABLE INITIALLY DEFERRED")
    var rows = WireTable.rows(0..<2)
    rows[1].s = rows[0].s
    try table.submit(rows)
    let error = #expect(throws: PostgresError.self) { try table.connection.receive() }
    #expect(error?.sqlState == "23505")
    try table.connection.recover()
    #expect(try table.stored().isEmpty)
  }

  @Test("values of every type an answer may hold are read from binary")
  func types() throws {
    let connection = try checks.server.connect()
    let row = try connection.query(
      """
      SELECT NULL::int4, (-2)::int2, 7::int4, 9223372036854775807::int8, 1.5::float4, 5e-324::float8, true,
        'naïve 🧭', '2200-01-01'::timestamp, '1970-01-01 00:00:00.000001+00'::timestamptz, '1969-12-31'::date,
        -12345.6700::numeric, 0::numeric, 1e20::numeric, 0.00001234::numeric, 'NaN'::numeric,
        'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid, 'infinity'::timestamp, '\\x00ff'::bytea, $1::int8
      """, ["42"])
    #expect(
      row == [
        [
          .null, .integer(-2), .integer(7), .integer(.max), .real(1.5), .real(.leastNonzeroMagnitude),
          .bool(true),
          .text("naïve 🧭"), .timestamp(7_258_118_400_000_000), .timestamp(1), .timestamp(-86_400_000_000),
          .text("-12345.6700"), .text("0"), .text("100000000000000000000"), .text("0.00001234"), .text("NaN"),
          .text("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"), .timestamp(.max), .text("\\x00ff"), .integer(42),
        ]
      ])
    #expect(connection.parameter("client_encoding") == "UTF8")
    #expect(connection.parameter("application_name") == "sextant")
    #expect(connection.parameter("absent") == nil)
  }

  @Test("COPY, which nobody here speaks, ends the connection and does not hang")
  func copy() throws {
    let connection = try checks.server.connect()
    let error = #expect(throws: PostgresError.self) { try connection.execute("COPY pg_class TO STDOUT") }
    #expect(error?.code == .lost)
    #expect(!connection.isOpen)
  }

  @Test("a server that ends the connection half-way is told as lost, with its reason")
  func terminated() throws {
    let table = try WireTable(checks.server)
    let pid = try table.connection.query("SELECT pg_backend_pid()")
    try checks.server.connect().forEachRow("SELECT pg_terminate_backend($1::int)", [pid[0][0].asText]) { _ in
      true
    }
    let error = #expect(throws: PostgresError.self) {
      try table.submit(WireTable.rows(0..<10))
      try table.connection.receive()
    }
    #expect(error?.code == .lost)
    #expect(error?.sqlState == "57P01")
    #expect(!table.connection.isOpen)
  }
}

extension PostgresValue {
  /// A whole number as text.
  var asText: String? { if case .integer(let value) = self { "\(value)" } else { nil } }
}
