import Desk

@testable import Ingest

/// What the numbered files of a store make of an empty server, statement by statement.
struct StoreFiles {
  private(set) var tables: [String: ServerTable] = [:]
  /// `table.column` of each index.
  private(set) var indexes: [String] = []
  /// Statements of a form this reader does not know.
  private(set) var unread: [String] = []

  init(_ kind: StoreKind) {
    for script in BuiltIn.storeScripts(kind) {
      for statement in SQLStatements.split(script.text) { read(statement) }
    }
  }

  private mutating func read(_ statement: String) {
    let words = statement.split { " \n".contains($0) }.map(String.init)
    if words.starts(with: ["CREATE", "TABLE", "IF", "NOT", "EXISTS"]), words.count > 6 {
      create(words[5], statement)
    } else if let added = AddedColumn(statement: statement) {
      tables[added.table]?.columns.append(ServerTable.Column(name: added.column, type: words[6]))
    } else if words.count == 10, words.starts(with: ["ALTER", "TABLE"]), words[3...7] == Self.additive[...] {
      let type = words[9] == "timestamptz" ? "timestamp with time zone" : words[9]
      tables[words[2]]?.columns.append(ServerTable.Column(name: words[8], type: type))
    } else if words.contains("DEDUP"), words.contains("ENABLE") {
      tables[words[2]]?.keyColumns = Set(Self.names(after: "KEYS", in: statement))
    } else if words.starts(with: ["ALTER", "TABLE"]), words.suffix(2) == ["ADD", "INDEX"] {
      indexes.append("\(words[2]).\(words[5])")
    } else if words.starts(with: ["CREATE", "INDEX", "IF", "NOT", "EXISTS"]) {
      let column = Self.names(after: "ON \(words[7])", in: statement).first ?? ""
      indexes.append("\(words[7]).\(column)")
    } else {
      unread.append(statement)
    }
  }

  /// PostgreSQL may add a column that is there.
  private static let additive = ["ADD", "COLUMN", "IF", "NOT", "EXISTS"]

  private mutating func create(_ name: String, _ statement: String) {
    var table = ServerTable()
    for line in statement.split(separator: "\n").dropFirst() where line.hasPrefix("  ") {
      let words = line.split { " ,\"".contains($0) }.map(String.init)
      if words.starts(with: ["PRIMARY", "KEY"]) {
        table.keyColumns = Set(Self.names(after: "KEY", in: String(line)))
        continue
      }
      let isKey = words.suffix(2) == ["NOT", "NULL"]
      let type = words.dropFirst().dropLast(isKey ? 2 : 0).joined(separator: " ")
      table.columns.append(
        ServerTable.Column(
          name: words[0], type: type == "timestamptz" ? "timestamp with time zone" : type, refusesNull: isKey)
      )
    }
    if statement.contains("DEDUP") { table.keyColumns = Set(Self.names(after: "KEYS", in: statement)) }
    if let range = Self.names(after: "RANGE ", in: statement).first {
      (table.timestampColumn, table.partitioning) = (range, "RANGE")
    } else {
      table.timestampColumn = Self.names(after: ") timestamp", in: statement).first
      table.partitioning = statement.contains("PARTITION BY DAY") ? "DAY" : ""
      table.hasLog = statement.contains(" WAL")
    }
    tables[name] = table
  }

  /// The names in the brackets that follow a word.
  private static func names(after word: String, in statement: String) -> [String] {
    guard let found = statement.firstRange(of: word) else { return [] }
    let rest = statement[found.upperBound...].drop { $0 != "(" }.dropFirst()
    return rest.prefix { $0 != ")" }.split { " ,\"".contains($0) }.map(String.init)
  }
}
