public import Desk
import Primitives
public import Trading

/// Reads the journal: events, sessions, snapshots.
///
/// Over a read-only connection of its own, beside the thread that writes; for one thread at a time. It
/// sees what was committed when each call began.
public final class JournalReader {
  private let path: String
  private let codec: EventCodec
  let connection: SQLiteConnection
  /// False for a file of a version before journals could be cut.
  let knowsCuts: Bool
  /// In SQL the last event that does not count any more: what was not yet erased of it is passed over.
  private let begin: String
  private let selectEvents: SQLiteStatement
  private let selectAccount: SQLiteStatement

  /// Opens a journal that exists, read-only.
  public convenience init(path: String, instruments: InstrumentBook) throws(JournalError) {
    do {
      let connection = try SQLiteConnection(path: path, mode: .readOnly)
      try self.init(connection, codec: EventCodec(instruments: instruments))
    } catch { throw JournalError(error, reading: path) }
  }

  /// Reads over a connection at hand.
  init(_ connection: SQLiteConnection, codec: EventCodec) throws(SQLiteError) {
    self.connection = connection
    self.codec = codec
    path = connection.path
    knowsCuts =
      try connection.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'journal_cut'") ?? 0 > 0
    begin = knowsCuts ? Self.cutSQL : "0"
    let columns = "seq, at, recorded_at, account, session, tape_row, type, version, payload"
    selectEvents = try connection.prepare(
      "SELECT \(columns) FROM journal WHERE seq > max(?1, \(begin)) ORDER BY seq LIMIT ?2")
    selectAccount = try connection.prepare(
      "SELECT \(columns) FROM journal WHERE seq > ?1 AND seq <= ?2 AND account = ?3 ORDER BY seq")
  }

  /// The events after a number, at most `limit` of them, oldest first; from the cut on where the journal was
  /// cut after that number.
  public func events(after seq: Int64, limit: Int) throws(JournalError) -> [JournaledEvent] {
    var events: [JournaledEvent] = []
    try read { () throws(SQLiteError) in
      try selectEvents.bind(seq, at: 1)
      try selectEvents.bind(Int64(limit), at: 2)
    }
    defer { selectEvents.reset() }
    while try step(selectEvents) { events.append(try event(selectEvents)) }
    return events
  }

  /// Looks at the events after a number, oldest first, at most `limit` of them, and passes those wanted to a
  /// body, until that has enough.
  ///
  /// - Parameters:
  ///   - isOver: asked before each event: true ends it with an error, `.timedOut`.
  ///   - isWanted: by type, session and account; what is not wanted costs no decoding.
  ///   - body: false when it has enough.
  /// - Returns: number of the last event looked at; `seq` when there was none.
  public func look(
    after seq: Int64, limit: Int, isOver: () -> Bool,
    isWanted: (_ type: String, _ session: String, _ account: String) -> Bool,
    _ body: (JournaledEvent) -> Bool
  ) throws(JournalError) -> Int64 {
    try read { () throws(SQLiteError) in
      try selectEvents.bind(seq, at: 1)
      try selectEvents.bind(Int64(limit), at: 2)
    }
    defer { selectEvents.reset() }
    var last = seq
    while true {
      if isOver() { throw JournalError(.timedOut, "Looking at the journal took longer than it may.") }
      guard try step(selectEvents) else { return last }
      last = selectEvents.int64(0)
      guard isWanted(selectEvents.text(6), selectEvents.text(4), selectEvents.text(3)) else { continue }
      if !body(try event(selectEvents)) { return last }
    }
  }

  /// Passes one account's events in (after, through] to a body, oldest first, without holding them.
  func forEachEvent(
    of account: AccountID, after seq: Int64, through last: Int64,
    _ body: (JournaledEvent) throws(JournalError) -> Void
  ) throws(JournalError) {
    try read { () throws(SQLiteError) in
      try selectAccount.bind(seq, at: 1)
      try selectAccount.bind(last, at: 2)
      try selectAccount.bind(account.text, at: 3)
    }
    defer { selectAccount.reset() }
    while try step(selectAccount) { try body(try event(selectAccount)) }
  }

  /// Number of the newest event; 0 when there is none.
  public func lastSeq() throws(JournalError) -> Int64 {
    try read { () throws(SQLiteError) in try connection.integer("SELECT max(seq) FROM journal") ?? 0 }
  }

  /// Number of events.
  public func eventCount() throws(JournalError) -> Int64 {
    try read { () throws(SQLiteError) in
      try connection.integer("SELECT count(*) FROM journal WHERE seq > \(begin)") ?? 0
    }
  }

  /// Number of intents: orders placed.
  public func intentCount() throws(JournalError) -> Int64 {
    try read { () throws(SQLiteError) in try connection.integer("SELECT count(*) FROM intents") ?? 0 }
  }

