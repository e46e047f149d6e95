import Desk
import Platform

/// The file of the tables a quant reads: opened for writing, and filled from a journal that still holds them.
///
/// A journal does where an older version wrote it, or where it came out of a backup, which is one file.
struct TablesFile {
  /// Of pages the writing connection keeps in memory while it has work.
  private static let cacheBytes = 32 << 20

  /// Where it is.
  let path: String
  /// Its schema.
  let scripts: [SQLScript]

  /// Opens it, durable, with every table.
  func open(checkNanos: Int64, logger: Logger) throws(JournalError) -> SQLiteConnection {
    do {
      let connection = try SQLiteConnection(path: path, mode: .readWrite)
      try connection.makeDurable(cacheBytes: Self.cacheBytes)
      try FileCheck(connection, limitNanos: checkNanos, logger: logger).run()
      try refuseNewer(connection)
      try connection.migrate(scripts)
      return connection
    } catch let error as SQLiteError {
      throw isDamage(error) ? .tablesCorrupt(path, "\(error)") : JournalError(error, writing: path)
    } catch {
      throw error as? JournalError ?? JournalError(.writeFailed, "\(path) cannot be opened (\(error)).")
    }
  }

  private func isDamage(_ error: SQLiteError) -> Bool {
    error.code == .corrupt || error.code == .notADatabase
  }

  private func refuseNewer(_ connection: SQLiteConnection) throws {
    let (found, known) = (
      try connection.integer("PRAGMA user_version") ?? 0, JournalScripts.version(scripts)
    )
    guard found <= known else { throw JournalError.newer(path, found: found, known: known) }
  }

  // MARK: Out of a journal

  /// Whether a journal's file holds the tables itself.
  static func isInside(_ journal: SQLiteConnection) throws(SQLiteError) -> Bool {
    try journal.integer("SELECT count(*) FROM main.sqlite_schema WHERE name = 'live_orders'") ?? 0 > 0
  }

  /// Whether a file of tables has its schema: one that is being made has none yet.
  static func isFilled(_ tables: SQLiteConnection) throws(SQLiteError) -> Bool {
    try holds("projection", tables)
  }

  /// Makes this file anew of the tables a journal holds, then takes them out of that. Cut short at any point,
  /// the next start does it again.
  func takeOver(from journal: SQLiteConnection) throws(SQLiteError) {
    for suffix in ["", "-wal", "-shm"] { try? Files.remove(path + suffix) }
    let tables = try SQLiteConnection(path: path, mode: .readWrite)
    try tables.makeDurable(cacheBytes: Self.cacheBytes)
    try tables.attach(journal.path, as: "old")
    let version = try Self.version(inside: journal)
    var moved: [String] = []
    try tables.inTransaction { () throws(SQLiteError) in
      for script in had(version) { try tables.execute(script.text) }
      for table in Table.allCases.map(\.rawValue) where try Self.holds(table, tables) {
        try tables.execute("INSERT OR REPLACE INTO main.\(table) SELECT * FROM old.\(table)")
        moved.append(table)
      }
      for script in scripts where !had(version).contains(script) { try tables.execute(script.text) }
      try tables.execute(
        """
        UPDATE main.projection SET seq =
          coalesce((SELECT seq FROM old.cursors WHERE name = '\(Self.oldCursorName)'), 0);
        PRAGMA user_version = \(JournalScripts.version(scripts))
        """)
    }
    try journal.inTransaction { () throws(SQLiteError) in
      for table in moved { try journal.execute("DROP TABLE main.\(table)") }
      try journal.execute("DROP TABLE IF EXISTS main.\(Self.versionTable)")
      try journal.execute("DELETE FROM main.cursors WHERE name = '\(Self.oldCursorName)'")
    }
  }

  /// Puts the tables into a copy of their journal's file, so that one file holds everything.
  ///
  /// - Parameters:
  ///   - tables: a connection whose read transaction holds the state to be copied.
  ///   - copy: a connection that writes the copy, within a transaction.
  func put(_ tables: SQLiteConnection, into copy: SQLiteConnection) throws(SQLiteError) {
    let version = try tables.integer("PRAGMA user_version") ?? 0
    for script in had(version) { try copy.execute(script.text) }
    for table in Table.allCases where try Self.holds(table.rawValue, tables) {
      try Self.copyRows(of: table.rawValue, from: tables, to: copy)
    }
    let seq = try ProjectionCursor(tables).read().seq
    try CursorStore(copy).write(Self.oldCursorName, seq)
    try copy.execute(
      "CREATE TABLE \(Self.versionTable) (version INTEGER);"
        + "INSERT INTO \(Self.versionTable) VALUES (\(version))")
  }

  /// Name of the cursor among the journal's own, where that holds the tables.
  private static let oldCursorName = "projection"
  /// Says which scripts the tables inside a journal have had; without it, those of the journal itself.
  private static let versionTable = "tables_version"

  /// The scripts that tables of a version have had, as far as they can lie inside a journal.
  private func had(_ version: Int64) -> [SQLScript] {
    scripts.filter { $0.number < version && $0.name != "008_projection.sql" }
  }

  private static func version(inside journal: SQLiteConnection) throws(SQLiteError) -> Int64 {
    guard try holds(versionTable, journal) else { return try journal.integer("PRAGMA user_version") ?? 0 }
    return try journal.integer("SELECT version FROM main.\(versionTable)") ?? 0
  }

  private static func holds(_ table: String, _ connection: SQLiteConnection) throws(SQLiteError) -> Bool {
    try connection.integer("SELECT count(*) FROM main.sqlite_schema WHERE name = '\(table)'") ?? 0 > 0
  }

  private static func copyRows(
    of table: String, from source: SQLiteConnection, to target: SQLiteConnection
  ) throws(SQLiteError) {
    let select = try source.prepare("SELECT * FROM main.\(table)")
    let places = (1...select.columnCount).map { "?\($0)" }.joined(separator: ", ")
    let insert = try target.prepare("INSERT OR REPLACE INTO main.\(table) VALUES (\(places))")
    while try select.step() {
      for column in 0..<select.columnCount { try insert.bind(column: column, of: select, at: column + 1) }
      try insert.run()
    }
  }
}

extension JournalError {
  fileprivate static func tablesCorrupt(_ path: String, _ detail: String) -> JournalError {
    JournalError(
      .corrupt,
      "\(path) is damaged or is no file of ours (\(detail)). The journal beside it is whole: move this file "
        + "and its -wal away and start again; the tables are made anew of the journal. Only rows older than "
        + "a journal that was cut (--journal-days) come from a backup or another store.")
  }
}
