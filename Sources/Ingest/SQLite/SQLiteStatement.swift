internal import CSQLite

/// A compiled statement: bind, step, read, reset; compiled once, run often.
///
/// Parameters count from 1, columns from 0, as in SQLite. Bound bytes are copied, but those of `lend`. It
/// belongs to its connection's thread and keeps the connection open.
@safe
public final class SQLiteStatement {
  /// Its text.
  public let sql: String
  let handle: OpaquePointer
  private let connection: SQLiteConnection
  private lazy var lent = LentTexts()

  /// Takes over a compiled statement.
  @unsafe
  init(_ handle: OpaquePointer, sql: String, connection: SQLiteConnection) {
    unsafe self.handle = handle
    self.sql = sql
    self.connection = connection
  }

  deinit {
    unsafe sqlite3_finalize(handle)
  }

  /// Runs to the next row; false at the end.
  public func step() throws(SQLiteError) -> Bool {
    let code = unsafe sqlite3_step(handle)
    switch code {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default:
      let error = connection.error(code, sql)
      reset()
      throw error
    }
  }

  /// Runs to the end and makes it ready to run again; rows it gives are dropped.
  public func run() throws(SQLiteError) {
    while try step() {}
    reset()
  }

  /// Ready to run again, with the parameters it has.
  public func reset() {
    // Repeats the error of the last step, which was thrown there.
    _ = unsafe sqlite3_reset(handle)
  }

  // MARK: Parameters

  /// A whole number or NULL.
  public func bind(_ value: Int64?, at index: Int32) throws(SQLiteError) {
    guard let value else { return try bindNull(at: index) }
    try check(unsafe sqlite3_bind_int64(handle, index, value))
  }

  /// A floating-point number or NULL; SQLite makes NULL of a NaN.
  public func bind(_ value: Double?, at index: Int32) throws(SQLiteError) {
    guard let value else { return try bindNull(at: index) }
    try check(unsafe sqlite3_bind_double(handle, index, value))
  }

  /// 1, 0 or NULL.
  public func bind(_ value: Bool?, at index: Int32) throws(SQLiteError) {
    try bind(value.map { $0 ? 1 : 0 as Int64 }, at: index)
  }

  /// Text or NULL.
  public func bind(_ value: String?, at index: Int32) throws(SQLiteError) {
    guard var value else { return try bindNull(at: index) }
    let code = value.withUTF8 { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
        // A null pointer would bind NULL; an empty text has none.
        guard let start = characters.baseAddress else {
          return unsafe sx_sqlite_bind_text(handle, index, "", 0)
        }
        return unsafe sx_sqlite_bind_text(handle, index, start, Int32(clamping: characters.count))
      }
    }
    try check(code)
  }

  /// Text as `bind`, for a statement that binds all its parameters anew before every run: its bytes are kept
  /// here until `takeBack`, so that SQLite need not ask for memory for each.
  func lend(_ text: String, at index: Int32) throws(SQLiteError) {
    let code = unsafe text.utf8.withContiguousStorageIfAvailable { bytes -> Int32? in
      guard let kept = unsafe lent.keep(bytes) else { return nil }
      return unsafe sx_sqlite_bind_lent_text(handle, index, kept, Int32(bytes.count))
    }
    guard case .some(.some(let code)) = code else { return try bind(text, at: index) }
    try check(code)
  }

  /// Ends the loan of all texts lent: they are to be bound anew before the next run.
  func takeBack() { lent.takeBack() }

  /// Text from its UTF-8 bytes, unchecked.
  public func bind(text bytes: [UInt8], at index: Int32) throws(SQLiteError) {
    let code = unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
        guard let start = characters.baseAddress else {
          return unsafe sx_sqlite_bind_text(handle, index, "", 0)
        }
        return unsafe sx_sqlite_bind_text(handle, index, start, Int32(clamping: characters.count))
      }
    }
    try check(code)
  }

  /// Bytes.
  public func bind(blob bytes: [UInt8], at index: Int32) throws(SQLiteError) {
    let code = unsafe bytes.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else {
        return unsafe sqlite3_bind_zeroblob(handle, index, 0)
      }
      return unsafe sx_sqlite_bind_blob(handle, index, start, Int32(clamping: bytes.count))
    }
    try check(code)
  }

  /// What another statement's current row has in a column, as it is stored there.
  func bind(column: Int32, of other: SQLiteStatement, at index: Int32) throws(SQLiteError) {
    try check(unsafe sqlite3_bind_value(handle, index, sqlite3_column_value(other.handle, column)))
  }

  /// NULL.
  public func bindNull(at index: Int32) throws(SQLiteError) {
    try check(unsafe sqlite3_bind_null(handle, index))
  }

  private func check(_ code: Int32) throws(SQLiteError) {
    guard code == SQLITE_OK else { throw connection.error(code, sql) }
  }
}
