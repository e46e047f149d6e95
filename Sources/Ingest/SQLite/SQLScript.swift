/// One numbered file of schema, `NNN_name.sql`.
public struct SQLScript: Sendable, Hashable {
  /// NNN: scripts run in this order, each once in the life of a file.
  public let number: Int64
  /// The file's name.
  public let name: String
  /// Its statements.
  public let text: String

  /// Nil when the name does not begin with a number and an underscore.
  public init?(name: String, text: String) {
    let digits = name.prefix { $0 != "_" }
    guard digits.count < name.count, let number = Int64(digits), number >= 0 else { return nil }
    self.number = number
    self.name = name
    self.text = text
  }
}

extension SQLiteConnection {
  /// Runs the scripts the file has not had yet, in the order of their numbers, all in one transaction.
  ///
  /// `user_version` holds the newest script's number plus one, so that 0 is a new file.
  func migrate(_ scripts: [SQLScript]) throws(SQLiteError) {
    let version = try integer("PRAGMA user_version") ?? 0
    let missing = scripts.filter { $0.number >= version }.sorted { $0.number < $1.number }
    guard let newest = missing.last else { return }
    try inTransaction { () throws(SQLiteError) in
      for script in missing { try execute(script.text) }
      try execute("PRAGMA user_version = \(newest.number + 1)")
    }
  }
}
