/// A transaction on its way: what its answers must say.
struct Flight {
  /// Statements prepared for it, in a sync before its own.
  let prepares: Int
  /// Executions between BEGIN and COMMIT.
  let executions: Int
  /// Rows they store together; nil when that is not known.
  let rows: Int64?

  /// Results it still may give, when the connection goes.
  var resultCount: Int { prepares + executions + 4 }
}
