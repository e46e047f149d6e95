import Desk
import Platform

extension VerifyReport {
  /// Aligned lines for people; the last one is the verdict.
  public var text: String {
    var lines = ["\(store): \(coverage)"]
    if let begin { lines.append("\(store): \(begin.sentence(store: store))") }
    lines += table
    lines += leftOut.map {
      "\($0.table.rawValue): not compared before \($0.firstDay), \(Self.rows($0.rows)): \($0.reason)"
    }
    lines += differenceLines
    for letter in deadLetters {
      lines.append(
        "\(letter.table) dead letter \(Self.safe(letter.key)): refused with: \(Self.safe(letter.error))")
    }
    if deadLetterCount > deadLetters.count {
      lines.append("and \(deadLetterCount - Int64(deadLetters.count)) more dead letters")
    }
    for fault in faults {
      let place = fault.table.isEmpty ? store : fault.table
      let repair = fault.repair.isEmpty ? "" : "; repair: \(Self.safe(fault.repair))"
      lines.append("\(place) cannot be compared: \(Self.safe(fault.problem))\(repair)")
    }
    lines.append(verdict)
    return lines.joined(separator: "\n")
  }

  /// `acknowledged 1,200 of 1,500 events; the rest is not compared`.
  var coverage: String {
    let events = "\(Self.grouped(acknowledged)) of \(Self.grouped(newest)) events"
    return acknowledged < newest
      ? "acknowledged \(events); the rest is not compared" : "acknowledged all \(Self.grouped(newest)) events"
  }

  /// The last line.
  var verdict: String {
    if isUnacknowledged { return "NOT COMPARED: the store has acknowledged nothing yet" }
    if isEqual {
      let extent = acknowledged < newest ? " up to event \(Self.grouped(acknowledged))" : ""
      return
        "equal\(extent): \(Self.count(Int64(tableCount), "table")), \(Self.count(Int64(dayCount), "day")), "
        + Self.rows(rowCount)
    }
    var parts: [String] = []
    for kind in Kind.allCases {
      let number = differences.count { $0.kind == kind && !$0.isMoving }
      if number > 0 { parts.append("\(Self.grouped(Int64(number))) \(kind.rawValue)") }
    }
    let unnamed = differenceCount - differences.count
    if unnamed > 0 { parts.append("\(Self.grouped(Int64(unnamed))) more not named") }
    if moving > 0 { parts.append("\(Self.grouped(Int64(moving))) still moving: run again") }
    if parts.isEmpty, days.contains(where: { !$0.sumsAreEqual || !$0.digestsAreEqual }) {
      parts.append("counts or sums only: run again")
    }
    if deadLetterCount > 0 { parts.append(Self.count(deadLetterCount, "dead letter")) }
    if !faults.isEmpty { parts.append("\(Self.count(Int64(faults.count), "fault")) in the store") }
    return "DIFFERENT: " + parts.joined(separator: ", ")
  }

  private var table: [String] {
    guard !days.isEmpty else { return [] }
    var cells = [["table", "day", "journal", "store", "sums", "rows", "digest"]]
    for day in days {
      let rows = day.differences > 0 ? "\(day.differences) differ" : day.digestsAreEqual ? "equal" : "differ"
      cells.append([
        day.table.rawValue, day.day.description, Self.grouped(day.journalRows), Self.grouped(day.storeRows),
        day.newerRows > 0 ? "moved" : day.sumsAreEqual ? "equal" : "differ", rows,
        day.journalDigest.text.prefix(10)
          + (day.digestsAreEqual ? "" : " / " + day.storeDigest.text.prefix(10))
          + (day.newerRows > 0 ? "  (\(Self.rows(day.newerRows)) newer)" : ""),
      ])
    }
    let widths = cells[0].indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
    return cells.map { row in
      row.enumerated().map { column, cell in
        let space = String(repeating: " ", count: widths[column] - cell.count)
        if column == row.count - 1 { return cell }
        return [2, 3].contains(column) ? space + cell : cell + space
      }.joined(separator: "  ")
    }
  }

  private var differenceLines: [String] {
    var lines: [String] = []
    for day in days where day.differences > 0 {
      let shown = differences.filter { $0.table == day.table && $0.day == day.day }
      for difference in shown {
        var line = "\(day.table.rawValue) \(day.day) \(difference.kind.rawValue) \(Self.safe(difference.key))"
        let columns = difference.columns.map { "\($0.column) journal \($0.journal) store \($0.store)" }
        if !columns.isEmpty { line += ": " + columns.joined(separator: "; ") }
        if difference.isDeadLetter { line += " (dead letter)" }
        if difference.isMoving { line += " (still moving)" }
        lines.append(line)
      }
      if day.differences > shown.count {
        lines.append("\(day.table.rawValue) \(day.day) and \(day.differences - shown.count) more")
      }
    }
    return lines
  }

  private static func rows(_ number: Int64) -> String { count(number, "row") }

  private static func count(_ number: Int64, _ noun: String) -> String {
    "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")"
  }

  /// A whole number with a comma before each group of three digits.
  static func grouped(_ number: Int64) -> String {
    let digits = Array(String(number.magnitude))
    var text = number < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { text += "," }
      text.append(digit)
    }
    return text
  }

  /// One line of text from outside, at most 300 characters, control characters as `\xNN`.
  private static func safe(_ text: String) -> String { ColumnDifference.visible(text, most: 300) }
}
