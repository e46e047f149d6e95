import Desk
import Trading

@testable import Ingest

/// A store in memory that holds what a test puts into it, and can change while it is read.
final class ModelStore: StoreRows {
  /// Rows as they came; an upsert replaces the one of its key.
  var rows: [[[RowValue]]] = TableLayout.journaled.map { _ in [] }
  var faultList: [VerifyReport.Fault] = []
  var isApplied = true
  var held: (day: VerifyDay, reason: String)?
  /// By what it is known; nil: not asked.
  var id: Int64?
  /// Runs before every reading of rows, with the number of the reading from 1.
  var beforeReading: ((Int) -> Void)?
  private(set) var readings = 0

  /// Writes rows, each over the one of its key.
  func upsert(_ new: [Row]) {
    for row in new {
      let layout = TableLayout.journaled[TableLayout.index(row.table)]
      let key = layout.key(of: row.values)
      let table = Int(layout.number)
      if let index = rows[table].firstIndex(where: { layout.key(of: $0) == key }) {
        rows[table][index] = row.values
      } else {
        rows[table].append(row.values)
      }
    }
  }

  /// Writes the rows of the events in (after, through], as a writer would.
  func ship(_ reader: JournalReader, after: Int64 = 0, through: Int64) throws {
    var fold = JournalFold(reader: reader, rules: JournalHarness.rules, after: 0)
    while fold.cursor < through {
      var rows: [Row] = []
      guard try fold.next(limit: 1, into: &rows) > 0 else { return }
      if fold.cursor > after { upsert(rows) }
    }
  }

  /// Changes a column of a table's row.
  func alter(_ table: Table, row: Int, _ column: String, _ value: RowValue) {
    guard let index = table.schema.index(of: column) else { return }
    rows[TableLayout.index(table)][row][index] = value
  }

  func serverID() throws(VerifyError) -> Int64? { id }

  func faults() throws(VerifyError) -> [VerifyReport.Fault] { faultList }

  func waitUntilApplied(deadlineNanos: Int64) throws(VerifyError) -> Bool { isApplied }

  func firstHeldDay(_ table: TableLayout) throws(VerifyError) -> (day: VerifyDay, reason: String)? { held }

  func sums(_ table: TableLayout, in scope: RowScope) throws(VerifyError) -> [VerifyDay: DaySums] {
    var sums: [VerifyDay: DaySums] = [:]
    for values in mine(table, scope) {
      let reals = table.reals.map { index -> Double in
        if case .real(let number) = values[index] { number } else { 0 }
      }
      sums[VerifyDay(micros: table.micros(of: values)), default: DaySums()].add(DaySums(rows: 1, sums: reals))
    }
    return sums
  }

  func forEachRow(
    _ table: TableLayout, micros: ClosedRange<Int64>, in scope: RowScope,
    _ body: ([RowValue]) throws(VerifyError) -> Void
  ) throws(VerifyError) {
    readings += 1
    beforeReading?(readings)
    for values in mine(table, scope) where micros.contains(table.micros(of: values)) {
      try body(values)
    }
  }

  private func mine(_ table: TableLayout, _ scope: RowScope) -> [[RowValue]] {
    let names = Set(scope.sessions.map(\.text))
    return rows[Int(table.number)].filter { values in
      guard let index = table.schema.index(of: "session_id"), case .text(let name) = values[index] else {
        return false
      }
      if let after = scope.writtenAfter, let column = table.schema.index(of: "recorded_at"),
        case .timestamp(let micros) = values[column], micros <= after
      {
        return false
      }
      return names.contains(name)
    }
  }
}