  /// How far a reader of the journal has come; 0 before its first event.
  public func cursor(_ name: String) throws(JournalError) -> Int64 {
    try read { () throws(SQLiteError) in try CursorStore(connection).read(name) }
  }

  /// The tape row that caused a session's newest event; nil when it has none.
  public func lastTapeRow(session: SessionID) throws(JournalError) -> Int64? {
    try row(
      "SELECT tape_row FROM journal WHERE session = ?1 ORDER BY seq DESC LIMIT 1", session.text, .max
    ) { $0.int64(0) }
  }

  /// The session an account began last; nil before the first.
  public func latestSession(account: AccountID) throws(JournalError) -> SessionStart? {
    guard let seq = try sessionSeq(account: account, through: .max),
      let first = try events(after: seq - 1, limit: 1).first,
      case .sessionStarted(let start) = first.event
    else { return nil }
    return start
  }

  /// Number of the event with which an account's newest session at or before an event began.
  func sessionSeq(account: AccountID, through last: Int64) throws(JournalError) -> Int64? {
    try row(
      """
      SELECT seq FROM journal WHERE type = 'session_started' AND account = ?1 AND seq <= ?2
        AND seq > \(begin) ORDER BY seq DESC LIMIT 1
      """, account.text, last
    ) { $0.int64(0) }
  }

  /// Number, tape row and time of an account's newest event at or before an event; one that was cut away is
  /// known from the account's state at the cut.
  func lastEvent(
    account: AccountID, through last: Int64
  ) throws(JournalError) -> (seq: Int64, tapeRow: Int64, at: Timestamp)? {
    let kept = try row(
      """
      SELECT seq, tape_row, at FROM journal WHERE account = ?1 AND seq <= ?2 AND seq > \(begin)
        ORDER BY seq DESC LIMIT 1
      """, account.text, last
    ) { (seq: $0.int64(0), tapeRow: $0.int64(1), at: Timestamp(nanoseconds: $0.int64(2))) }
    if let kept { return kept }
    guard let cutAway = try base(account: account)?.last, cutAway.seq <= last else { return nil }
    return cutAway
  }

  /// The newest snapshot of an account; nil before the first.
  public func newestSnapshot(account: AccountID) throws(JournalError) -> StoredSnapshot? {
    try snapshots(account: account, after: 0, through: .max).first
  }

  /// The snapshots of an account in (after, through], newest first; the thread keeps few of them.
  func snapshots(
    account: AccountID, after seq: Int64, through last: Int64
  ) throws(JournalError) -> [StoredSnapshot] {
    try read { () throws(SQLiteError) in
      let select = try connection.prepare(
        """
        SELECT seq, session, state_hash, payload FROM snapshots
          WHERE account = ?1 AND seq > ?2 AND seq <= ?3 ORDER BY seq DESC
        """)
      try select.bind(account.text, at: 1)
      try select.bind(seq, at: 2)
      try select.bind(last, at: 3)
      var found: [StoredSnapshot] = []
      while try select.step() {
        found.append(
          StoredSnapshot(
            seq: select.int64(0), account: account, session: SessionID(select.text(1)),
            stateHash: select.text(2), payload: select.bytes(3)))
      }
      return found
    }
  }

  private func row<Value>(
    _ sql: String, _ name: String, _ last: Int64, _ value: (SQLiteStatement) -> Value
  ) throws(JournalError) -> Value? {
    try read { () throws(SQLiteError) in
      let select = try connection.prepare(sql)
      try select.bind(name, at: 1)
      if sql.contains("?2") { try select.bind(last, at: 2) }
      return try select.step() ? value(select) : nil
    }
  }

  private func step(_ statement: SQLiteStatement) throws(JournalError) -> Bool {
    try read { () throws(SQLiteError) in try statement.step() }
  }

  func read<Value>(_ body: () throws(SQLiteError) -> Value) throws(JournalError) -> Value {
    do { return try body() } catch { throw JournalError(error, reading: path) }
  }

  private func event(_ row: SQLiteStatement) throws(JournalError) -> JournaledEvent {
    let (seq, type, version) = (row.int64(0), row.text(6), row.int64(7))
    do {
      return JournaledEvent(
        seq: seq, at: Timestamp(nanoseconds: row.int64(1)),
        recordedAt: Timestamp(nanoseconds: row.int64(2)), account: AccountID(row.text(3)),
        session: SessionID(row.text(4)), tapeRow: row.int64(5), type: type,
        event: try codec.decode(type: type, version: Int(version), payload: row.bytes(8)))
    } catch {
      throw JournalError(
        .unreadable,
        "Event \(seq) of \(path) (\(type), version \(version)) cannot be understood: \(error). Run the "
          + "program and the instruments file that wrote it, or a newer program.")
    }
  }
}
