internal import CSQLite

extension SQLiteConnection {
  /// Makes this file a copy of another, page by page, as the source's running read transaction sees it.
  ///
  /// The source's writer is not held up. Whoever reads through this connection must open it anew.
  func copyPages(of source: SQLiteConnection) throws(SQLiteError) {
    guard let copy = unsafe sqlite3_backup_init(handle, "main", source.handle, "main") else {
      throw error(unsafe sqlite3_extended_errcode(handle), "backup")
    }
    let code = unsafe sqlite3_backup_step(copy, -1)
    let end = unsafe sqlite3_backup_finish(copy)
    guard code == SQLITE_DONE, end == SQLITE_OK else {
      throw error(code == SQLITE_DONE ? end : code, "backup")
    }
  }

  /// Looks at every page and index of the file; nil when it is sound, else SQLite's first words.
  func damage() throws(SQLiteError) -> String? {
    let found = try text("PRAGMA integrity_check(1)") ?? "no answer"
    return found == "ok" ? nil : found
  }
}
