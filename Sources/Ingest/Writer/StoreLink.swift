import Desk
import Platform
import Primitives
import Trading

/// One connection to a store whose tables were found in order.
///
/// Rows go out in transactions; several may be on their way. For one thread.
final class StoreLink {
  let connection: PostgresConnection
  /// Whether an acknowledged row outlives a loss of power.
  let isDurable: Bool
  /// Whether tables were made or changed for this connection: rows written before are not in them.
  private(set) var hasChangedTables = false

  private let plan: StoreWriterPlan
  private let inspector: StoreInspector
  private var encoder: RowEncoder
  private var transaction = WireTransaction()
  private var partitions = DayPartitions()
  private var claims: StoreClaims

  /// Connects, brings the tables up to date when that is allowed, and looks at every column.
  ///
  /// - Parameter directory: by what the store knows this data directory.
  init(_ plan: StoreWriterPlan, directory: String, interrupt: Interrupt) throws(StoreProblem) {
    self.plan = plan
    let unfit: StoreFault?
    do throws(PostgresError) {
      connection = try PostgresConnection.open(
        plan.connection, timeoutNanos: plan.connectNanos, interrupt: interrupt)
      connection.answerTimeoutNanos = plan.answerNanos
      inspector = StoreInspector(connection, kind: plan.kind)
      unfit = try inspector.serverFault()
      isDurable = unfit == nil ? try inspector.commitsAreDurable() : false
    } catch { throw .unreachable(error) }
    encoder = RowEncoder(kind: plan.kind)
    claims = StoreClaims(connection, kind: plan.kind, directory: directory)
    if let unfit { throw .faults([unfit]) }
    if plan.mayMigrate { try migrate() }
    try inspect(columns: true)
  }

  /// By what the server is known: microseconds since 1970 at which its tables were first made.
  func serverID() throws(StoreProblem) -> Int64 {
    try StoreProblem.reaching { () throws(PostgresError) in try inspector.firstMigration() }
  }

  /// Whether this data directory has written here before.
  func knowsUs() throws(StoreProblem) -> Bool {
    try StoreProblem.reaching(claims.isKnown)
  }

  /// Looks whether anything keeps rows out: suspended tables, and the columns when asked. Nothing may be
  /// on its way.
  func inspect(columns: Bool) throws(StoreProblem) {
    let faults = try StoreProblem.reaching { () throws(PostgresError) in
      try inspector.walFaults() + (columns ? inspector.schemaFaults() : [])
    }
    if !faults.isEmpty { throw .faults(faults) }
  }

  /// Drops the days whose time is over; QuestDB does that by itself. Nothing may be on its way.
  func dropExpiredDays() throws(StoreProblem) {
    guard plan.kind == .postgres else { return }
    _ = try StoreProblem.reaching { () throws(PostgresError) in
      try partitions.dropExpired(plan.ttl, nowMicros: WallClock.now().microseconds, on: connection)
    }
  }

  /// Transactions on their way.
  var inFlight: Int { connection.inFlight }

  /// Whether rows need something of the store that is not there yet: nothing may be on its way then.
  func needsPreparation(_ rows: [Row], sessions: [SessionID]) -> Bool {
    notePartitions(of: rows)
    return partitions.isIncomplete || !claims.hold(sessions)
  }

  /// Claims the sessions and makes the days' tables that rows need. Nothing may be on its way.
  func prepare(_ rows: [Row], sessions: [SessionID]) throws(StoreProblem) {
    try claims.claim(sessions, isKept: plan.scope.isWhole)
    notePartitions(of: rows)
    guard partitions.isIncomplete else { return }
    try StoreProblem.reaching { () throws(PostgresError) in try partitions.ensure(on: connection) }
  }

  /// The days of the rows, and some to come after the newest.
  private func notePartitions(of rows: [Row]) {
    guard plan.kind == .postgres else { return }
    var newest: Int64?
    for row in rows {
      guard case .timestamp(let micros)? = row[row.table.schema.timestampColumn] else { continue }
      partitions.need(row.table, at: micros)
      newest = max(newest ?? micros, micros)
    }
    if let newest { partitions.need(from: newest) }
  }

  /// Sends rows of different keys in one transaction.
  func submit(_ rows: [Row]) throws(PostgresError) {
    try encoder.send(rows, over: connection, by: &transaction)
  }

  /// Waits until the oldest transaction is stored.
  func receive() throws(PostgresError) { try connection.receive() }

  /// After a refusal: nothing is on its way any more.
  func recover() throws(PostgresError) { try connection.recover() }

  private func migrate() throws(StoreProblem) {
    let migrator = StoreMigrator(
      connection, kind: plan.kind, scripts: BuiltIn.storeScripts(plan.kind), ttl: plan.ttl)
    do throws(StoreMigrationError) {
      hasChangedTables = try !migrator.run().applied.isEmpty
    } catch { throw StoreProblem(error) }
  }
}
