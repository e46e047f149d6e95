import Platform

/// Rows as aligned columns under a header: numbers to the right, all else to the left.
///
/// Control characters are shown as `\xNN` and the like, so that no text from outside steers the terminal.
struct SQLTableFormatter: SQLFormatter {
  /// Most rows held and shown; a line below says how many there were besides.
  static let rowCap = 10_000
  /// Most characters of one cell; what is longer ends in `…`.
  static let cellCap = 120

  var bytes: [UInt8] = []
  private let header: [String]
  private var rows: [[String]] = []
  private var isNumeric: [Bool]
  private var leftOut = 0

  init(columns: [String]) {
    header = columns.map(Self.cell)
    isNumeric = columns.map { _ in true }
  }

  mutating func add(_ row: [SQLValue]) {
    guard rows.count < Self.rowCap else {
      leftOut += 1
      return
    }
    for (column, value) in row.enumerated() {
      switch value {
      case .null, .integer, .real: break
      case .text, .blob: isNumeric[column] = false
      }
    }
    rows.append(row.map { Self.cell($0.plainText ?? "") })
  }

  mutating func finish() {
    var widths = header.map(\.count)
    for row in rows {
      for (column, cell) in row.enumerated() { widths[column] = max(widths[column], cell.count) }
    }
    line(header, widths)
    line(widths.map { String(repeating: "-", count: $0) }, widths)
    for row in rows { line(row, widths) }
    let total = rows.count + leftOut
    text("(\(total) \(total == 1 ? "row" : "rows"))\n")
    if leftOut > 0 { text("(the first \(Self.rowCap) are shown; csv and json give all)\n") }
  }

  private mutating func line(_ cells: [String], _ widths: [Int]) {
    var line = ""
    for (column, cell) in cells.enumerated() {
      let space = String(repeating: " ", count: widths[column] - cell.count)
      line += (column > 0 ? "  " : "") + (isNumeric[column] ? space + cell : cell + space)
    }
    while line.last == " " { line.removeLast() }
    text(line + "\n")
  }

  private mutating func text(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private static func cell(_ text: String) -> String {
    var shown = ""
    var count = 0
    for character in text {
      count += 1
      guard count <= cellCap else { return shown + "…" }
      for scalar in character.unicodeScalars {
        if scalar.steersTerminal {
          shown += scalar.escaped
        } else {
          shown.unicodeScalars.append(scalar)
        }
      }
    }
    return shown
  }
}
