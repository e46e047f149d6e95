import Glibc
import Ingest
import Testing

@testable import Query

/// The tables of `sql/sqlite` in a directory of their own, removed with the test.
final class Database {
  /// Repository root: this file lies three folders below it.
  static let root: String =
    "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")

  let directory: String
  var path: String { directory + "/sextant.sqlite" }
  private var connection: SQLiteConnection?

  /// A directory, with the tables unless told otherwise.
  init(withTables: Bool = true) throws {
    var template = Array("/tmp/query-test-XXXXXX".utf8CString)
    _ = mkdtemp(&template)
    directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    if withTables { try makeTables() }
  }

  deinit {
    connection = nil
    for name in ["", "-wal", "-shm"] { unlink(path + name) }
    rmdir(directory)
  }

  func makeTables() throws {
    let opened = try SQLiteConnection(path: path, mode: .readWrite)
    try opened.execute("PRAGMA journal_mode = WAL")
    for name in ["001_tables", "003_ledger", "004_market", "006_operator"] {
      try opened.execute(try Self.file("sql/sqlite/\(name).sql"))
    }
    connection = opened
  }

  /// The text of a file of the repository.
  static func file(_ name: String) throws -> String {
    let file = try #require(fopen(root + "/" + name, "r"), "no file \(name)")
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let got = fread(&chunk, 1, chunk.count, file)
      if got == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += chunk[..<got]
    }
  }

  /// Names of the files in a folder of the repository, sorted.
  static func names(in folder: String) throws -> [String] {
    let stream = try #require(opendir(root + "/" + folder))
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  /// Runs statements that return nothing.
  func execute(_ sql: String) throws { try #require(connection).execute(sql) }

  /// Puts a row in; columns not given are NULL, or something harmless where they must not be.
  func insert(_ table: String, _ values: [String: SQLValue]) throws {
    let connection = try #require(connection)
    let info = try connection.prepare("SELECT name, type, \"notnull\" FROM pragma_table_info('\(table)')")
    var columns: [(name: String, value: SQLValue)] = []
    while try info.step() {
      let name = info.text(0)
      let filler: SQLValue =
        info.bool(2) ? (info.text(1) == "TEXT" ? .text("x") : .integer(0)) : .null
      columns.append((name, values[name] ?? filler))
    }
    let unknown = values.keys.filter { key in !columns.contains { $0.name == key } }
    try #require(unknown.isEmpty, "\(table) has no \(unknown)")
    let names = columns.map(\.name).joined(separator: ", ")
    let marks = columns.map { _ in "?" }.joined(separator: ", ")
    let statement = try connection.prepare("INSERT INTO \(table) (\(names)) VALUES (\(marks))")
    for (index, column) in columns.enumerated() {
      try column.value.bind(to: statement, at: Int32(index + 1))
    }
    try statement.run()
  }
}
