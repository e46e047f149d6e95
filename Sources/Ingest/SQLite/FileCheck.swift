import Platform

/// Looks for damaged pages before a journal is used, for a limited time.
///
/// Table by table, what a start needs first. SQLite keeps no checksums: a page that is no longer a page is
/// found, a changed digit in a text is not.
struct FileCheck {
  let connection: SQLiteConnection
  let limitNanos: Int64
  let logger: Logger

  init(_ connection: SQLiteConnection, limitNanos: Int64, logger: Logger) {
    self.connection = connection
    self.limitNanos = limitNanos
    self.logger = logger
  }

  /// Throws `.corrupt` when a page is damaged.
  func run() throws(SQLiteError) {
    connection.interrupt(after: MonotonicClock.nowNanoseconds() + limitNanos)
    defer { connection.interrupt(after: nil) }
    var tables: [String] = []
    let select = try connection.prepare(
      """
      SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
        ORDER BY name IN ('intents', 'snapshots', 'cursors') DESC, name = 'journal' DESC, name
      """)
    while try select.step() { tables.append(select.text(0)) }
    for table in tables {
      let found: String?
      do {
        found = try connection.text("PRAGMA quick_check('\(table)')")
      } catch {
        guard error.code == .interrupted else { throw error }
        logger.warning(
          "the file is large: not all of it was checked for damage", ["unchecked_from": .string(table)])
        return
      }
      if let found, found != "ok" {
        throw SQLiteError(
          extendedCode: SQLiteError.corruptCode, message: "table \(table): \(found)", statement: "")
      }
    }
  }
}
