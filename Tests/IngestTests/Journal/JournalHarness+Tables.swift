import Desk

extension JournalHarness {
  /// The tables a quant reads and the columns that order them.
  static let tableNames = Table.journaled.map { table in
    (name: table.schema.name, key: table.schema.keyColumns.joined(separator: ", "))
  }
}
