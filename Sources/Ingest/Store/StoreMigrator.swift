internal import Platform

/// Makes a server's tables what rows need, by the numbered files of `sql/`.
///
/// What was applied stands in the table `sextant_migrations`. A second run does nothing; two at once, from
/// two processes, both end well with the same tables. At the end the tables are compared column by column.
/// For the thread of the connection, with no rows in flight on any other of this process's connections:
/// QuestDB closes a connection whose uncommitted rows meet a new column.
public struct StoreMigrator {
  let connection: PostgresConnection
  let kind: StoreKind
  let scripts: [SQLScript]
  let ttl: StoreTTL
  let inspector: StoreInspector

  /// Longest wait for QuestDB to apply what it has accepted.
  static let applyNanos: Int64 = 30_000_000_000
  /// Tables beside those of rows.
  static let ownTables: Set<String> = ["sextant_migrations", "sextant_claims"]

  /// A writer that is not known begins with its journal's first event.
  static let forgetWriters = "TRUNCATE TABLE sextant_claims"

  /// - Parameter scripts: `BuiltIn.storeScripts(kind)`.
  public init(
    _ connection: PostgresConnection, kind: StoreKind, scripts: [SQLScript], ttl: StoreTTL = .unchanged
  ) {
    self.connection = connection
    self.kind = kind
    self.scripts = scripts
    self.ttl = ttl
    inspector = StoreInspector(connection, kind: kind)
  }

  /// Applies what is missing and checks the whole; throws with every fault that is left.
  public func run() throws(StoreMigrationError) -> MigrationReport {
    let inspector = inspector
    if let fault = try asking("version", { () throws(PostgresError) in try inspector.serverFault() }) {
      throw .unfit([fault])
    }
    switch kind {
    case .questdb: return try runQuestDB()
    case .postgres: return try runPostgres()
    }
  }

  /// What the server has had.
  func records() throws(StoreMigrationError) -> [MigrationPlan.Record] {
    let answer = try asking("sextant_migrations") { () throws(PostgresError) in
      try connection.query("SELECT number, name, checksum FROM sextant_migrations")
    }
    return answer.compactMap { row in
      guard row.count == 3, let number = row[0].int64, let name = row[1].string else { return nil }
      return MigrationPlan.Record(number: number, name: name, checksum: row[2].string ?? "")
    }
  }

  /// The files to apply now.
  func plan() throws(StoreMigrationError) -> MigrationPlan {
    let faults = try asking("tables") { () throws(PostgresError) in try inspector.schemaFaults() }
    return try MigrationPlan(
      scripts: scripts, records: records(), isIncomplete: faults.contains { $0.kind == .missingTable })
  }

  /// Runs something on the server; its refusal becomes ours, naming the step.
  func asking<Answer>(
    _ step: String, _ body: () throws(PostgresError) -> Answer
  ) throws(StoreMigrationError) -> Answer {
    do { return try body() } catch { throw StoreMigrationError(error, in: step) }
  }
}
