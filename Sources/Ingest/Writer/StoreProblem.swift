/// Why a writer cannot go on for now.
enum StoreProblem: Error {
  /// No connection, or none any more, or the server takes nothing.
  case unreachable(PostgresError)
  /// The tables are not as they should be.
  case faults([StoreFault])
  /// The journal cannot be read or written.
  case journal(JournalError)

  /// Does something with a server, whose failure means that it is out of reach for now.
  static func reaching<Value>(
    _ body: () throws(PostgresError) -> Value
  ) throws(StoreProblem) -> Value {
    do { return try body() } catch { throw .unreachable(error) }
  }

  /// Does something with the journal.
  static func journaling<Value>(
    _ body: () throws(JournalError) -> Value
  ) throws(StoreProblem) -> Value {
    do { return try body() } catch { throw .journal(error) }
  }

  init(_ error: StoreMigrationError) {
    if let cause = error.cause {
      self = .unreachable(cause)
    } else if error.faults.isEmpty {
      let problem = error.message.hasSuffix(".") ? String(error.message.dropLast()) : error.message
      self = .faults([StoreFault(.migration, problem: problem, repair: "see docs/operations.md")])
    } else {
      self = .faults(error.faults)
    }
  }

  /// One line for people.
  var text: String {
    switch self {
    case .unreachable(let error): error.description
    case .faults(let faults): faults.first.map(\.description) ?? "the tables are not in order"
    case .journal(let error): error.description
    }
  }
}
