import Desk

/// Takes rows out of the tables, on the tables' thread.
final class RowEraser {
  private let connection: SQLiteConnection
  private var deletes: [Table: SQLiteStatement] = [:]

  init(_ connection: SQLiteConnection) { self.connection = connection }

  /// One transaction; how many rows there were.
  func erase(_ rows: ExpiredRows) throws(SQLiteError) -> Int {
    let delete = try statement(rows.table)
    var erased: Int64 = 0
    try connection.inTransaction { () throws(SQLiteError) in
      for key in rows.keys {
        for (index, value) in key.enumerated() {
          try RowStore.bind(value, to: delete, at: Int32(index + 1))
        }
        try delete.bind(rows.before, at: Int32(key.count + 1))
        try delete.run()
        erased += try connection.integer("SELECT changes()") ?? 0
      }
    }
    return Int(erased)
  }

  private func statement(_ table: Table) throws(SQLiteError) -> SQLiteStatement {
    if let prepared = deletes[table] { return prepared }
    let keys = table.schema.keyColumns
    let places = keys.enumerated().map { "\"\($0.element)\" = ?\($0.offset + 1)" }
    let prepared = try connection.prepare(
      """
      DELETE FROM \(table.rawValue) WHERE \(places.joined(separator: " AND "))
        AND recorded_at < ?\(keys.count + 1)
      """)
    deletes[table] = prepared
    return prepared
  }
}
