/// A transaction on its way: what its answers must look like.
struct Flight {
  /// Statements prepared ahead of it, in a sync of their own.
  let prepares: Int
  /// Rows each execution must report; 0: any number.
  let rows: [Int32]

  /// Results to come, the ends of the syncs aside.
  var resultCount: Int { prepares + rows.count + 2 }
}
