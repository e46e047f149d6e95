extension PostgresError {
  /// The server's disk is full.
  var isOutOfRoom: Bool { sqlState == "53100" || message.lowercased().contains("no space left") }
}

/// What a server's error says of how to go on.
enum Refusal: Sendable, Equatable {
  /// One of the rows is at fault: find it, put it aside, go on.
  case row
  /// The tables are not as they should be: look at them, say what repairs them, wait.
  case schema
  /// No room, a suspended table, a server that is shutting down: wait.
  case server

  /// Reads PostgreSQL's codes, else QuestDB's words (it has no codes).
  init(_ error: PostgresError) {
    if let state = error.sqlState, state.utf8.count == 5 {
      // That a row has no partition is told by the code of a broken check.
      let isWithoutPartition = state == "23514" && error.message.hasPrefix("no partition of relation")
      self = isWithoutPartition ? .schema : Self.of(sqlState: state)
    } else {
      self = Self.of(words: error.message.lowercased())
    }
  }

  /// By class; source: PostgreSQL 15 documentation, appendix A.
  private static func of(sqlState: String) -> Refusal {
    switch sqlState.prefix(2) {
    case "22", "23", "44", "54", "P0": return .row
    case "0A", "26", "3D", "3F", "42": return .schema
    default: return .server
    }
  }

  private static func of(words: String) -> Refusal {
    // The words behind are the row's own.
    if words.hasPrefix("inconvertible value") { return .row }
    let ofServer = [
      "no space left", "suspended", "out of memory", "timeout", "read only", "read-only", "could not", "busy",
    ]
    if ofServer.contains(where: words.contains) { return .server }
    let ofSchema = [
      "table does not exist", "invalid column", "row value count", "cached plan", "this.tai",
      "inconvertible types", "statement or portal", "insert statement must populate",
      "table is being", "metadata",
    ]
    return ofSchema.contains(where: words.contains) ? .schema : .row
  }
}
