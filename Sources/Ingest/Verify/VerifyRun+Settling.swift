import Desk
import Trading

// What moved while it was read, and what is left at the end.
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
        try job.rows.forEachRow(layout, micros: range, in: scope) { values throws(VerifyError) in
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
      let store = try job.rows.sums(layout, in: scope)
      for index in days {
        let day = report.days[index].day
        report.days[index].sumsAreEqual =
          report.days[index].newerRows > 0
          || (journal[day] ?? DaySums()).isEqual(to: store[day] ?? DaySums())
      }
    }
  }
}
