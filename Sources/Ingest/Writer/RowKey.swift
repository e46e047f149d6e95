import Desk

/// A row as its key alone: two rows of one key are one row in a store, the later one.
struct RowKey: Hashable {
  private let row: Row

  init(of row: Row) { self.row = row }

  func hash(into hasher: inout Hasher) {
    hasher.combine(row.table)
    for index in row.table.schema.keyIndexes { hasher.combine(row.values[index]) }
  }

  static func == (left: RowKey, right: RowKey) -> Bool {
    left.row.table == right.row.table
      && left.row.table.schema.keyIndexes.allSatisfy { isSame(left.row.values[$0], right.row.values[$0]) }
  }

  /// Byte for byte, as stores compare: two spellings of one character are two texts there.
  private static func isSame(_ left: RowValue, _ right: RowValue) -> Bool {
    if case (.text(let left), .text(let right)) = (left, right) { return left.utf8.elementsEqual(right.utf8) }
    return left == right
  }

  /// The values of the key columns as a JSON array: what a dead letter is known by.
  var text: String {
    RowText.array(row.table.schema.keyIndexes.map { row.values[$0] })
  }

  /// The last row of each key, in the order of those last rows.
  static func newest(of rows: [Row]) -> [Row] {
    var lastPlaces: [RowKey: Int] = [:]
    lastPlaces.reserveCapacity(rows.count)
    for (place, row) in rows.enumerated() { lastPlaces[RowKey(of: row)] = place }
    guard lastPlaces.count < rows.count else { return rows }
    return lastPlaces.values.sorted().map { rows[$0] }
  }
}
