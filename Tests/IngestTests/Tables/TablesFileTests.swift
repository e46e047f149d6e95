import Desk
import Foundation
import Platform
import Testing
import Trading

@testable import Ingest

@Suite("The file of the tables")
struct TablesFileTests {
  private let harness = JournalHarness()

  /// Fills a journal and gives every row of its tables.
  private func filled(trades: Int = 20) throws -> [String] {
    var desk = ScriptedDesk()
    let batches = desk.run(trades: trades)
    try harness.withJournal { journal in
      try journal.commit(all: batches)
    }
    let rows = try harness.tables()
    try #require(rows.filter { $0.hasPrefix("fills|") }.count == trades)
    return rows
  }

  private func removeTables() throws {
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: harness.tablesPath + suffix)
    }
  }

  /// Puts the tables where versions before had them: into the journal's own file.
  private func putInside() throws {
    let seq = try #require(try harness.projected())
    let connection = try harness.connection(.readWrite)
    for script in BuiltIn.journalScripts.tables where script.number < 8 {
      try connection.execute(script.text)
    }
    for table in Table.allCases.map(\.rawValue) {
      try connection.execute("INSERT INTO main.\(table) SELECT * FROM tables.\(table)")
    }
    try connection.execute("INSERT INTO main.cursors VALUES ('projection', \(seq))")
    try connection.execute("PRAGMA main.user_version = 8")
  }

  private func expectApart(_ rows: [String]) throws {
    let journal = try SQLiteConnection(path: harness.directoryPath + "/sextant.sqlite", mode: .readOnly)
    #expect(try journal.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'live_orders'") == 0)
    #expect(try journal.integer("SELECT count(*) FROM cursors WHERE name = 'projection'") == 0)
    #expect(try journal.integer("PRAGMA user_version") == BuiltIn.journalScripts.journalVersion)
    #expect(try harness.tables() == rows)
  }

  /// Lays the tables out in the order of their keys, as versions before did.
  private func layOutByKey() throws {
    let connection = try SQLiteConnection(path: harness.tablesPath, mode: .readWrite)
    for table in [Table.orderEvents, .signalHistory] {
      let name = table.rawValue
      let text = try #require(try connection.text("SELECT sql FROM sqlite_schema WHERE name = '\(name)'"))
      let plain = text.replacing("INTEGER PRIMARY KEY", with: "INTEGER NOT NULL")
        .replacing("CREATE TABLE \(name)", with: "CREATE TABLE by_key")
      let body = try #require(plain.lastIndex(of: ")"))
      let last = "recorded_at INTEGER NOT NULL"
      let keyed = plain[..<body].replacing(
        last, with: "\(last), PRIMARY KEY (\(table.schema.keyColumns.joined(separator: ", ")))")
      try connection.execute(
        """
        \(keyed)) WITHOUT ROWID;
        INSERT INTO by_key SELECT * FROM \(name);
        DROP TABLE \(name);
        ALTER TABLE by_key RENAME TO \(name);
        PRAGMA user_version = 10
        """)
    }
  }

  @Test("goes on in a file whose tables lie in the order of their keys")
  func goesOnByKey() throws {
    var desk = ScriptedDesk()
    let batches = desk.run(trades: 20)
    try harness.withJournal { try $0.commit(all: batches) }
    try layOutByKey()
    let more = desk.run(trades: 5)
    try harness.withJournal { try $0.commit(all: more) }
    let rows = try harness.tables()
    #expect(rows.filter { $0.hasPrefix("fills|") }.count == 25)
    try harness.withJournal { try $0.rebuildProjection() }
    #expect(try harness.tables() == rows)
    try removeTables()
    try harness.withJournal { _ in }
    #expect(try harness.tables() == rows, "as in a file made anew")
  }

  @Test("takes the tables out of a journal of before, and goes on where they stood")
  func takesOver() throws {
    let rows = try filled()
    try putInside()
    try removeTables()
    #expect(try harness.tables() == rows, "readable before the first start too")
    let attempts = Notes<Int>()
    var settings = JournalSettings()
    settings.beforeProjection = { _ in attempts.add(0) }
    try harness.withJournal(settings: settings) { journal in
      #expect(journal.health.projectedSeq == journal.health.committedSeq)
    }
    #expect(attempts.all.count <= 1, "nothing was folded again")
    try expectApart(rows)
  }

  @Test("does so again when the first time was cut short; until then readers and backups pass it over")
  func takesOverAgain() throws {
    let rows = try filled()
    try putInside()
    try SQLiteConnection(path: harness.tablesPath, mode: .readWrite).execute("DELETE FROM live_orders")
    let reader = try SQLiteConnection.readingTables(journal: harness.directoryPath + "/sextant.sqlite")
    #expect(try reader.integer("SELECT count(*) FROM live_orders") == 20)
    let file = harness.directoryPath + ".backup"
    defer { try? FileManager.default.removeItem(atPath: file) }
    _ = try DataBackup.write(from: harness.directoryPath, to: file)
    let backup = try SQLiteConnection(path: file, mode: .readOnly)
    #expect(try backup.integer("SELECT count(*) FROM live_orders") == 20)
    try harness.withJournal { _ in }
    try expectApart(rows)
  }

  @Test("takes them out of a restored backup")
  func takesOverBackup() throws {
    let rows = try filled()
    let (file, restored) = (harness.directoryPath + ".backup", harness.directoryPath + ".restored")
    defer { for path in [file, restored] { try? FileManager.default.removeItem(atPath: path) } }
    _ = try DataBackup.write(from: harness.directoryPath, to: file)
    _ = try DataBackup.restore(file, to: restored)
    try FileManager.default.removeItem(atPath: harness.directoryPath)
    try FileManager.default.moveItem(atPath: restored, toPath: harness.directoryPath)
    try harness.withJournal { journal in
      #expect(journal.health.projectedSeq == journal.health.committedSeq)
    }
    try expectApart(rows)
  }

  @Test("is made anew where it is missing, of another journal, or ahead of its own")
  func madeAnew() throws {
    let rows = try filled()
    try removeTables()
    try harness.withJournal { try $0.flushProjection() }
    #expect(try harness.tables() == rows)
    for change in ["directory = 'another'", "seq = 1000000"] {
      try harness.connection(.readWrite).execute("UPDATE projection SET \(change); DELETE FROM fills")
      try harness.withJournal { try $0.flushProjection() }
      #expect(try harness.tables() == rows, "\(change)")
    }
  }

  @Test("that is damaged is refused by its name, and the journal beside it is whole")
  func damaged() throws {
    let rows = try filled()
    try JournalHarness.overwrite(harness.tablesPath)
    let error = #expect(throws: JournalError.self) { try harness.withJournal { _ in } }
    #expect(error?.code == .corrupt)
    #expect(error?.message.contains(harness.tablesPath) == true)
    try removeTables()
    try harness.withJournal { try $0.flushProjection() }
    #expect(try harness.tables() == rows)
  }

  @Test("of a newer version is refused")
  func newer() throws {
    _ = try filled()
    try SQLiteConnection(path: harness.tablesPath, mode: .readWrite).execute("PRAGMA user_version = 1000")
    let error = #expect(throws: JournalError.self) { try harness.withJournal { _ in } }
    #expect(error?.code == .newerVersion)
  }
}
