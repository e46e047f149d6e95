import Desk
import Trading

/// Which rows of a store are compared: those of this data directory's sessions, and of them only those the
/// journal can still make.
struct RowScope {
  /// The sessions.
  let sessions: [SessionID]
  /// Only rows whose `recorded_at` is later, microseconds since 1970; nil: all.
  let writtenAfter: Int64?
}

/// A store as verifying sees it: what may be asked of a server, or of a model of one in tests.
protocol StoreRows: AnyObject {
  /// What keeps a table from being compared, in words with the repair; empty when nothing does.
  func faults() throws(VerifyError) -> [VerifyReport.Fault]

  /// By what the server is known, see `StoreInspector.firstMigration`; nil when that is not asked.
  func serverID() throws(VerifyError) -> Int64?

  /// Waits until every row that was acknowledged can be read; false when the deadline passes first.
  func waitUntilApplied(deadlineNanos: Int64) throws(VerifyError) -> Bool

  /// The first day the store surely still holds of a table, and why not earlier ones; nil when it drops
  /// nothing by itself.
  func firstHeldDay(_ table: TableLayout) throws(VerifyError) -> (day: VerifyDay, reason: String)?

  /// Rows and sums of every day that has rows of a scope.
  func sums(_ table: TableLayout, in scope: RowScope) throws(VerifyError) -> [VerifyDay: DaySums]

  /// Passes the rows of a scope within a range of microseconds to a body, without holding them.
  /// What is of another type than the column's comes as it is.
  func forEachRow(
    _ table: TableLayout, micros: ClosedRange<Int64>, in scope: RowScope,
    _ body: ([RowValue]) throws(VerifyError) -> Void
  ) throws(VerifyError)
}

extension StoreRows {
  func serverID() throws(VerifyError) -> Int64? { nil }
}
