/// The rows a store refused, read from the journal's file.
struct DeadLetters {
  /// How many there are.
  let count: Int64
  /// The first of them.
  let first: [VerifyReport.DeadLetter]

  private let connection: SQLiteConnection?
  private let find: SQLiteStatement?
  private let store: String

  /// Reads those of a store; a journal of a version before they were kept has none.
  init(path: String, store: String, most: Int) throws(SQLiteError) {
    self.store = store
    let connection = try SQLiteConnection(path: path, mode: .readOnly)
    guard
      try connection.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'dead_letters'") ?? 0 > 0
    else {
      (count, first, self.connection, find) = (0, [], nil, nil)
      return
    }
    let select = try connection.prepare(
      """
      SELECT table_name, row_key, error, count(*) OVER () FROM dead_letters WHERE store = ?1
        ORDER BY table_name, row_key LIMIT ?2
      """)
    try select.bind(store, at: 1)
    try select.bind(Int64(most), at: 2)
    var (all, first): (Int64, [VerifyReport.DeadLetter]) = (0, [])
    while try select.step() {
      all = select.int64(3)
      first.append(
        VerifyReport.DeadLetter(table: select.text(0), key: select.text(1), error: select.text(2)))
    }
    (count, self.first, self.connection) = (all, first, connection)
    find = try connection.prepare(
      "SELECT 1 FROM dead_letters WHERE store = ?1 AND table_name = ?2 AND row_key = ?3")
  }

  /// True when a row is among them.
  func contains(table: String, key: String) throws(SQLiteError) -> Bool {
    guard let find else { return false }
    defer { find.reset() }
    try find.bind(store, at: 1)
    try find.bind(table, at: 2)
    try find.bind(key, at: 3)
    return try find.step()
  }
}
