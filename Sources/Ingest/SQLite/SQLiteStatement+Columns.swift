internal import CSQLite

extension SQLiteStatement {
  /// What SQLite stored in a column.
  public enum Kind: Sendable {
    /// Its five storage classes.
    case integer, real, text, blob, null
  }

  /// Number of columns of a row.
  public var columnCount: Int32 { unsafe sqlite3_column_count(handle) }

  /// Name of a column, as the statement gives it.
  public func columnName(_ index: Int32) -> String {
    unsafe sqlite3_column_name(handle, index).map { unsafe String(cString: $0) } ?? ""
  }

  /// What the current row holds in a column.
  public func kind(_ index: Int32) -> Kind {
    switch unsafe sqlite3_column_type(handle, index) {
    case SQLITE_INTEGER: .integer
    case SQLITE_FLOAT: .real
    case SQLITE_TEXT: .text
    case SQLITE_BLOB: .blob
    default: .null
    }
  }

  /// True when the current row has NULL there.
  public func isNull(_ index: Int32) -> Bool { kind(index) == .null }

  /// A column as a whole number; 0 for NULL.
  public func int64(_ index: Int32) -> Int64 { unsafe sqlite3_column_int64(handle, index) }

  /// A column as a floating-point number; 0 for NULL.
  public func double(_ index: Int32) -> Double { unsafe sqlite3_column_double(handle, index) }

  /// A column as a truth value; false for NULL.
  public func bool(_ index: Int32) -> Bool { int64(index) != 0 }

  /// A column as text; empty for NULL. Bytes that are no UTF-8 become replacement characters.
  public func text(_ index: Int32) -> String { String(decoding: bytes(index), as: UTF8.self) }

  /// A column's bytes, of text or blob; empty for NULL.
  public func bytes(_ index: Int32) -> [UInt8] {
    // The blob call first: it settles the form whose length is asked for next.
    let start = unsafe sqlite3_column_blob(handle, index)
    let count = Int(unsafe sqlite3_column_bytes(handle, index))
    guard let start = unsafe start, count > 0 else { return [] }
    return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: count))
  }
}
