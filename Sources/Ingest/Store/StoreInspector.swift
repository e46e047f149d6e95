public import Desk
internal import Platform

/// Looks at a server: whether its tables take our rows, show them, and keep them.
///
/// Reads only. For the thread of the connection.
public struct StoreInspector {
  let connection: PostgresConnection
  let kind: StoreKind

  /// On an open connection with nothing in flight.
  public init(_ connection: PostgresConnection, kind: StoreKind) {
    self.connection = connection
    self.kind = kind
  }

  /// Every difference between the tables and what rows need, column by column, tables in their order; only
  /// the server's own fault when it is of the wrong kind or too old.
  public func schemaFaults() throws(PostgresError) -> [StoreFault] {
    if let fault = try serverFault() { return [fault] }
    let tables = try serverTables()
    var faults = Table.allCases.flatMap { table in
      SchemaComparison.faults(table.schema, in: kind, found: tables[table])
    }
    if try !hasClaims() {
      faults.append(
        StoreFault(
          .missingTable, table: "sextant_claims", problem: "\(kind.title) has no table sextant_claims",
          repair: "sextant migrate"))
    }
    return faults
  }

  private func hasClaims() throws(PostgresError) -> Bool {
    switch kind {
    case .questdb: try logConditions().contains { $0.table == "sextant_claims" }
    case .postgres:
      try connection.query("SELECT to_regclass('sextant_claims') IS NOT NULL").first?.first?.isTrue == true
    }
  }

  /// QuestDB: tables that accept rows nobody will see. PostgreSQL: none.
  public func walFaults() throws(PostgresError) -> [StoreFault] {
    guard kind == .questdb else { return [] }
    return try logConditions().compactMap(\.fault)
  }

  /// Whether an acknowledged row survives a loss of power; if not, it is to be sent again after the server
  /// has restarted.
  public func commitsAreDurable() throws(PostgresError) -> Bool {
    switch kind {
    case .questdb:
      let answer = try connection.query(
        "SELECT value FROM (SHOW PARAMETERS) WHERE property_path = 'cairo.commit.mode'")
      return answer.first?.first?.string == "sync"
    case .postgres:
      let answer = try connection.query(
        "SELECT current_setting('fsync'), current_setting('synchronous_commit')")
      guard let row = answer.first, row.count == 2 else { return false }
      return row[0].string == "on" && row[1].string != "off"
    }
  }

  /// When the tables were first made, microseconds since 1970: no two servers share it. 0 when none are.
  public func firstMigration() throws(PostgresError) -> Int64 {
    let answer = try connection.query(
      "SELECT applied_at FROM sextant_migrations WHERE number = 1 ORDER BY applied_at LIMIT 1")
    if case .timestamp(let micros) = answer.first?.first { return micros }
    return 0
  }

  /// Waits until what had been accepted when it was called can be read; PostgreSQL's always can.
  ///
  /// - Parameter deadlineNanos: longest wait, from now.
  /// - Returns: false when the time is over, or a table is suspended, corrupt or gone.
  public func waitUntilApplied(_ tables: [Table], deadlineNanos: Int64) throws(PostgresError) -> Bool {
    try waitUntilApplied(names: tables.map(\.rawValue), deadlineNanos: deadlineNanos)
  }

  func waitUntilApplied(names: [String], deadlineNanos: Int64) throws(PostgresError) -> Bool {
    guard kind == .questdb else { return true }
    let end = MonotonicClock.nowNanoseconds().addingReportingOverflow(max(0, deadlineNanos))
    var patience = Patience(until: end.overflow ? .max : end.partialValue)
    let targets = try logConditions().filter { names.contains($0.table) }
    guard targets.count == Set(names).count else { return false }
    let accepted = Dictionary(targets.map { ($0.table, $0.accepted) }) { first, _ in first }
    var waiting = targets
    while true {
      if waiting.contains(where: { $0.fault != nil }) { return false }
      waiting = waiting.filter { $0.applied < accepted[$0.table] ?? 0 }
      if waiting.isEmpty { return true }
      guard patience.pause() else { return false }
      let names = Set(waiting.map(\.table))
      waiting = try logConditions().filter { names.contains($0.table) }
      if waiting.count != names.count { return false }
    }
  }

  /// The server's own fault; nil when it can be used.
  func serverFault() throws(PostgresError) -> StoreFault? {
    let version = try connection.query("SELECT version()").first?.first?.string ?? ""
    let isQuestDB = version.contains("QuestDB")
    let build = isQuestDB ? try connection.query("SELECT build()").first?.first?.string ?? "" : ""
    return ServerVersion.fault(kind, version: version, build: build)
  }

  /// Those of our tables that are there.
  func serverTables() throws(PostgresError) -> [Table: ServerTable] {
    switch kind {
    case .questdb: try questdbTables()
    case .postgres: try postgresTables()
    }
  }
}
