import Desk

/// Where the parts of a table's rows stand that comparing them needs.
struct TableLayout {
  let table: Table
  let schema: TableSchema
  /// Stands for the table in the scratch database.
  let number: Int64
  /// Columns of the key, in its order.
  let keys: [Int]
  /// The column that says which day a row belongs to.
  let timestamp: Int
  /// The columns that are summed.
  let reals: [Int]

  /// One of every table that is made of the journal, in their order.
  static let journaled: [TableLayout] = Table.journaled.enumerated().map { number, table in
    TableLayout(table, number: Int64(number))
  }

  /// Where a table stands in `journaled`; those outside the journal stand nowhere and count as the first.
  static func index(_ table: Table) -> Int { Table.journaled.firstIndex(of: table) ?? 0 }

  private init(_ table: Table, number: Int64) {
    let schema = table.schema
    self.table = table
    self.schema = schema
    self.number = number
    keys = schema.keyIndexes
    timestamp = schema.index(of: schema.timestampColumn) ?? 0
    reals = schema.columns.indices.filter { schema.columns[$0].type == .real }
  }

  /// When a row stands in its table, microseconds since 1970.
  func micros(of values: [RowValue]) -> Int64 {
    if case .timestamp(let micros) = values[timestamp] { micros } else { 0 }
  }

  /// The values of a row's key as a JSON array: times as microseconds since 1970. Dead letters go by it too.
  ///
  /// Compared by its bytes: two spellings of a letter make two keys, as in every store.
  func key(of values: [RowValue]) -> String {
    RowText.array(keys.map { values[$0] })
  }

  /// The columns in which two rows differ.
  func differing(_ left: [RowValue], _ right: [RowValue]) -> [Int] {
    schema.columns.indices.filter { !Self.isSame(left[$0], right[$0]) }
  }

  /// Numbers as numbers, texts byte by byte, NULL only with NULL.
  static func isSame(_ left: RowValue, _ right: RowValue) -> Bool {
    if case .text(let one) = left, case .text(let other) = right {
      return one.utf8.elementsEqual(other.utf8)
    }
    return left == right
  }
}
