import Ingest
import Testing

@testable import Query

/// A SQLite file without any table.
enum SQLiteFile {
  static func empty(_ path: String) throws -> SQLiteConnection {
    let connection = try SQLiteConnection(path: path, mode: .readWrite)
    try connection.execute("PRAGMA user_version = 1")
    return connection
  }
}

@Suite("A statement by hand")
struct SQLRunnerTests {
  private let database: Database

  init() throws {
    database = try Database()
    try database.execute("CREATE TABLE t (name TEXT, n INTEGER, x REAL, b BLOB)")
    try database.insert("t", ["name": "a,\"b\"\nc", "n": 7, "x": 0.1, "b": .blob([1, 255])])
    try database.insert("t", ["name": "", "n": -1, "x": 1e-7])
  }

  @Test("CSV as RFC 4180 has it: quotes doubled, NULL apart from an empty text")
  func csv() throws {
    #expect(
      try run("SELECT name, n, x, b FROM t", .csv)
        == "name,n,x,b\r\n\"a,\"\"b\"\"\nc\",7,0.1,01ff\r\n\"\",-1,0.0000001,\r\n")
  }

  @Test("JSON: an array of objects, numbers as numbers, NULL as null")
  func json() throws {
    #expect(
      try run("SELECT name, n, x, b FROM t ORDER BY n DESC LIMIT 1", .json)
        == "[\n{\"name\":\"a,\\\"b\\\"\\nc\",\"n\":7,\"x\":0.1,\"b\":\"01ff\"}\n]\n")
    #expect(try run("SELECT 1 WHERE 0", .json) == "[]\n")
    #expect(try run("SELECT 1 AS a, 2 AS a", .json) == "[\n{\"a\":1,\"a_2\":2}\n]\n")
  }

  @Test("A table: numbers to the right, control characters made visible")
  func table() throws {
    #expect(
      try run("SELECT n, name FROM t ORDER BY n DESC", .table)
        == " n  name\n--  ----------\n 7  a,\"b\"\\x0ac\n-1\n(2 rows)\n")
  }

  @Test("A table shows its first ten thousand rows and says how many there were; CSV gives all")
  func caps() throws {
    let many =
      "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 10050) SELECT i FROM c"
    let table = try run(many, .table)
    #expect(table.hasSuffix("10000\n(10050 rows)\n(the first 10000 are shown; csv and json give all)\n"))
    #expect(try run(many, .csv).split(separator: "\r\n").count == 10_051)
  }

  @Test("Parameters go in by name")
  func parameters() throws {
    #expect(try run("SELECT name FROM t WHERE n = :n", .csv, ["n": -1]) == "name\r\n\"\"\r\n")
    #expect(throws: SQLRunnerError(.badParameter, "")) { try run("SELECT 1", .csv, ["n": 1]) }
  }

  @Test(
    "Whatever could write is refused, and writes nothing",
    arguments: [
      "DELETE FROM t", "INSERT INTO t VALUES (1,2,3,4)", "WITH x AS (SELECT 1) DELETE FROM t",
      "CREATE TEMP TABLE z (a)", "ATTACH 'other.sqlite' AS o", "VACUUM INTO 'copy.sqlite'",
      "PRAGMA journal_mode = DELETE", "DROP TABLE t", "BEGIN",
    ])
  func writes(_ sql: String) throws {
    #expect(throws: SQLRunnerError(.notReadOnly, "")) { try run(sql, .csv) }
    #expect(try run("SELECT count(*) FROM t", .csv) == "count(*)\r\n2\r\n")
  }

  @Test("A second statement is refused before the first is run")
  func second() throws {
    #expect(throws: SQLRunnerError(.notOneStatement, "")) { try run("SELECT 1; SELECT 2", .csv) }
    #expect(throws: SQLRunnerError(.notOneStatement, "")) { try run("", .csv) }
  }

  @Test("A mistake in the statement is told in SQLite's words")
  func mistake() throws {
    let error = #expect(throws: SQLRunnerError.self) { try run("SELECT unheard FROM t", .csv) }
    #expect(error?.code == .refused)
    #expect(error?.message.contains("no such column: unheard") == true)
  }

  @Test("A file that is not there is said to be not there")
  func noFile() {
    #expect(throws: SQLRunnerError(.noDatabase, "")) { try SQLRunner(path: database.directory + "/none") }
  }

  @Test("Every named analysis runs by hand as it stands in its file")
  func files() throws {
    for name in try Database.names(in: "sql/queries") {
      let text = try run(try Database.file("sql/queries/" + name), .csv)
      #expect(text.contains("\r\n"), "\(name)")
    }
  }

  private func run(
    _ sql: String, _ format: SQLRunner.Format, _ parameters: [String: SQLValue] = [:]
  ) throws -> String {
    var bytes: [UInt8] = []
    try SQLRunner(path: database.path).run(sql, parameters: parameters, format: format) { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self)
  }
}
