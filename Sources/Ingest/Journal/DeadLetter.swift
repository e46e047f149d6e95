/// A row that a store refused: kept whole in the journal, with the reason, until the store takes it.
public struct DeadLetter: Sendable, Hashable {
  /// Most dead letters of one store: past them the writer waits instead, since a store that refuses so
  /// many rows is not in order.
  public static let cap: Int64 = 10_000

  /// `questdb` or `postgres`.
  public let store: String
  /// The table.
  public let table: String
  /// Values of the key columns, a JSON array.
  public let key: String
  /// Number of an event not before the newest in the row.
  public let seq: Int64
  /// The row, a JSON object by column.
  public let row: String
  /// Why, in the server's words.
  public let error: String
  /// Wall time, microseconds since 1970.
  public let recordedAt: Int64
}

/// A change of what is kept of a store's refused rows.
enum DeadLetterChange: Sendable {
  /// Keep these, each in the place of one with the same key.
  case keep([DeadLetter])
  /// The store is to be written anew: forget all of it.
  case forget(store: String)
}

/// The dead letters in the journal's file, written by its connection only.
final class DeadLetterStore {
  private let connection: SQLiteConnection
  private let upsert: SQLiteStatement

  init(_ connection: SQLiteConnection) throws(SQLiteError) {
    self.connection = connection
    upsert = try connection.prepare(
      """
      INSERT INTO dead_letters (store, table_name, row_key, seq, row, error, recorded_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        ON CONFLICT (store, table_name, row_key) DO UPDATE SET
          seq = excluded.seq, row = excluded.row, error = excluded.error, recorded_at = excluded.recorded_at
      """)
  }

  /// Makes a change, inside the caller's transaction.
  func perform(_ change: DeadLetterChange) throws(SQLiteError) {
    switch change {
    case .keep(let letters): for letter in letters { try keep(letter) }
    case .forget(let store):
      let delete = try connection.prepare("DELETE FROM dead_letters WHERE store = ?1")
      try delete.bind(store, at: 1)
      try delete.run()
    }
  }

  private func keep(_ letter: DeadLetter) throws(SQLiteError) {
    try upsert.bind(letter.store, at: 1)
    try upsert.bind(letter.table, at: 2)
    try upsert.bind(letter.key, at: 3)
    try upsert.bind(letter.seq, at: 4)
    try upsert.bind(letter.row, at: 5)
    try upsert.bind(letter.error, at: 6)
    try upsert.bind(letter.recordedAt, at: 7)
    try upsert.run()
  }
}
