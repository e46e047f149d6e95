extension JournalReader {
  /// By what other stores know this data directory.
  public func directoryID() throws(JournalError) -> String {
    try read { () throws(SQLiteError) in
      let select = try connection.prepare("SELECT id FROM directory LIMIT 1")
      return try select.step() ? select.text(0) : ""
    }
  }

  /// How many rows a store refused and still lacks.
  public func deadLetterCount(store: String) throws(JournalError) -> Int64 {
    try read { () throws(SQLiteError) in
      let select = try connection.prepare("SELECT count(*) FROM dead_letters WHERE store = ?1")
      try select.bind(store, at: 1)
      return try select.step() ? select.int64(0) : 0
    }
  }

  /// The rows a store refused, by table and key, at most `limit` of them.
  public func deadLetters(store: String, limit: Int) throws(JournalError) -> [DeadLetter] {
    try read { () throws(SQLiteError) in
      let select = try connection.prepare(
        """
        SELECT table_name, row_key, seq, row, error, recorded_at FROM dead_letters
          WHERE store = ?1 ORDER BY table_name, row_key LIMIT ?2
        """)
      try select.bind(store, at: 1)
      try select.bind(Int64(limit), at: 2)
      var letters: [DeadLetter] = []
      while try select.step() {
        letters.append(
          DeadLetter(
            store: store, table: select.text(0), key: select.text(1), seq: select.int64(2),
            row: select.text(3), error: select.text(4), recordedAt: select.int64(5)))
      }
      return letters
    }
  }
}
