import Desk
import Trading

/// One connection to a store whose tables were found in order.
///
/// Rows go out in transactions; several may be on their way. For one thread.
final class StoreLink {
  let connection: PostgresConnection
  /// Whether an acknowledged row outlives a loss of power.
  let isDurable: Bool

  private let plan: StoreWriterPlan
  private let inspector: StoreInspector
  private var encoder: RowEncoder
  private var transaction = WireTransaction()
  private var partitions: DayPartitions
  private var claims: StoreClaims

  /// Connects, brings the tables up to date when that is allowed, and looks at every column.
  ///
  /// - Parameter directory: by what the store knows this data directory.
  init(_ plan: StoreWriterPlan, directory: String, interrupt: Interrupt) throws(StoreProblem) {
    self.plan = plan
    do throws(PostgresError) {
      connection = try PostgresConnection.open(
        plan.connection, timeoutNanos: plan.connectNanos, interrupt: interrupt)
      connection.answerTimeoutNanos = plan.answerNanos
      inspector = StoreInspector(connection, kind: plan.kind)
      isDurable = try inspector.commitsAreDurable()
    } catch { throw .unreachable(error) }
    encoder = RowEncoder(kind: plan.kind)
    partitions = DayPartitions(connection, kind: plan.kind)
    claims = StoreClaims(connection, directory: directory)
    if plan.mayMigrate { try migrate() }
    try inspect(columns: true)
  }

  /// Whether this data directory has written here before.
  func knowsUs() throws(StoreProblem) -> Bool {
    do throws(PostgresError) { return try claims.isKnown() } catch { throw .unreachable(error) }
  }

  /// Looks whether anything keeps rows out: suspended tables, and the columns when asked. Nothing may be
  /// on its way.
  func inspect(columns: Bool) throws(StoreProblem) {
    do throws(PostgresError) {
      var faults = try inspector.walFaults()
      if columns { faults += try inspector.schemaFaults() }
      if !faults.isEmpty { throw StoreProblem.faults(faults) }
    } catch let error as StoreProblem {
      throw error
    } catch {
      throw .unreachable(error)
    }
  }

  /// Transactions on their way.
  var inFlight: Int { connection.inFlight }

  /// Whether rows need something of the store that is not there yet: nothing may be on its way then.
  func needsPreparation(_ rows: [Row], sessions: [SessionID]) -> Bool {
    !claims.hold(sessions) || partitions.areMissing(for: rows)
  }

  /// Claims the sessions and makes the days' tables that rows need. Nothing may be on its way.
  func prepare(_ rows: [Row], sessions: [SessionID]) throws(StoreProblem) {
    try claims.claim(sessions)
    guard partitions.areMissing(for: rows) else { return }
    do throws(PostgresError) { try partitions.ensure(for: rows) } catch { throw .unreachable(error) }
  }

  /// Sends rows of different keys in one transaction.
  func submit(_ rows: [Row]) throws(PostgresError) {
    transaction.reset()
    encoder.encode(rows, into: &transaction)
    try connection.submit(transaction)
  }

  /// Waits until the oldest transaction is stored.
  func receive() throws(PostgresError) { try connection.receive() }

  /// After a refusal: nothing is on its way any more.
  func recover() throws(PostgresError) { try connection.recover() }

  private func migrate() throws(StoreProblem) {
    let migrator = StoreMigrator(
      connection, kind: plan.kind, scripts: BuiltIn.storeScripts(plan.kind), ttl: plan.ttl)
    do throws(StoreMigrationError) { _ = try migrator.run() } catch { throw StoreProblem(error) }
  }
}
