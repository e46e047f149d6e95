/// Why a writer cannot go on for now.
enum StoreProblem: Error {
  /// No connection, or none any more, or the server takes nothing.
  case unreachable(PostgresError)
  /// The tables are not as they should be.
  case faults([StoreFault])
  /// The journal cannot be read or written.
  case journal(JournalError)

  /// One line for people.
  var text: String {
    switch self {
    case .unreachable(let error): error.description
    case .faults(let faults): faults.first.map(\.description) ?? "the tables are not in order"
    case .journal(let error): error.description
    }
  }
}
