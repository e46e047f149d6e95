import Desk
import Platform

/// Rows as JSON text, for dead letters: to be read by people and by scripts.
enum RowText {
  /// The values as an array.
  static func array(_ values: [RowValue]) -> String {
    var writer = JSONWriter(reservingBytes: 256)
    writer.beginArray()
    for value in values { write(value, to: &writer) }
    writer.endArray()
    return String(decoding: writer.takeBytes(), as: UTF8.self)
  }

  /// The whole row as an object, by column.
  static func object(_ row: Row) -> String {
    var writer = JSONWriter(reservingBytes: 1_024)
    writer.beginObject()
    for (column, value) in zip(row.table.schema.columns, row.values) {
      writer.key(column.name)
      write(value, to: &writer)
    }
    writer.endObject()
    return String(decoding: writer.takeBytes(), as: UTF8.self)
  }

  private static func write(_ value: RowValue, to writer: inout JSONWriter) {
    switch value {
    case .null: writer.null()
    case .text(let text): writer.string(text)
    case .real(let number): writer.double(number)
    case .integer(let number), .timestamp(let number): writer.int64(number)
    case .boolean(let flag): writer.bool(flag)
    }
  }
}
