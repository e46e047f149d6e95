import Desk

/// What no store could hold: found before a row is sent.
enum RowCheck {
  /// 1970 to the end of 2200, microseconds: never relative to the wall clock, a replay's time may be any.
  static let times = Int64(0)...7_289_654_399_999_999

  /// Why a row cannot be stored, naming its column; nil for a sound row.
  static func fault(of row: Row) -> String? {
    let schema = row.table.schema
    for (index, value) in row.values.enumerated() {
      switch value {
      case .timestamp(let micros) where !times.contains(micros):
        return "\(schema.columns[index].name) is outside 1970 to 2200 (\(micros) us since 1970)"
      case .real(let number) where !number.isFinite:
        return "\(schema.columns[index].name) is not a finite number"
      case .text(let text) where text.utf8.count > RowValue.maxTextBytes:
        return "\(schema.columns[index].name) is longer than \(RowValue.maxTextBytes) bytes"
      case .null where schema.keyIndexes.contains(index):
        return "\(schema.columns[index].name) is part of the key and empty"
      case .null, .text, .real, .integer, .boolean, .timestamp: continue
      }
    }
    return nil
  }
}
