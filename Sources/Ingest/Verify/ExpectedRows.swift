import Desk
import Platform

/// The rows the journal makes, in a temporary database of SQLite's own: it lies on disk as far as it does
/// not fit 64 MB, and is gone with the process however that ends.
///
/// Never rolled back, so it keeps no journal; after an error it is of no use any more.
final class ExpectedRows {
  /// A row as the journal makes it.
  struct Match {
    let rowID: Int64
    let isSeen: Bool
    let values: [RowValue]
  }

  let connection: SQLiteConnection
  private let store: RowStore
  private let selects: [SQLiteStatement]
  private let marks: [SQLiteStatement]
  private let unseen: [SQLiteStatement]

  /// Empty tables.
  init() throws(SQLiteError) {
    // An empty path is a temporary file that has no name.
    connection = try SQLiteConnection(path: "", mode: .readWrite)
    try connection.execute("PRAGMA journal_mode = OFF")
    try connection.execute("PRAGMA synchronous = OFF")
    try connection.execute("PRAGMA cache_size = -65536")
    for layout in TableLayout.journaled { try connection.execute(Self.create(layout.schema)) }
    store = try RowStore(connection)
    var (selects, marks, unseen): ([SQLiteStatement], [SQLiteStatement], [SQLiteStatement]) = ([], [], [])
    for layout in TableLayout.journaled {
      let schema = layout.schema
      let columns = "rowid, seen, " + schema.columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
      let keys = schema.keyColumns.enumerated().map { "\"\($1)\" = ?\($0 + 1)" }
      let time = "\"\(schema.timestampColumn)\""
      selects.append(
        try connection.prepare(
          "SELECT \(columns) FROM \(schema.name) WHERE \(keys.joined(separator: " AND "))"))
      marks.append(try connection.prepare("UPDATE \(schema.name) SET seen = 1 WHERE rowid = ?1"))
      unseen.append(
        try connection.prepare(
          """
          SELECT \(columns) FROM \(schema.name) WHERE \(time) BETWEEN ?1 AND ?2 AND NOT seen
            ORDER BY \(schema.keyColumns.map { "\"\($0)\"" }.joined(separator: ", "))
          """))
    }
    (self.selects, self.marks, self.unseen) = (selects, marks, unseen)
    // One transaction for all: what is never rolled back need not be committed.
    try connection.execute("BEGIN")
  }

  /// Writes rows in order; each replaces the one of its key.
  func write(_ rows: [Row]) throws(SQLiteError) { try store.write(rows) }

  /// Rows and sums of every day.
  func sums(_ layout: TableLayout) throws(SQLiteError) -> [VerifyDay: DaySums] {
    let names = layout.reals.map { "\"\(layout.schema.columns[$0].name)\"" }
    let sums = names.map { ", total(\($0)), total(abs(\($0)))" }.joined()
    // The shift lets the division round toward the past before 1970 too.
    let select = try connection.prepare(
      """
      SELECT ("\(layout.schema.timestampColumn)" + ?1 * 1000000) / ?1 - 1000000, count(*)\(sums)
        FROM \(layout.schema.name) GROUP BY 1
      """)
    try select.bind(VerifyDay.micros, at: 1)
    var found: [VerifyDay: DaySums] = [:]
    while try select.step() {
      found[VerifyDay(number: select.int64(0))] = DaySums(
        rows: select.int64(1), sums: names.indices.map { select.double(Int32(2 + 2 * $0)) },
        magnitudes: names.indices.map { select.double(Int32(3 + 2 * $0)) })
    }
    return found
  }

  /// The row with the key of a store's row; nil when the journal makes none.
  func match(_ layout: TableLayout, _ values: [RowValue]) throws(SQLiteError) -> Match? {
    let select = selects[Int(layout.number)]
    defer { select.reset() }
    for (index, key) in layout.keys.enumerated() {
      try RowStore.bind(values[key], to: select, at: Int32(index + 1))
    }
    return try select.step() ? Self.row(select, layout.schema) : nil
  }

  /// Notes that the store has a row of this key.
  func markSeen(_ layout: TableLayout, rowID: Int64) throws(SQLiteError) {
    let mark = marks[Int(layout.number)]
    try mark.bind(rowID, at: 1)
    try mark.run()
  }

  /// Passes the rows of a day that were not marked to a body, in the order of their keys.
  func forEachUnseen(
    _ layout: TableLayout, day: VerifyDay, _ body: ([RowValue]) throws(SQLiteError) -> Void
  ) throws(SQLiteError) {
    let select = unseen[Int(layout.number)]
    defer { select.reset() }
    try select.bind(day.range.lowerBound, at: 1)
    try select.bind(day.range.upperBound, at: 2)
    while try select.step() { try body(Self.row(select, layout.schema).values) }
  }

  private static func row(_ select: SQLiteStatement, _ schema: TableSchema) -> Match {
    let values = schema.columns.enumerated().map { offset, column -> RowValue in
      let index = Int32(offset + 2)
      if select.isNull(index) { return .null }
      return switch column.type {
      case .symbol, .text: .text(select.text(index))
      case .real: .real(select.double(index))
      case .integer: .integer(select.int64(index))
      case .boolean: .boolean(select.bool(index))
      case .timestamp: .timestamp(select.int64(index))
      }
    }
    return Match(rowID: select.int64(0), isSeen: select.bool(1), values: values)
  }

  private static func create(_ schema: TableSchema) -> String {
    let columns = schema.columns.map { column -> String in
      switch column.type {
      case .symbol, .text: "\"\(column.name)\" TEXT"
      case .real: "\"\(column.name)\" REAL"
      case .integer, .boolean, .timestamp: "\"\(column.name)\" INTEGER"
      }
    }
    let keys = schema.keyColumns.map { "\"\($0)\"" }.joined(separator: ", ")
    return """
      CREATE TABLE \(schema.name) (\(columns.joined(separator: ", ")), seen INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (\(keys)))
      """
  }
}
