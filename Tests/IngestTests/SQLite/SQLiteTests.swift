import CSys
import Glibc
import Testing

@testable import Ingest

@Suite("The SQLite module")
struct SQLiteTests {
  private let harness = JournalHarness()

  private func connection() throws -> SQLiteConnection {
    _ = try harness.directory()
    return try harness.connection(.readWrite)
  }

  @Test("gives back every kind of value it was given")
  func roundTrip() throws {
    let connection = try connection()
    let select = try connection.prepare("SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8")
    try select.bind(Int64.min, at: 1)
    try select.bind(-0.1, at: 2)
    try select.bind("naïve\u{0}text", at: 3)
    try select.bind("", at: 4)
    try select.bind(blob: [0, 255, 1], at: 5)
    try select.bind(true, at: 6)
    try select.bind(nil as String?, at: 7)
    try select.bind(blob: [], at: 8)
    #expect(try select.step())
    #expect(select.int64(0) == .min)
    #expect(select.double(1) == -0.1)
    #expect(select.text(2) == "naïve\u{0}text")
    #expect(select.kind(3) == .text)
    #expect(select.text(3) == "")
    #expect(select.bytes(4) == [0, 255, 1])
    #expect(select.bool(5))
    #expect(select.isNull(6))
    #expect(select.kind(7) == .blob)
    #expect(select.columnCount == 8)
    #expect(try !select.step())
  }

  @Test(
    "gives back lent texts, those that find no room too, run after run", arguments: [0, 1, 15, 4_095, 4_097])
  func lent(_ length: Int) throws {
    let connection = try connection()
    try connection.execute("CREATE TABLE t (a TEXT, b TEXT, c TEXT)")
    let insert = try connection.prepare("INSERT INTO t VALUES (?1, ?2, ?3)")
    let rows = [["é" + String(repeating: "x", count: length), "", "two"], ["next", "naïve", "\(length)"]]
    for row in rows {
      insert.takeBack()
      for (index, text) in row.enumerated() { try insert.lend(text, at: Int32(index + 1)) }
      try insert.run()
    }
    let select = try connection.prepare("SELECT a, b, c FROM t ORDER BY rowid")
    for row in rows {
      #expect(try select.step())
      #expect((0..<3).map { select.text($0) } == row)
      #expect((0..<3).allSatisfy { select.kind($0) == .text })
    }
  }

  @Test("writes through the function that can wait for the disk, and everything arrives")
  func paced() throws {
    #expect(SQLiteConnection.isPaceable)
    SQLiteConnection.paceWrites(true)
    defer { SQLiteConnection.paceWrites(false) }
    let connection = try connection()
    try connection.execute("CREATE TABLE t (a BLOB)")
    let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
    let insert = try connection.prepare("INSERT INTO t VALUES (?1)")
    try insert.bind(blob: bytes, at: 1)
    try insert.run()
    try connection.checkpoint()
    try connection.syncFile()
    let select = try harness.connection(.readOnly).prepare("SELECT a FROM t")
    #expect(try select.step())
    #expect(select.bytes(0) == bytes)
    #expect(sx_paced_pwrite(-1, "x", 1, 0) == -1)
    #expect(errno == EBADF)
  }

  @Test("names what went wrong and the statement, without the values")
  func errors() throws {
    let connection = try connection()
    try connection.execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT NOT NULL)")
    let insert = try connection.prepare("INSERT INTO t VALUES (?1, ?2)")
    try insert.bind(Int64(1), at: 1)
    try insert.bind("secret", at: 2)
    try insert.run()
    let twice = #expect(throws: SQLiteError.self) { try insert.run() }
    #expect(twice?.code == .constraint)
    #expect(twice?.isUniqueViolation == true)
    #expect(twice?.description.contains("INSERT INTO t") == true)
    #expect(twice?.description.contains("secret") == false)
    try insert.bindNull(at: 2)
    try insert.bind(Int64(2), at: 1)
    let missing = #expect(throws: SQLiteError.self) { try insert.run() }
    #expect(missing?.code == .constraint)
    #expect(missing?.isUniqueViolation == false)
    #expect(throws: SQLiteError.self) { try connection.prepare("SELEKT 1") }
    #expect(throws: SQLiteError.self) { try connection.prepare("  -- nothing") }
  }

  @Test("does not write over a read-only connection, nor find a file that is not there")
  func readOnly() throws {
    try connection().execute("CREATE TABLE t (a)")
    let reader = try harness.connection()
    let error = #expect(throws: SQLiteError.self) { try reader.execute("INSERT INTO t VALUES (1)") }
    #expect(error?.code == .readOnly)
    let missing = #expect(throws: SQLiteError.self) {
      try SQLiteConnection(path: harness.directoryPath + "/none", mode: .readOnly)
    }
    #expect(missing?.code == .cannotOpen)
  }

  @Test("leaves nothing of a transaction whose body throws")
  func rollsBack() throws {
    let connection = try connection()
    try connection.execute("CREATE TABLE t (a)")
    #expect(throws: SQLiteError.self) {
      try connection.inTransaction { () throws(SQLiteError) in
        try connection.execute("INSERT INTO t VALUES (1)")
        try connection.execute("no SQL")
      }
    }
    #expect(!connection.isInTransaction)
    #expect(try connection.integer("SELECT count(*) FROM t") == 0)
  }

  @Test("runs each script once, in the order of their numbers, all or none")
  func migrates() throws {
    let connection = try connection()
    let scripts = try [
      #require(SQLScript(name: "001_b.sql", text: "INSERT INTO t VALUES ('b')")),
      #require(SQLScript(name: "000_a.sql", text: "CREATE TABLE t (a); INSERT INTO t VALUES ('a')")),
    ]
    try connection.migrate(scripts)
    try connection.migrate(scripts)
    #expect(try connection.text("SELECT group_concat(a) FROM t") == "a,b")
    #expect(try connection.integer("PRAGMA user_version") == 2)
    let broken = try #require(SQLScript(name: "002_c.sql", text: "DELETE FROM t; no SQL"))
    #expect(throws: SQLiteError.self) { try connection.migrate(scripts + [broken]) }
    #expect(try connection.integer("SELECT count(*) FROM t") == 2)
    #expect(try connection.integer("PRAGMA user_version") == 2)
    #expect(SQLScript(name: "paper.sql", text: "") == nil)
  }

  @Test("counts the frames of the write-ahead log, which a full checkpoint begins anew")
  func countsFrames() throws {
    let connection = try connection()
    try connection.makeDurable()
    try connection.execute("CREATE TABLE t (a)")
    #expect(connection.walFrameCount > 0)
    let before = connection.walFrameCount
    for number in 0..<10 { try connection.execute("INSERT INTO t VALUES (\(number))") }
    #expect(connection.walFrameCount > before)
    #expect(try connection.checkpoint())
    try connection.execute("INSERT INTO t VALUES (0)")
    #expect(connection.walFrameCount < before + 10)
  }
}
