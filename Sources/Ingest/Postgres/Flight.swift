/// A transaction on its way: what its answers must add up to.
struct Flight {
  /// Statements prepared for it, in a sync before its own.
  let prepares: Int
  /// Executions between BEGIN and COMMIT.
  let executions: Int
  /// Rows that all executions must report together; nil when one of the statements does not say.
  let rows: Int?

  /// Results to come, the ends of the syncs aside.
  var resultCount: Int { prepares + executions + 2 }
}
