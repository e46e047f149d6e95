import Desk
import Trading

/// One comparison at work.
final class VerifyRun {
  private(set) var report: VerifyReport
  let job: StoreVerifier
  let settings: VerifySettings
  let reader: JournalReader
  let expected: ExpectedRows
  let found: FoundDifferences

  private var fold: JournalFold
  private var rows: [Row] = []
  private var dayIndex: [DayKey: Int] = [:]
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

  /// The sessions of this data directory up to the event the fold is at.
  var sessions: [SessionID] { fold.sessions }

  // MARK: The journal's side

  /// Makes the rows of every event the store acknowledged.
  func foldAcknowledged() throws(VerifyError) {
    try foldOn(through: report.acknowledged) { rows throws(SQLiteError) in
      try self.expected.write(rows.filter { self.isWanted($0) })
    }
  }

  /// Folds further events, passing their rows on batch by batch.
  private func foldOn(
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
  private func goOn(after nanoseconds: Int64) throws(VerifyError) {
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

  private func isFaulty(_ layout: TableLayout) -> Bool {
    report.faults.contains { $0.table == layout.schema.name }
  }

  /// The days of a table that are to be compared, with the rows the store holds of them.
  private func compareSums(_ layout: TableLayout) throws(VerifyError) -> [(VerifyDay, Int64)] {
    var journal = try VerifyError.scratch { () throws(SQLiteError) in try expected.sums(layout) }
    var store = try job.rows.sums(layout, sessions: sessions).filter { isWanted($0.key) }
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
      try job.rows.forEachRow(layout, micros: range, sessions: sessions) { values throws(VerifyError) in
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

// MARK: What moved meanwhile

extension VerifyRun {
  /// Tells rows that moved while they were read from rows that are wrong.
  ///
  /// The journal knows every state a row had since the acknowledged event: a row in one of them is right,
  /// the store was only ahead. Whatever is in none is read again, until two looks in a row see the same.
  func settle() throws(VerifyError) {
    var looks = 0
    while true {
      try foldNewer()
      try forgetSettled()
      guard found.count > 0, looks < settings.maxLooks else { break }
      try goOn(after: settings.lookAgainNanos)
      _ = try job.rows.waitUntilApplied(deadlineNanos: settings.applyNanos)
      looks += 1
      guard try lookAgain() > 0 else {
        try foldNewer()
        try forgetSettled()
        break
      }
    }
  }

  /// Folds what was journaled meanwhile. The store can hold nothing that is newer than the journal, so
  /// this comes after every look at it.
  private func foldNewer() throws(VerifyError) {
    guard found.count > 0 else { return }
    let last: Int64
    do throws(JournalError) { last = try reader.lastSeq() } catch { throw VerifyError(error) }
    try foldOn(through: last) { rows throws(SQLiteError) in
      for row in rows {
        let layout = TableLayout.journaled[TableLayout.index(row.table)]
        let key = layout.key(of: row.values)
        guard try self.found.contains(layout, key) else { continue }
        try self.found.addState(layout, key, RowDigest(of: row.values))
        try self.expected.write([row])
      }
    }
  }

  private func forgetSettled() throws(VerifyError) {
    guard found.count > 0 else { return }
    try VerifyError.scratch { () throws(SQLiteError) in
      try found.settle { entry in
        guard let index = self.dayIndex[DayKey(entry.layout, VerifyDay(micros: entry.micros))] else { return }
        // The day counts as if the store stood at the acknowledged event.
        self.report.days[index].storeRows += (entry.expected == nil ? 0 : 1) - entry.firstCopies
        self.report.days[index].storeDigest -= entry.firstActual
        if let expected = entry.expected { self.report.days[index].storeDigest += expected }
        self.report.days[index].newerRows += 1
      }
    }
  }

  /// Reads the differing rows once more; how many have changed.
  private func lookAgain() throws(VerifyError) -> Int {
    try VerifyError.scratch { () throws(SQLiteError) in try found.beginLook() }
    for layout in TableLayout.journaled where !isFaulty(layout) {
      let ranges = try VerifyError.scratch { () throws(SQLiteError) in try found.ranges(layout) }
      for range in ranges {
        try job.rows.forEachRow(layout, micros: range, sessions: sessions) { values throws(VerifyError) in
          do throws(SQLiteError) { try self.look(values, layout) } catch { throw VerifyError(error) }
        }
      }
    }
    return try VerifyError.scratch { () throws(SQLiteError) in try found.endLook() }
  }

  private func look(_ values: [RowValue], _ layout: TableLayout) throws(SQLiteError) {
    try found.look(layout, key: layout.key(of: values), actual: RowDigest(of: values)) {
      () throws(SQLiteError) in
      guard let match = try self.expected.match(layout, values) else { return [] }
      return ColumnDifference.stored(
        ColumnDifference.between(layout, journal: match.values, store: values))
    }
  }

  // MARK: The end

  /// Adds the sums once more where they alone differ, and names what is left.
  func conclude() throws(VerifyError) {
    let letters = try VerifyError.scratch { () throws(SQLiteError) in
      try DeadLetters(path: job.path, store: job.store, most: settings.shownDeadLetters)
    }
    (report.deadLetters, report.deadLetterCount) = (letters.first, letters.count)
    try VerifyError.scratch { () throws(SQLiteError) in
      try found.forEach { entry, moves throws(SQLiteError) in
        try self.name(entry, moves: moves, letters)
      }
    }
    for (key, count) in found.uncounted {
      if let index = dayIndex[key] { report.days[index].differences += count }
    }
    try compareSumsAgain()
  }

  private func name(
    _ entry: FoundDifferences.Entry, moves: Bool, _ letters: DeadLetters
  ) throws(SQLiteError) {
    let day = VerifyDay(micros: entry.micros)
    guard let index = dayIndex[DayKey(entry.layout, day)] else { return }
    report.days[index].differences += 1
    if moves { report.moving += 1 }
    guard report.days[index].differences <= settings.shownPerDay else { return }
    // A row beyond the acknowledged event has columns to compare too, once the journal is folded that far.
    let columns = ColumnDifference.read(entry.detail)
    let kind: VerifyReport.Kind =
      entry.copies == 0 ? .missing : entry.copies > 1 ? .duplicate : columns.isEmpty ? .extra : .altered
    report.differences.append(
      VerifyReport.Difference(
        table: entry.layout.table, day: day, kind: kind, key: entry.key,
        columns: kind == .altered ? columns : [], isMoving: moves,
        isDeadLetter: try letters.contains(table: entry.layout.schema.name, key: entry.key)))
  }

  /// Sums may differ because rows moved; of a day without any difference in its rows they must not.
  private func compareSumsAgain() throws(VerifyError) {
    for layout in TableLayout.journaled {
      let days = report.days.indices.filter { index in
        let day = report.days[index]
        return day.table == layout.table && !day.sumsAreEqual && day.differences == 0
      }
      guard !days.isEmpty else { continue }
      if days.allSatisfy({ report.days[$0].newerRows > 0 }) {
        // Every row was looked at one by one, and some are ahead: the sums cannot agree.
        for index in days { report.days[index].sumsAreEqual = true }
        continue
      }
      let journal = try VerifyError.scratch { () throws(SQLiteError) in try expected.sums(layout) }
      let store = try job.rows.sums(layout, sessions: sessions)
      for index in days {
        let day = report.days[index].day
        report.days[index].sumsAreEqual =
          report.days[index].newerRows > 0
          || (journal[day] ?? DaySums()).isEqual(to: store[day] ?? DaySums())
      }
    }
  }
}
