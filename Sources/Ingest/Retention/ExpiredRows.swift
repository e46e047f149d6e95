import Desk

/// Rows a table may lose: found by a reader, taken out by the tables' thread.
struct ExpiredRows: Sendable {
  let table: Table
  /// Values of the key columns, in their order.
  let keys: [[RowValue]]
  /// A row written since, at or after this moment, stays: microseconds since 1970, wall time.
  let before: Int64
}
