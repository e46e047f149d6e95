import Desk
import Trading

/// One comparison at work.
final class VerifyRun {
  var report: VerifyReport
  let job: StoreVerifier
  let settings: VerifySettings
  let reader: JournalReader
  let expected: ExpectedRows
  let found: FoundDifferences

  private var fold: JournalFold
  private var rows: [Row] = []
  var dayIndex: [DayKey: Int] = [:]
  private var rowsRead: Int64 = 0
  private var rowsToRead: Int64 = 0

  init(
    _ job: StoreVerifier, reader: JournalReader, fold: JournalFold, report: VerifyReport
  ) throws(VerifyError) {
    self.job = job
    self.reader = reader
    self.fold = fold
    self.report = report
    settings = job.settings
    do throws(SQLiteError) {
      expected = try ExpectedRows()
      found = try FoundDifferences(expected.connection, cap: job.settings.keptDifferences)
    } catch { throw VerifyError(error) }
  }

  /// The rows of this data directory up to the event the fold is at, as far as its journal goes back.
  var scope: RowScope {
    RowScope(sessions: fold.sessions, writtenAfter: report.begin?.writtenThrough)
  }

  // MARK: The journal's side

  /// Makes the rows of every event the store acknowledged.
  func foldAcknowledged() throws(VerifyError) {
    try foldOn(through: report.acknowledged) { rows throws(SQLiteError) in
      let kept = rows.filter { self.isKept($0) }
      // A clock set back by more than the journal's days: not every row was compared.
      if kept.count < rows.count { self.report.equality = nil }
      try self.expected.write(kept.filter { self.isWanted($0) })
    }
    do throws(JournalError) {
      guard try reader.cut() == report.begin else {
        throw JournalError(.unreadable, "The journal was cut while it was read. Run verify again.")
      }
    } catch { throw VerifyError(error) }
  }

  /// The store's rows are told by this too.
  private func isKept(_ row: Row) -> Bool {
    guard let begin = report.begin, case .timestamp(let micros)? = row["recorded_at"] else { return true }
    return micros > begin.writtenThrough
  }

  /// Folds further events, passing their rows on batch by batch.
  func foldOn(
    through last: Int64, _ body: ([Row]) throws(SQLiteError) -> Void
  ) throws(VerifyError) {
    while fold.cursor < last {
      rows.removeAll(keepingCapacity: true)
      let limit = min(Int64(settings.foldBatch), last - fold.cursor)
      do throws(JournalError) {
        guard try fold.next(limit: Int(limit), into: &rows) > 0 else { return }
      } catch { throw VerifyError(error) }
      do throws(SQLiteError) { try body(rows) } catch { throw VerifyError(error) }
      // What comes later is little, and another bar for it would only flicker.
      if last == report.acknowledged { job.progress(.folding, fold.cursor, last) }
      try goOn(after: 0)
    }
  }

  /// Waits, and ends the comparison when it is asked to stop.
  func goOn(after nanoseconds: Int64) throws(VerifyError) {
    guard job.pause(nanoseconds) else {
      throw VerifyError(.interrupted, "The comparison was stopped before its end.")
    }
  }

  private func isWanted(_ row: Row) -> Bool {
    let layout = TableLayout.journaled[TableLayout.index(row.table)]
    return isWanted(VerifyDay(micros: layout.micros(of: row.values)))
  }

  private func isWanted(_ day: VerifyDay) -> Bool {
    (settings.firstDay.map { $0 <= day } ?? true) && (settings.lastDay.map { day <= $0 } ?? true)
  }

  // MARK: The store's side

  /// Compares counts and sums, then every row, table by table and day by day.
  func compareTables() throws(VerifyError) {
    report.faults = try job.rows.faults()
    if report.faults.contains(where: \.table.isEmpty) { return }
    let isApplied = try job.rows.waitUntilApplied(deadlineNanos: settings.applyNanos)
    if !isApplied {
      report.faults.append(
        VerifyReport.Fault(
          table: "", problem: "rows it acknowledged cannot be read yet",
          repair: "wait until it has applied its log, then run again"))
      return
    }
    var plan: [(layout: TableLayout, day: VerifyDay, rows: Int64)] = []
    for layout in TableLayout.journaled where !isFaulty(layout) {
      for (day, rows) in try compareSums(layout) { plan.append((layout, day, rows)) }
    }
    for (layout, day, rows) in plan { try compareRows(layout, day, held: rows) }
  }

