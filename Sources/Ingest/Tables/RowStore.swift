import Desk
import Platform

/// Writes rows into the SQLite tables: a row replaces the one of the same key.
///
/// One prepared statement a table, on the tables' thread. REAL columns hold the nearest double,
/// timestamps whole microseconds, booleans 0 and 1.
final class RowStore {
  private let connection: SQLiteConnection
  private let upserts: [Table: SQLiteStatement]
  private var byTable: [Table: [Row]] = [:]

  /// Prepares the statements; fails when a table or column is missing.
  init(_ connection: SQLiteConnection) throws(SQLiteError) {
    self.connection = connection
    var upserts: [Table: SQLiteStatement] = [:]
    for table in Table.journaled {
      upserts[table] = try connection.prepare(Self.upsert(table.schema))
    }
    self.upserts = upserts
  }

  /// Writes rows, inside the caller's transaction: table by table, so that its pages stay close at hand, each
  /// table's in their order.
  ///
  /// - Parameter isGivingWay: whether other threads go first between two rows.
  func write(_ rows: [Row], isGivingWay: Bool = false) throws(SQLiteError) {
    defer { for table in byTable.keys { byTable[table]?.removeAll(keepingCapacity: true) } }
    for row in rows { byTable[row.table, default: []].append(row) }
    for (table, upsert) in upserts {
      for row in byTable[table] ?? [] {
        try write(row, upsert)
        if isGivingWay { OwnThread.giveWay() }
      }
    }
  }

  private func write(_ row: Row, _ upsert: SQLiteStatement) throws(SQLiteError) {
    upsert.takeBack()
    for index in row.values.indices {
      let place = Int32(index + 1)
      if case .text(let text) = row.values[index] {
        try upsert.lend(text, at: place)
      } else {
        try Self.bind(row.values[index], to: upsert, at: place)
      }
    }
    try upsert.run()
  }

  /// Empties every table, inside the caller's transaction; of rows written after a wall time only, where one
  /// is given (microseconds since 1970).
  func clear(writtenAfter micros: Int64? = nil) throws(SQLiteError) {
    let condition = micros.map { " WHERE recorded_at > \($0)" } ?? ""
    for table in Table.journaled { try connection.execute("DELETE FROM \(table.rawValue)\(condition)") }
  }

  /// Binds a value of a row as the tables hold it.
  static func bind(
    _ value: RowValue, to statement: SQLiteStatement, at index: Int32
  ) throws(SQLiteError) {
    switch value {
    case .null: try statement.bindNull(at: index)
    case .text(let text): try statement.bind(text, at: index)
    case .real(let number): try statement.bind(number, at: index)
    case .integer(let number), .timestamp(let number): try statement.bind(number, at: index)
    case .boolean(let flag): try statement.bind(flag, at: index)
    }
  }

  /// `INSERT … ON CONFLICT DO UPDATE` of all columns that are no key. Of some tables the key as a whole is
  /// unique, of others the event's number in it alone.
  static func upsert(_ schema: TableSchema) -> String {
    let names = schema.columns.map { "\"\($0.name)\"" }
    let parameters = (1...names.count).map { "?\($0)" }
    let keys = schema.keyColumns.map { "\"\($0)\"" }
    let kept = schema.keyColumns.contains("seq") ? ["\"seq\""] : keys
    let updates = names.filter { !kept.contains($0) }.map { "\($0) = excluded.\($0)" }
    return """
      INSERT INTO \(schema.name) (\(names.joined(separator: ", ")))
        VALUES (\(parameters.joined(separator: ", ")))
        ON CONFLICT DO UPDATE SET \(updates.joined(separator: ", "))
      """
  }
}
