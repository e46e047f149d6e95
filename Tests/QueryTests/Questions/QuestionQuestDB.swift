import Desk
import Ingest
import Query
import TestSupport
import Testing

/// A QuestDB of a test's own that holds the fixture and nothing else.
final class QuestionQuestDB {
  private let server: QuestDBServer
  private let connection: PostgresConnection

  /// Started, with the tables of `sql/questdb` and the fixture's rows to be seen.
  init() throws {
    server = try QuestDBServer.started()
    connection = try PostgresConnection.open(
      try ConnectionString(server.connectionString), timeoutNanos: 30_000_000_000, interrupt: nil)
    for name in try Database.names(in: "sql/questdb") {
      for statement in Self.statements(in: try Database.file("sql/questdb/\(name)")) {
        try connection.execute(statement)
      }
    }
    try waitUntilApplied()
    for row in try QuestionFixture().rows { try connection.execute(try Self.insert(row)) }
    try waitUntilApplied()
  }

  deinit { connection.close() }

  /// The rows of a question, as `Question` writes them; an error when it has other columns.
  func answer(to sql: String, columns: String) throws -> [String] {
    let names = columns.split(separator: "|").map { "\"\($0)\"" }.joined(separator: ", ")
    try #require(sql.hasSuffix(";\n"))
    let named = try connection.query("SELECT \(names) FROM (\n\(sql.dropLast(2))\n) AS answer")
    let plain = try connection.query(sql)
    // By name and by place alike: the columns are these, in this order.
    try #require(named == plain)
    return plain.map { $0.map(Self.cell).joined(separator: "|") }
  }

  private func waitUntilApplied() throws {
    for table in Table.allCases { _ = try connection.query("SELECT wait_wal_table('\(table.rawValue)')") }
  }

  /// The statements of a script whose comments hold all its other semicolons.
  private static func statements(in script: String) -> [String] {
    let code = script.split(separator: "\n").map { $0.prefix { $0 != "-" } }.joined(separator: "\n")
    return code.split(separator: ";").map(String.init).filter { $0.contains { !$0.isWhitespace } }
  }

  private static func insert(_ row: QuestionFixture.Row) throws -> String {
    let schema = row.table.schema
    let columns = schema.columns.filter { row.values[$0.name] != nil }
    try #require(columns.count == row.values.count, "\(schema.name) lacks one of \(row.values.keys)")
    let values = columns.map { literal(row.values[$0.name] ?? .null, $0.type) }
    let names = columns.map { "\"\($0.name)\"" }
    return "INSERT INTO \(schema.name) (\(names.joined(separator: ", ")))"
      + " VALUES (\(values.joined(separator: ", ")))"
  }

  /// No text of the fixture has a quote in it.
  private static func literal(_ value: SQLValue, _ type: ColumnType) -> String {
    switch value {
    case .null: "NULL"
    case .integer(let number): type == .boolean ? "\(number != 0)" : "\(number)"
    case .real(let number): "\(number)"
    case .text(let text): "'\(text)'"
    case .blob: "NULL"
    }
  }

  private static func cell(_ value: PostgresValue) -> String {
    switch value {
    case .null: ""
    case .bool(let flag): "\(flag)"
    case .integer(let number): AnswerText.number(Double(number))
    case .real(let number): AnswerText.number(number)
    case .timestamp(let micros): AnswerText.time(microseconds: micros)
    case .text(let text): text
    }
  }
}
