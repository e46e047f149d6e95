/// What a column holds; each store maps it to a type of its own.
public enum ColumnType: String, Sendable, CaseIterable {
  /// Text of few different values: a name, a side, a status.
  case symbol
  /// Any text, at most `RowValue.maxTextBytes` bytes of UTF-8.
  case text
  /// A binary floating-point number; never NaN or infinite.
  case real
  /// A whole number.
  case integer
  /// True or false; never NULL.
  case boolean
  /// Microseconds since 1970, UTC.
  case timestamp
}

/// Name, columns and keys of a table: the one description that SQL files, writers and tests agree on.
public struct TableSchema: Hashable, Sendable {
  /// One column.
  public struct Column: Hashable, Sendable {
    /// Snake case.
    public let name: String
    /// What it holds.
    public let type: ColumnType
    /// Memberwise.
    public init(_ name: String, _ type: ColumnType) {
      self.name = name
      self.type = type
    }
  }

  /// As in SQL.
  public let name: String
  /// In the order of a row's values: first the specification's, then ours.
  public let columns: [Column]
  /// A row replaces the one with equal values in these; the designated timestamp is among them.
  public let keyColumns: [String]
  /// Where the key columns stand in a row.
  public let keyIndexes: [Int]
  /// The column a time-series store orders and partitions by; never NULL and never changed.
  public let timestampColumn: String

  init(_ table: Table, key: [String], timestamp: String, _ columns: [Column]) {
    name = table.rawValue
    self.columns = columns
    keyColumns = key
    keyIndexes = key.compactMap { name in columns.firstIndex { $0.name == name } }
    timestampColumn = timestamp
  }

  /// Where a column stands; nil when there is none of that name.
  public func index(of column: String) -> Int? { columns.firstIndex { $0.name == column } }
}
