/// A journal and its exchange's log held at one and the same moment, beside a service that goes on.
///
/// The exchange takes nothing that the journal has not ordered before, and the journal notes nothing of the
/// exchange that its log has not taken before. A journal copied first would know fewer orders than the log,
/// copied last more fills: either way restored accounts would hold what their exchange does not. So both are
/// read as of one moment: the log must end with the same request before and after the journal's snapshot is
/// taken, else it is tried again. Such a pair is what a kill at that moment leaves, and a start knows what
/// to do with that: an order the log has is taken over, one it lacks is sent again with the same id.
final class BackupMoment {
  /// Most attempts; one takes microseconds, a request of the exchange a sync to disk.
  static let attempts = 10_000

  let journal: SQLiteConnection
  /// Held before the journal, so that they are never ahead of it; nil where the journal holds them itself.
  let tables: SQLiteConnection?
  /// Nil when there is no log: nothing was ever sent.
  let paper: SQLiteConnection?
  /// Number of the newest event.
  private(set) var seq: Int64 = 0
  /// Number of the log's newest request.
  private(set) var requestID: Int64 = 0

  /// Holds files that were opened read-only. For one thread.
  init(
    journal: SQLiteConnection, tables: SQLiteConnection?, paper: SQLiteConnection?
  ) throws(SQLiteError) {
    self.journal = journal
    self.tables = tables
    self.paper = paper
    for _ in 0..<Self.attempts {
      if try hold() { return }
      try journal.execute("ROLLBACK")
      try tables?.execute("ROLLBACK")
      try paper?.execute("ROLLBACK")
    }
    throw SQLiteError(
      extendedCode: 1, message: "the exchange's log does not stand still long enough", statement: "")
  }

  /// True when nothing came to the log while the snapshots were taken.
  private func hold() throws(SQLiteError) -> Bool {
    let before = try newestRequest()
    try tables?.execute("BEGIN")
    _ = try tables?.integer("SELECT seq FROM projection")
    try journal.execute("BEGIN")
    seq = try journal.integer("SELECT max(seq) FROM journal") ?? 0
    try paper?.execute("BEGIN")
    requestID = try newestRequest()
    return requestID == before
  }

  private func newestRequest() throws(SQLiteError) -> Int64 {
    try paper?.integer("SELECT max(id) FROM requests") ?? 0
  }
}
