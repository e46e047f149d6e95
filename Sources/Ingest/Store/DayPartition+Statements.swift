internal import Desk

extension DayPartition {
  /// Makes the partition, unless it is there or another partition covers its day.
  ///
  /// One process at a time, under the migrations' lock.
  func make(on connection: PostgresConnection) throws(PostgresError) {
    let covered = "42P17"
    try Self.inTransaction(on: connection, acceptedState: covered) { () throws(PostgresError) in
      _ = try connection.query("SELECT pg_advisory_xact_lock(\(StoreMigrator.postgresLock))::text")
      let answer = try connection.query(
        """
        SELECT count(*) FROM pg_inherits
        WHERE inhparent = to_regclass('\(table.rawValue)') AND inhrelid = to_regclass('\(name)')
        """)
      if answer.first?.first?.int64 != 0 { return }
      try connection.execute(create)
      try connection.execute(attach)
    }
  }

  /// Drops it with its rows; false when a query held the table for 2 s.
  func dropUnlessHeld(on connection: PostgresConnection) throws(PostgresError) -> Bool {
    let lockTimeout = "55P03"
    return try Self.inTransaction(on: connection, acceptedState: lockTimeout) { () throws(PostgresError) in
      try connection.execute("SET LOCAL lock_timeout = '2s'")
      try connection.execute(drop)
    }
  }

  /// All of the body or nothing; false when nothing because of the SQLSTATE given.
  @discardableResult
  private static func inTransaction(
    on connection: PostgresConnection, acceptedState: String, _ body: () throws(PostgresError) -> Void
  ) throws(PostgresError) -> Bool {
    try connection.execute("BEGIN")
    do throws(PostgresError) {
      try body()
      try connection.execute("COMMIT")
      return true
    } catch {
      // The error to report is the one that came first.
      if !error.endsConnection { try? connection.execute("ROLLBACK") }
      if error.sqlState == acceptedState { return false }
      throw error
    }
  }
}
