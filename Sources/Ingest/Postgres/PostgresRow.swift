internal import CLibPQ

/// A row of an answer, valid only inside the closure it was given to.
public struct PostgresRow {
  let cursor: ResultCursor

  /// Columns.
  public var count: Int { cursor.columnCount }

  /// The value of a column, counted from 0.
  public subscript(_ index: Int) -> PostgresValue { cursor.value(row: 0, column: index) }

  /// All values.
  public var values: [PostgresValue] { (0..<count).map { self[$0] } }
}

/// Where a row finds its bytes; empty outside the closure, so that a row kept too long stops the program
/// and reads nothing freed.
@safe
final class ResultCursor {
  private var result: OpaquePointer?
  private var types: [UInt32] = []

  init() { unsafe result = nil }

  var columnCount: Int { types.count }

  /// Points at a result; the caller clears it after `leave`.
  @unsafe
  func enter(_ result: OpaquePointer) {
    unsafe self.result = result
    // Every row of an answer has the same columns.
    if types.isEmpty {
      for column in unsafe 0..<PQnfields(result) { types.append(unsafe PQftype(result, column)) }
    }
  }

  /// Points at nothing.
  func leave() { unsafe result = nil }

  func value(row: Int32, column: Int) -> PostgresValue {
    guard let result = unsafe result else { preconditionFailure("a row is valid only inside its closure") }
    precondition(types.indices.contains(column), "the row has \(types.count) columns")
    let field = Int32(clamping: column)
    guard unsafe PQgetisnull(result, row, field) == 0, let start = unsafe PQgetvalue(result, row, field)
    else {
      return .null
    }
    let count = unsafe Int(PQgetlength(result, row, field))
    let bytes = unsafe UnsafeRawBufferPointer(start: start, count: count)
    return unsafe PostgresValue(binary: bytes, type: types[column])
  }
}
