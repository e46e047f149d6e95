import Desk

/// The rows every contender writes, as `rows.py` made them: one line a row, fields apart by tabs.
enum RowFile {
  struct Fault: Error, CustomStringConvertible {
    let description: String
  }

  /// All rows on standard input.
  static func read() throws(Fault) -> [Row] {
    let columns = Table.liveOrders.schema.columns
    var rows: [Row] = []
    while let line = readLine() {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard fields.count == columns.count else {
        throw Fault(description: "line \(rows.count + 1) has \(fields.count) fields, not \(columns.count)")
      }
      var values: [RowValue] = []
      values.reserveCapacity(columns.count)
      for (column, field) in zip(columns, fields) {
        guard let value = value(field, of: column.type) else {
          throw Fault(description: "line \(rows.count + 1), \(column.name): not a \(column.type) (\(field))")
        }
        values.append(value)
      }
      rows.append(Row(.liveOrders, values))
    }
    return rows
  }

  private static func value(_ field: Substring, of type: ColumnType) -> RowValue? {
    if field == "\\N" { return .null }
    return switch type {
    case .symbol, .text: .name(String(field))
    case .real: Double(field).map(RowValue.real)
    case .integer: Int64(field).map(RowValue.integer)
    case .boolean: field == "t" ? .boolean(true) : field == "f" ? .boolean(false) : nil
    case .timestamp: Int64(field).map(RowValue.timestamp)
    }
  }
}
