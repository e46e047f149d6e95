/// How far each reader of the journal has come, kept in the journal's own file and written by its
/// connection only.
final class CursorStore {
  private let select: SQLiteStatement
  private let upsert: SQLiteStatement

  init(_ connection: SQLiteConnection) throws(SQLiteError) {
    select = try connection.prepare("SELECT seq FROM cursors WHERE name = ?1")
    upsert = try connection.prepare(
      "INSERT INTO cursors (name, seq) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET seq = excluded.seq")
  }

  /// Number of the last event a reader is done with; 0 before the first.
  func read(_ name: String) throws(SQLiteError) -> Int64 {
    defer { select.reset() }
    try select.bind(name, at: 1)
    return try select.step() ? select.int64(0) : 0
  }

  /// Moves a cursor, inside the caller's transaction.
  func write(_ name: String, _ seq: Int64) throws(SQLiteError) {
    try upsert.bind(name, at: 1)
    try upsert.bind(seq, at: 2)
    try upsert.run()
  }
}
