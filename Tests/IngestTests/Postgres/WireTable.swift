import Testing

@testable import Ingest

/// A server to check the wire against, and how its dialect says what the checks need.
enum WireServer: Sendable {
  case postgres(String)
  case questdb(String)

  var string: String {
    switch self {
    case .postgres(let string), .questdb(let string): string
    }
  }

  var isQuestDB: Bool {
    if case .questdb = self { true } else { false }
  }

  func connect(_ more: String = "") throws -> PostgresConnection {
    try PostgresConnection.open(ConnectionString(string + " " + more), timeoutNanos: 60_000_000_000)
  }

  func createTable(_ name: String) -> String {
    isQuestDB
      ? "CREATE TABLE \(name) (ts TIMESTAMP, id LONG, d DOUBLE, b BOOLEAN, s VARCHAR, u TIMESTAMP) "
        + "timestamp(ts) PARTITION BY YEAR WAL DEDUP UPSERT KEYS(ts, id)"
      : "CREATE TABLE \(name) (ts timestamptz, id bigint, d float8, b boolean, s text, u timestamptz, "
        + "PRIMARY KEY (ts, id))"
  }

  /// The statement that upserts a row of the table.
  func upsert(_ table: String, name: String = "rows") -> PreparedStatement {
    let time = isQuestDB ? PostgresType.timestamp : PostgresType.timestamptz
    let text = isQuestDB ? PostgresType.varchar : PostgresType.text
    let conflict =
      " ON CONFLICT (ts, id) DO UPDATE SET d = excluded.d, b = excluded.b, s = excluded.s, u = excluded.u"
    return PreparedStatement(
      name: name,
      sql: "INSERT INTO \(table) (ts, id, d, b, s, u) VALUES ($1, $2, $3, $4, $5, $6)"
        + (isQuestDB ? "" : conflict),
      parameterTypes: [time, PostgresType.int8, PostgresType.float8, PostgresType.bool, text, time])
  }
}

/// A row of the table that the checks write.
struct WireRow: Equatable {
  var ts: Int64
  var id: Int64
  var d: Double?
  var b = false
  var s: String?
  var u: Int64?
}

/// A fresh table on a server and a connection to write it with; dropped at the end.
final class WireTable {
  let server: WireServer
  let connection: PostgresConnection
  let name: String
  let statement: PreparedStatement
  static let noon: Int64 = 1_767_268_800_000_000

  init(_ server: WireServer) throws {
    self.server = server
    connection = try server.connect()
    name = "wire_\(UInt64.random(in: .min ... .max))"
    statement = server.upsert(name)
    try connection.execute(server.createTable(name))
  }

  deinit {
    guard let connection = try? server.connect() else { return }
    try? connection.execute("DROP TABLE \(name)")
  }

  /// Sends a transaction, does not wait for it.
  func submit(_ rows: [WireRow], statement: PreparedStatement? = nil) throws {
    var transaction = WireTransaction()
    for row in rows {
      transaction.beginExecution(of: statement ?? self.statement)
      transaction.bind(timestampMicros: row.ts)
      transaction.bind(row.id)
      if let d = row.d { transaction.bind(d) } else { transaction.bindNull() }
      transaction.bind(row.b)
      if let s = row.s { transaction.bind(s) } else { transaction.bindNull() }
      if let u = row.u { transaction.bind(timestampMicros: u) } else { transaction.bindNull() }
    }
    try connection.submit(transaction)
  }

  /// Rows from `id`, in order, one a microsecond.
  static func rows(_ ids: Range<Int64>) -> [WireRow] {
    ids.map { WireRow(ts: noon + $0, id: $0, d: Double($0) / 8, b: $0 % 2 == 1, s: "row \($0)", u: noon) }
  }

  /// A row that the server refuses: PostgreSQL has no NUL in text, QuestDB no time before 1970.
  func poison(_ id: Int64) -> WireRow {
    var row = Self.rows(id..<(id + 1))[0]
    if server.isQuestDB { row.ts = -1 } else { row.s = "nul \u{0}" }
    return row
  }

  /// What is stored, by id.
  func stored() throws -> [WireRow] {
    let connection = try server.connect()
    if server.isQuestDB { _ = try connection.query("SELECT wait_wal_table('\(name)') AS done") }
    return try connection.query("SELECT ts, id, d, b, s, u FROM \(name) ORDER BY id").map { values in
      guard values.count == 6, case .timestamp(let ts) = values[0], case .integer(let id) = values[1] else {
        throw WireFault("\(values)")
      }
      var row = WireRow(ts: ts, id: id)
      if case .real(let d) = values[2] { row.d = d }
      if case .bool(let b) = values[3] { row.b = b }
      if case .text(let s) = values[4] { row.s = s }
      if case .timestamp(let u) = values[5] { row.u = u }
      return row
    }
  }
}
