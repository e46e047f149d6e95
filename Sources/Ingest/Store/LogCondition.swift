/// What QuestDB says of a table's write-ahead log, from `wal_tables()`.
struct LogCondition: Hashable {
  var table: String
  var isSuspended: Bool
  /// Number of the newest transaction that readers see.
  var applied: Int64
  /// Number of the newest transaction accepted.
  var accepted: Int64
  /// The server's words; empty without.
  var error: String

  /// What keeps rows of this table from being seen.
  var fault: StoreFault? {
    if applied > accepted {
      return StoreFault(
        .corrupt, table: table,
        problem: "\(table) has applied \(applied) transactions but knows of \(accepted) only: "
          + "after a power loss it drops what it accepts",
        repair: "DROP TABLE \(table); then sextant migrate and sextant ship")
    }
    guard isSuspended else { return nil }
    let reason = error.isEmpty ? "" : " (\(error))"
    return StoreFault(
      .suspended, table: table, problem: "\(table) is suspended\(reason): rows are accepted but not seen",
      repair: "ALTER TABLE \(table) RESUME WAL")
  }
}