  func isFaulty(_ layout: TableLayout) -> Bool {
    report.faults.contains { $0.table == layout.schema.name }
  }

  /// The days of a table that are to be compared, with the rows the store holds of them.
  private func compareSums(_ layout: TableLayout) throws(VerifyError) -> [(VerifyDay, Int64)] {
    var journal = try VerifyError.scratch { () throws(SQLiteError) in try expected.sums(layout) }
    var store = try job.rows.sums(layout, in: scope).filter { isWanted($0.key) }
    if let held = try job.rows.firstHeldDay(layout) {
      let gone = journal.filter { $0.key < held.day }
      if !gone.isEmpty {
        report.leftOut.append(
          VerifyReport.LeftOut(
            table: layout.table, firstDay: held.day, rows: gone.reduce(0) { $0 + $1.value.rows },
            reason: held.reason))
      }
      journal = journal.filter { $0.key >= held.day }
      store = store.filter { $0.key >= held.day }
    }
    return Set(journal.keys).union(store.keys).sorted().map { day in
      let (left, right) = (journal[day] ?? DaySums(), store[day] ?? DaySums())
      rowsToRead += right.rows
      dayIndex[DayKey(layout, day)] = report.days.count
      report.days.append(
        VerifyReport.Day(
          table: layout.table, day: day, journalRows: left.rows, storeRows: 0,
          sumsAreEqual: left.isEqual(to: right)))
      return (day, right.rows)
    }
  }

  private func compareRows(
    _ layout: TableLayout, _ day: VerifyDay, held: Int64
  ) throws(VerifyError) {
    guard let index = dayIndex[DayKey(layout, day)] else { return }
    var matched: Int64 = 0
    for range in held > 0 ? day.slices(Int(clamping: held / settings.rowsPerAnswer + 1)) : [] {
      try job.rows.forEachRow(layout, micros: range, in: scope) { values throws(VerifyError) in
        do throws(SQLiteError) {
          if try self.compare(values, layout, index) { matched += 1 }
        } catch { throw VerifyError(error) }
        self.rowsRead += 1
        self.job.progress(.comparing, self.rowsRead, self.rowsToRead)
      }
    }
    guard matched < report.days[index].journalRows else { return }
    try VerifyError.scratch { () throws(SQLiteError) in
      try expected.forEachUnseen(layout, day: day) { values throws(SQLiteError) in
        let digest = RowDigest(of: values)
        self.report.days[index].journalDigest += digest
        try self.found.add(
          layout, key: layout.key(of: values), micros: layout.micros(of: values), expected: digest,
          copies: 0, actual: RowDigest(), detail: [])
      }
    }
  }

  /// Compares a row of the store; true when it is the first of a key the journal has.
  private func compare(
    _ values: [RowValue], _ layout: TableLayout, _ index: Int
  ) throws(SQLiteError) -> Bool {
    let actual = RowDigest(of: values)
    report.days[index].storeRows += 1
    report.days[index].storeDigest += actual
    let micros = layout.micros(of: values)
    guard let match = try expected.match(layout, values) else {
      try found.add(
        layout, key: layout.key(of: values), micros: micros, expected: nil, copies: 1, actual: actual,
        detail: [])
      return false
    }
    let digest = RowDigest(of: match.values)
    if match.isSeen {
      try found.add(
        layout, key: layout.key(of: values), micros: micros, expected: digest, copies: 1, actual: actual,
        before: digest, detail: [])
      return false
    }
    report.days[index].journalDigest += digest
    try expected.markSeen(layout, rowID: match.rowID)
    let columns = ColumnDifference.between(layout, journal: match.values, store: values)
    if !columns.isEmpty {
      try found.add(
        layout, key: layout.key(of: values), micros: micros, expected: digest, copies: 1, actual: actual,
        detail: ColumnDifference.stored(columns))
    }
    return true
  }
}
