internal import Ingest

/// One value of a row, or of a parameter, in SQLite's five kinds.
public enum SQLValue: Hashable, Sendable {
  /// Unknown, or does not apply.
  case null
  /// A whole number.
  case integer(Int64)
  /// A floating-point number.
  case real(Double)
  /// Text.
  case text(String)
  /// Bytes.
  case blob([UInt8])

  /// The text when it is one.
  var text: String? { if case .text(let text) = self { text } else { nil } }

  /// The whole number when it is one.
  var integer: Int64? { if case .integer(let number) = self { number } else { nil } }

  /// What the statement's current row holds in a column.
  init(_ statement: SQLiteStatement, column: Int32) {
    self =
      switch statement.kind(column) {
      case .null: .null
      case .integer: .integer(statement.int64(column))
      case .real: .real(statement.double(column))
      case .text: .text(statement.text(column))
      case .blob: .blob(statement.bytes(column))
      }
  }

  /// Puts it in a parameter.
  func bind(to statement: SQLiteStatement, at index: Int32) throws(SQLiteError) {
    switch self {
    case .null: try statement.bindNull(at: index)
    case .integer(let number): try statement.bind(number, at: index)
    case .real(let number): try statement.bind(number, at: index)
    case .text(let text): try statement.bind(text, at: index)
    case .blob(let bytes): try statement.bind(blob: bytes, at: index)
    }
  }
}
