/// One row for one table; it replaces the row of the same key.
public struct Row: Hashable, Sendable {
  /// Where it goes.
  public let table: Table
  /// One value a column, in the order of the table's schema.
  public let values: [RowValue]

  /// A row of as many values as the table has columns.
  public init(_ table: Table, _ values: [RowValue]) {
    precondition(values.count == table.schema.columns.count, "a row has one value a column")
    self.table = table
    self.values = values
  }

  /// The value of a column; nil when the table has none of that name.
  public subscript(column: String) -> RowValue? {
    table.schema.index(of: column).map { values[$0] }
  }
}
