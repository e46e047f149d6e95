extension SQLiteConnection {
  /// The first column of the first row as a whole number; nil when there is no row or it is null.
  public func integer(_ sql: String) throws(SQLiteError) -> Int64? {
    let statement = try prepare(sql)
    guard try statement.step(), !statement.isNull(0) else { return nil }
    return statement.int64(0)
  }

  /// The first column of the first row as text; nil when there is no row or it is null.
  public func text(_ sql: String) throws(SQLiteError) -> String? {
    let statement = try prepare(sql)
    guard try statement.step(), !statement.isNull(0) else { return nil }
    return statement.text(0)
  }

  /// Makes commits durable: write-ahead log, `synchronous=FULL`, no checkpoint but ours.
  ///
  /// Each setting is read back: SQLite ignores what it does not understand, and with less than FULL it
  /// acknowledges commits that a power cut takes back. `journal_size_limit` lets a log that once grew
  /// shrink again.
  ///
  /// - Parameter cacheBytes: of pages kept in memory. The journal's newest pages fit two megabytes, and more
  ///   made no commit faster; tables with indexes by id want more.
  func makeDurable(cacheBytes: Int = 2 << 20) throws(SQLiteError) {
    try assertPragma("journal_mode", set: "WAL", is: "wal")
    try assertPragma("synchronous", set: "FULL", is: "2")
    try assertPragma("wal_autocheckpoint", set: "0", is: "0")
    try assertPragma("foreign_keys", set: "ON", is: "1")
    try execute("PRAGMA journal_size_limit = 67108864")
    // Debian's SQLite overwrites what it deletes; nothing here is secret.
    try execute("PRAGMA secure_delete = OFF")
    try execute("PRAGMA cache_size = -\(cacheBytes >> 10)")
    watchLog()
  }

  /// Sets a pragma and reads it back.
  func assertPragma(_ name: String, set value: String, is expected: String) throws(SQLiteError) {
    try execute("PRAGMA \(name) = \(value)")
    let actual = try text("PRAGMA \(name)") ?? "nothing"
    guard actual.lowercased() == expected else {
      throw SQLiteError(
        extendedCode: 1, message: "\(name) is \(actual), not \(expected)", statement: "PRAGMA \(name)")
    }
  }

  /// Runs a body in one transaction that takes the write lock at once; rolled back when it throws.
  func inTransaction(_ body: () throws(SQLiteError) -> Void) throws(SQLiteError) {
    try execute("BEGIN IMMEDIATE")
    do {
      try body()
      try execute("COMMIT")
    } catch {
      rollBack()
      throw error
    }
  }

  /// Ends a transaction that failed. SQLite may have ended it already; nothing is left to report.
  func rollBack() {
    guard isInTransaction else { return }
    try? execute("ROLLBACK")
  }
}
