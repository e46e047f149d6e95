import Desk

/// Rows for tests of what handles rows.
enum Rows {
  /// A row of a table: NULL wherever nothing is said.
  static func row(_ table: Table, _ values: [String: RowValue]) -> Row {
    Row(table, table.schema.columns.map { values[$0.name] ?? .null })
  }

  static func risk(id: String, message: String = "", at: Int64 = 1) -> Row {
    row(
      .riskEvents,
      [
        "alert_id": .text(id), "session_id": .text("s"), "timestamp": .timestamp(at),
        "message": .text(message), "acknowledged": .boolean(false),
      ])
  }

  /// A row whose every value is there, the key told apart by a number.
  static func full(_ table: Table, _ number: Int, text: String = "text") -> Row {
    Row(
      table,
      table.schema.columns.enumerated().map { place, column in
        switch column.type {
        case .symbol, .text:
          .text(table.schema.keyIndexes.contains(place) ? "\(text) \(number)" : text)
        case .real: .real(1.5)
        case .integer: .integer(Int64(number))
        case .boolean: .boolean(true)
        case .timestamp: .timestamp(1_700_000_000_000_000 + Int64(number))
        }
      })
  }
}
