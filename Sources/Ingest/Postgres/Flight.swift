/// A transaction on its way: what its answers must add up to.
struct Flight {
  /// Statements prepared for it, in a sync before its own.
  let prepares: Int
  /// Executions between BEGIN and COMMIT.
  private(set) var executions: Int
  /// Rows that all executions must report together; nil when one of the statements does not say.
  private(set) var rows: Int?

  /// Results to come, the ends of the syncs aside.
  var resultCount: Int { prepares + executions + 2 }

  /// Counts in another piece of it.
  mutating func add(_ piece: WireTransaction) {
    executions += piece.executionCount
    let each = piece.statements.map(\.rowsPerExecution)
    guard let known = rows, !each.contains(0) else {
      rows = nil
      return
    }
    rows = known + piece.executions.reduce(0) { $0 + each[$1.statement] }
  }
}
