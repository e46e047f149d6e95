import Desk
import Primitives
import Trading

extension JournalReader {
  /// In SQL the last event taken out, 0 while the journal is whole.
  static let cutSQL = "(SELECT coalesce(max(seq), 0) FROM journal_cut)"

  /// Where the journal begins; nil while it has every event.
  public func cut() throws(JournalError) -> JournalCut? {
    guard knowsCuts else { return nil }
    return try read { () throws(SQLiteError) in
      let select = try connection.prepare(
        "SELECT seq, begins_at, written_through, cut_at, found_equal FROM journal_cut LIMIT 1")
      guard try select.step() else { return nil }
      return JournalCut(
        seq: select.int64(0), beginsAt: Timestamp(nanoseconds: select.int64(1)),
        writtenThrough: select.int64(2), cutAt: Timestamp(nanoseconds: select.int64(3)),
        foundEqual: JournalCut.foundEqual(select.bytes(4)))
    }
  }

  /// An account as it was at the cut; nil when it had no event before, or the journal is whole.
  func base(account: AccountID) throws(JournalError) -> AccountBase? {
    guard knowsCuts else { return nil }
    return try read { () throws(SQLiteError) in
      let select = try connection.prepare(
        """
        SELECT session, seq, tape_row, at, signals, state_hash, payload FROM journal_bases
          WHERE account = ?1
        """)
      try select.bind(account.text, at: 1)
      guard try select.step() else { return nil }
      return AccountBase(
        account: account, session: SessionID(select.text(0)),
        last: (select.int64(1), select.int64(2), Timestamp(nanoseconds: select.int64(3))),
        signals: AccountBase.signals(select.bytes(4)), stateHash: select.text(5), payload: select.bytes(6))
    }
  }

  /// The accounts that have a base.
  func basedAccounts() throws(JournalError) -> [AccountID] {
    guard knowsCuts else { return [] }
    return try read { () throws(SQLiteError) in
      let select = try connection.prepare("SELECT account FROM journal_bases ORDER BY account")
      var accounts: [AccountID] = []
      while try select.step() { accounts.append(AccountID(select.text(0))) }
      return accounts
    }
  }

  /// Passes number, wall time (nanoseconds since 1970) and account of the events after one to a body, oldest
  /// first, until it says false.
  func scan(
    after seq: Int64, _ body: (Int64, Int64, AccountID) -> Bool
  ) throws(JournalError) {
    try read { () throws(SQLiteError) in
      let select = try connection.prepare(
        "SELECT seq, recorded_at, account FROM journal WHERE seq > ?1 ORDER BY seq")
      try select.bind(seq, at: 1)
      while try select.step() {
        if !body(select.int64(0), select.int64(1), AccountID(select.text(2))) { return }
      }
    }
  }

  /// Wall time of an event, nanoseconds since 1970; nil when it is not there.
  func recordedAt(seq: Int64) throws(JournalError) -> Int64? {
    try read { () throws(SQLiteError) in
      let select = try connection.prepare("SELECT recorded_at FROM journal WHERE seq = ?1")
      try select.bind(seq, at: 1)
      return try select.step() ? select.int64(0) : nil
    }
  }

  /// Runs a body that sees the journal as of one moment, however it is cut or written meanwhile.
  func asOfOneMoment<Value>(
    _ body: () throws(JournalError) -> Value
  ) throws(JournalError) -> Value {
    // Within a transaction nothing moves.
    guard !connection.isInTransaction else { return try body() }
    try read { () throws(SQLiteError) in try connection.execute("BEGIN") }
    defer { connection.rollBack() }
    return try body()
  }
}
