/// How far the tables have come, and of which journal: kept in their own file, written with their rows.
final class ProjectionCursor {
  private let select: SQLiteStatement
  private let update: SQLiteStatement

  /// Prepares its statements on the connection that writes the tables.
  init(_ connection: SQLiteConnection) throws(SQLiteError) {
    select = try connection.prepare("SELECT directory, seq FROM projection")
    update = try connection.prepare("UPDATE projection SET directory = ?1, seq = ?2")
  }

  /// Id of the journal's directory, empty while unknown, and the newest event in the tables.
  func read() throws(SQLiteError) -> (directory: String, seq: Int64) {
    defer { select.reset() }
    return try select.step() ? (select.text(0), select.int64(1)) : ("", 0)
  }

  /// Moves it, inside the caller's transaction.
  func write(directory: String, seq: Int64) throws(SQLiteError) {
    try update.bind(directory, at: 1)
    try update.bind(seq, at: 2)
    try update.run()
  }
}
