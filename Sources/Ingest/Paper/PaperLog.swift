internal import Platform
import Primitives
public import Trading

/// The simulated exchange's own durable memory: what it took, committed before it answers.
///
/// So that killing us does not kill the exchange: at a restart the requests are played to a fresh one at
/// their places of the tape. For one thread; several accounts have one each, of the same file and turn. The
/// lock of the data directory keeps other writers away; a backup reads beside it.
public final class PaperLog {
  /// The file.
  public let path: String

  private let turn: PaperTurn
  private let connection: SQLiteConnection
  private let codec: PaperCodec
  private let insert: SQLiteStatement
  private var payload = JSONWriter()
  /// Runs before every attempt to write: where tests take room away.
  var beforeWrite: () throws(SQLiteError) -> Void = { () throws(SQLiteError) in }

  /// Opens or creates the log.
  ///
  /// - Parameters:
  ///   - schema: the text of `sql/sqlite/paper.sql`.
  ///   - turn: shared with every other log of this file in the process.
  public init(
    path: String, schema: String, instruments: InstrumentBook, turn: PaperTurn = PaperTurn()
  ) throws(JournalError) {
    self.path = path
    self.turn = turn
    codec = PaperCodec(instruments: instruments)
    do throws(SQLiteError) {
      // Only one of several finds the file without its table.
      try turn.take { () throws(SQLiteError) in _ = try Self.open(path, schema: schema) }
      connection = try Self.open(path, schema: schema)
      insert = try connection.prepare(
        "INSERT INTO requests (session, tape_row, at, kind, payload) VALUES (?1, ?2, ?3, ?4, ?5)")
    } catch { throw JournalError(error, writing: path) }
    let version = try version()
    guard version <= Self.version else {
      throw JournalError.newer(path, found: version, known: Self.version)
    }
  }

  private static let version: Int64 = 1
  /// Frames of write-ahead log, 16 MB, after which it is moved into the file.
  private static let checkpointFrames = 4_096

  /// Commits requests in one transaction; once it returns the exchange may answer. When it throws none
  /// of them is kept. Queries among them are passed over.
  public func append(_ requests: [PaperRequest], session: SessionID) throws(JournalError) {
    guard requests.contains(where: \.request.changesExchange) else { return }
    do {
      try beforeWrite()
      try turn.take { () throws(SQLiteError) in
        try connection.inTransaction { () throws(SQLiteError) in
          for request in requests { try write(request, session) }
        }
        if connection.walFrameCount >= Self.checkpointFrames { try connection.checkpoint() }
      }
    } catch { throw JournalError(error, writing: path) }
  }

  /// Writes without adding anything: throws `.full` when there is no room to.
  public func probe() throws(JournalError) {
    do {
      try beforeWrite()
      try turn.take { () throws(SQLiteError) in
        try connection.execute("PRAGMA user_version = \(Self.version)")
      }
    } catch { throw JournalError(error, writing: path) }
  }

  /// Everything taken in a session, in its order.
  public func requests(session: SessionID) throws(JournalError) -> [PaperRequest] {
    var cursor = try cursor(session: session)
    var requests: [PaperRequest] = []
    while let request = try cursor.next() { requests.append(request) }
    return requests
  }

  /// The same one after the other, so that a long session need not fit into memory. The log must not be
  /// appended to before the cursor is at its end.
  public func cursor(session: SessionID) throws(JournalError) -> PaperCursor {
    do {
      let select = try connection.prepare(
        "SELECT id, tape_row, at, kind, payload FROM requests WHERE session = ?1 ORDER BY id")
      try select.bind(session.text, at: 1)
      return PaperCursor(select, codec: codec, path: path)
    } catch { throw JournalError(error, reading: path) }
  }

  /// Moves the write-ahead log into the file: at the end of a run.
  public func checkpoint() throws(JournalError) {
    do {
      try turn.take { () throws(SQLiteError) in _ = try connection.checkpoint(truncating: true) }
    } catch { throw JournalError(error, writing: path) }
  }

  /// Takes room away or gives it back: a full disk for tests.
  func limitPages(to count: Int) throws(SQLiteError) {
    try connection.execute("PRAGMA max_page_count = \(count)")
  }

  /// Opens the file, durable; a new one gets its table.
  static func open(_ path: String, schema: String) throws(SQLiteError) -> SQLiteConnection {
    let connection = try SQLiteConnection(path: path, mode: .readWrite)
    try connection.makeDurable()
    if try connection.integer("PRAGMA user_version") == 0 {
      try connection.inTransaction { () throws(SQLiteError) in
        try connection.execute(schema)
        try connection.execute("PRAGMA user_version = \(version)")
      }
    }
    return connection
  }

  private func version() throws(JournalError) -> Int64 {
    do {
      return try connection.integer("PRAGMA user_version") ?? 0
    } catch { throw JournalError(error, reading: path) }
  }

  private func write(_ request: PaperRequest, _ session: SessionID) throws(SQLiteError) {
    payload.reset()
    guard let kind = codec.encode(request.request, into: &payload) else { return }
    try insert.bind(session.text, at: 1)
    try insert.bind(request.tapeRow, at: 2)
    try insert.bind(request.at.nanoseconds, at: 3)
    try insert.bind(kind.rawValue, at: 4)
    try insert.bind(text: payload.bytes, at: 5)
    try insert.run()
  }
}
