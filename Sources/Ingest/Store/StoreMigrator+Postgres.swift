internal import Desk

extension StoreMigrator {
  /// Any number that no other program's lock is likely to have: "sextant" in ASCII.
  static let postgresLock: Int64 = 0x73_65_78_74_61_6e_74

  /// One transaction under a lock: all of it or nothing, one process at a time.
  func runPostgres() throws(StoreMigrationError) -> MigrationReport {
    try execute("BEGIN", in: "begin")
    do {
      let report = try runLocked()
      try execute("COMMIT", in: "commit")
      return report
    } catch {
      // The error to report is the one that came first.
      if connection.isOpen { try? connection.execute("ROLLBACK") }
      throw error
    }
  }

  private func runLocked() throws(StoreMigrationError) -> MigrationReport {
    _ = try asking("lock") { () throws(PostgresError) in
      try connection.query("SELECT pg_advisory_xact_lock(\(Self.postgresLock))::text")
    }
    try execute(
      """
      CREATE TABLE IF NOT EXISTS sextant_migrations (
        number bigint PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at timestamptz NOT NULL
      )
      """, in: "sextant_migrations")
    let plan = try plan()
    let pending = plan.pending
    for script in pending {
      for statement in SQLStatements.split(script.text) { try execute(statement, in: script.name) }
      _ = try asking(script.name) { () throws(PostgresError) in
        try connection.query(
          """
          INSERT INTO sextant_migrations (number, name, checksum, applied_at)
          VALUES (\(script.number), $1, $2, now()) ON CONFLICT (number) DO NOTHING
          """, [script.name, script.checksum])
      }
    }
    if plan.makesRowsStale { try execute(Self.forgetWriters, in: "claims") }
    let faults = try asking("tables") { () throws(PostgresError) in try inspector.schemaFaults() }
    if !faults.isEmpty { throw .unfit(faults) }
    return MigrationReport(applied: pending.map(\.name))
  }

  private func execute(_ statement: String, in step: String) throws(StoreMigrationError) {
    try asking(step) { () throws(PostgresError) in try connection.execute(statement) }
  }
}
