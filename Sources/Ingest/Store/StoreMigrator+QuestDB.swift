internal import Desk
internal import Platform
internal import Primitives

/// QuestDB has neither a lock nor a transaction of DDL: every statement is one that may be run again, by
/// anybody at the same time, and a file is recorded once the server has applied all of it.
extension StoreMigrator {
  func runQuestDB() throws(StoreMigrationError) -> MigrationReport {
    try apply(
      """
      CREATE TABLE IF NOT EXISTS sextant_migrations (
        ts TIMESTAMP, number LONG, name VARCHAR, checksum VARCHAR, applied_at TIMESTAMP
      ) timestamp(ts) PARTITION BY YEAR WAL DEDUP UPSERT KEYS(ts, number)
      """, in: "sextant_migrations")
    try waitUntilApplied()
    let plan = try plan()
    let pending = plan.pending
    for script in pending {
      for statement in SQLStatements.split(script.text) { try apply(statement, in: script.name) }
      try waitUntilApplied()
      try record(script)
    }
    if plan.makesRowsStale { try apply(Self.forgetWriters, in: "claims") }
    for (table, days) in try ttlChanges() {
      try apply(StoreTTL.statement(table, days: days), in: "time to live")
    }
    try waitUntilApplied()
    try verify()
    return MigrationReport(applied: pending.map(\.name))
  }

  /// One row a number, whoever writes it: its time is always the same.
  private func record(_ script: SQLScript) throws(StoreMigrationError) {
    let now = WallClock.now().rfc3339Micros
    _ = try asking(script.name) { () throws(PostgresError) in
      try connection.query(
        """
        INSERT INTO sextant_migrations (ts, number, name, checksum, applied_at)
        VALUES ('1970-01-01T00:00:00.000000Z', \(script.number), $1, $2, '\(now)')
        """, [script.name, script.checksum])
    }
  }

  /// Runs a statement; that another has just done the same is as good.
  private func apply(_ statement: String, in step: String) throws(StoreMigrationError) {
    if let added = AddedColumn(statement: statement), try has(added) { return }
    var patience = Patience(nanos: 2_000_000_000)
    while true {
      do throws(PostgresError) {
        try connection.execute(statement)
        return
      } catch {
        if error.endsConnection { throw StoreMigrationError(error, in: step) }
        if Self.saysDone(error.message) { return }
        // Two changes of one table at the same moment: the loser is to try again.
        guard patience.pause() else { throw StoreMigrationError(error, in: step) }
      }
    }
  }

  /// Whether a refusal says that there is nothing left to do; of which type a column is, is seen at the end.
  static func saysDone(_ message: String) -> Bool {
    message.contains("already exists") || message.contains("statement is either no-op")
  }

  private func has(_ added: AddedColumn) throws(StoreMigrationError) -> Bool {
    // A name of our own files.
    let answer = try asking(added.table) { () throws(PostgresError) in
      try connection.query("SELECT \"column\" FROM table_columns('\(added.table)')")
    }
    return answer.contains { $0.first?.string?.lowercased() == added.column }
  }

  /// Until readers see what was accepted.
  private func waitUntilApplied() throws(StoreMigrationError) {
    let inspector = inspector
    let isApplied = try asking("write-ahead log") { () throws(PostgresError) in
      let names = try inspector.logConditions().map(\.table)
      return try inspector.waitUntilApplied(names: names, deadlineNanos: Self.applyNanos)
    }
    if isApplied { return }
    let faults = try asking("write-ahead log") { () throws(PostgresError) in try inspector.walFaults() }
    if !faults.isEmpty { throw .unfit(faults) }
    throw StoreMigrationError(
      .notApplied,
      "QuestDB has not applied the changes within \(Self.applyNanos / 1_000_000_000) s. Run it again; if it "
        + "stays so, look at wal_tables() and at the server's log.")
  }

  /// Tables whose time to live is to be another.
  private func ttlChanges() throws(StoreMigrationError) -> [(table: Table, days: Int)] {
    let tables = try asking("tables") { () throws(PostgresError) in try inspector.serverTables() }
    return Table.allCases.compactMap { table in
      guard let days = ttl.days(table), let found = tables[table] else { return nil }
      return found.ttlHours == Int64(days) * 24 ? nil : (table, days)
    }
  }

  /// Column by column. The server's catalogue follows its log a moment later: looked at for 2 s at most.
  private func verify() throws(StoreMigrationError) {
    var patience = Patience(nanos: 2_000_000_000)
    while true {
      var faults = try asking("tables") { () throws(PostgresError) in try inspector.schemaFaults() }
      faults += try ttlChanges().map { table, days in
        StoreFault(
          .wrongTTL, table: table.rawValue, problem: "\(table.rawValue) does not keep rows for \(days) days",
          repair: StoreTTL.statement(table, days: days))
      }
      // Another program may have recorded another text meanwhile.
      if faults.isEmpty, try self.plan().pending.isEmpty { return }
      if !patience.pause() {
        if !faults.isEmpty { throw .unfit(faults) }
        throw StoreMigrationError(.notApplied, "QuestDB does not show what was recorded. Run it again.")
      }
    }
  }
}
