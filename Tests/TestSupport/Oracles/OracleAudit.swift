/// What a walk over every row of an oracle came to.
public struct OracleAudit {
  /// Rows of which at least one figure was compared.
  public let checkedRows: Int
  /// Figures compared.
  public let comparedFigures: Int
  /// What does not agree, was not read, or is listed and gone; empty when all is well.
  public let faults: [String]

  /// Walks every row: a row that is listed whole is left out, every other goes to `check`, which compares
  /// its figures and answers false for a table it does not know.
  ///
  /// Rulings are by the name of a row or of one figure, `row/path`. A fault is a figure that does not
  /// agree or was not read, a row without a comparison, and a ruling that nothing needed.
  public init(
    _ file: OracleFile, rulings: [String: OracleRuling], check: (OracleRow) throws -> Bool
  ) {
    var unused = Set(rulings.keys)
    var seen: Set<String> = []
    var faults: [String] = []
    var compared: [Int] = []
    for row in file.rows {
      if !seen.insert(row.name).inserted { faults.append("\(row.name) is the name of two rows") }
      if unused.remove(row.name) != nil {
        if case .disagreed? = rulings[row.name] { faults.append("\(row.name): name the figure") }
        continue
      }
      unused.subtract(Self.settle(row, by: rulings))
      do {
        if try !check(row) { faults.append("\(row.name): a table nobody checks") }
      } catch {
        faults.append("\(row.name): \(error)")
      }
      if row.compared == 0 { faults.append("\(row.name): nothing of it was compared") }
      faults += row.faults
      faults += row.unread.sorted().map { "\(row.label($0)): nobody read it" }
      faults += row.rulings.keys.sorted().map { "\(row.label($0)): listed, but nobody compared it" }
      compared.append(row.compared)
    }
    faults += unused.sorted().map { "\($0): listed, but gone from the file" }
    checkedRows = compared.count { $0 > 0 }
    comparedFigures = compared.reduce(0, +)
    self.faults = faults
  }

  /// Hands a row the disagreements about its figures and marks those out of scope as read; the names of
  /// the rulings it knew.
  private static func settle(_ row: OracleRow, by rulings: [String: OracleRuling]) -> [String] {
    let known = row.leaves.filter { rulings[row.label($0)] != nil }.sorted()
    var disagreements: [String: OracleRuling] = [:]
    for path in known {
      if case .disagreed? = rulings[row.label(path)] { disagreements[path] = rulings[row.label(path)] }
    }
    row.begin(disagreements)
    for path in known where disagreements[path] == nil { row.note(path) }
    return known.map(row.label)
  }
}
