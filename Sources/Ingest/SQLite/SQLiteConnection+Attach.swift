internal import Platform

extension SQLiteConnection {
  /// Opens a journal for reading, with the tables beside it under their plain names.
  ///
  /// The journal of an older version holds the tables itself; what may lie beside it then is a take-over cut
  /// short.
  ///
  /// - Parameter busyTimeoutMillis: how long a statement waits for another connection's lock.
  public static func readingTables(
    journal path: String, busyTimeoutMillis: Int32 = 5_000
  ) throws(SQLiteError) -> SQLiteConnection {
    let connection = try SQLiteConnection(path: path, mode: .readOnly, busyTimeoutMillis: busyTimeoutMillis)
    let tables = DataDirectory.tablesPath(besideJournal: path)
    if try !TablesFile.isInside(connection), Files.size(tables) != nil {
      try connection.attach(tables, as: "tables")
    }
    return connection
  }

  /// Opens another file beside this one's, with the same rights.
  ///
  /// - Parameter name: of the schema, a plain word.
  func attach(_ path: String, as name: String) throws(SQLiteError) {
    let statement = try prepare("ATTACH ?1 AS \(name)")
    try statement.bind(path, at: 1)
    try statement.run()
  }
}
