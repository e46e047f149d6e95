public import Platform
public import Primitives

/// Copies a data directory into one file and back: journal, tables, snapshots, cursors and the simulated
/// exchange's log.
///
/// The file is a SQLite database: the journal's own, with the tables and the log's requests beside it, and a
/// seal behind the last page. Reading holds up nobody; while it lasts the write-ahead logs grow.
public struct DataBackup {
  /// What a copy holds.
  public struct Report: Sendable, Hashable {
    /// Number of the newest event.
    public let seq: Int64
    /// Requests the simulated exchange had taken.
    public let requests: Int64
    /// Size of the backup in bytes.
    public let bytes: Int64
  }

  static let format: Int64 = 2
  private static let columns = "id, session, tape_row, at, kind, payload"

  /// Writes the state of a data directory, at one moment, into a new file, checks it and puts it on disk.
  ///
  /// Safe beside a running service, and under any name that is free: nothing is ever overwritten, and the
  /// name appears only once the copy is whole.
  public static func write(
    from directory: String, to file: String, at now: Timestamp = WallClock.now()
  ) throws(JournalError) -> Report {
    let (path, paperPath) = (directory + "/sextant.sqlite", directory + "/paper.sqlite")
    guard Files.canonicalPath(path) != nil else {
      throw JournalError(
        .unreadable, "There is no journal in \(directory). Name the data directory of the service.")
    }
    guard Files.size(file) == nil else { throw taken(file) }
    // A name of this backup alone: two at once to one name must not write into each other's.
    let temporary = "\(file).\(UInt64.random(in: 0...UInt64.max)).partial"
    defer { for suffix in ["", "-journal", "-wal", "-shm"] { try? Files.remove(temporary + suffix) } }
    do {
      try Files.createEmpty(temporary)
      let moment = try hold(path, paperPath)
      do throws(SQLiteError) {
        try copy(moment, to: temporary, at: now)
      } catch { throw JournalError(error, writing: file) }
      try BackupSeal.put(on: temporary)
      try publish(temporary, as: file)
      return Report(
        seq: moment.seq, requests: moment.requestID, bytes: Files.size(file) ?? 0)
    } catch let error as JournalError {
      throw error
    } catch {
      throw JournalError(.notWritable, "\(file) cannot be written (\(error)).")
    }
  }

  private static func publish(_ temporary: String, as file: String) throws(JournalError) {
    do { try Files.publish(temporary, as: file) } catch {
      throw error.errnoValue == 17
        ? taken(file) : JournalError(.notWritable, "\(file) cannot be written (\(error)).")
    }
  }

  private static func taken(_ file: String) -> JournalError {
    JournalError(.notWritable, "\(file) exists already and is not overwritten. Choose another name.")
  }

  private static func hold(_ path: String, _ paperPath: String) throws(JournalError) -> BackupMoment {
    do throws(SQLiteError) {
      let journal = try SQLiteConnection(path: path, mode: .readOnly)
      var tables: SQLiteConnection?
      if try !TablesFile.isInside(journal) {
        tables = try reading(DataDirectory.tablesPath(besideJournal: path))
        if let found = tables, try !TablesFile.isFilled(found) { tables = nil }
      }
      return try BackupMoment(journal: journal, tables: tables, paper: reading(paperPath))
    } catch { throw JournalError(error, reading: path) }
  }

  private static func reading(_ path: String) throws(SQLiteError) -> SQLiteConnection? {
    Files.size(path) == nil ? nil : try SQLiteConnection(path: path, mode: .readOnly)
  }

  private static func copy(
    _ moment: BackupMoment, to file: String, at now: Timestamp
  ) throws(SQLiteError) {
    try SQLiteConnection(path: file, mode: .readWrite).copyPages(of: moment.journal)
    // Opened anew: the pages say write-ahead log, and a backup is to be one file.
    let connection = try SQLiteConnection(path: file, mode: .readWrite)
    try connection.assertPragma("journal_mode", set: "DELETE", is: "delete")
    try connection.inTransaction { () throws(SQLiteError) in
      try connection.execute(
        """
        CREATE TABLE sextant_backup (format INTEGER, made_at INTEGER, seq INTEGER, request_id INTEGER);
        INSERT INTO sextant_backup VALUES
          (\(format), \(now.nanoseconds), \(moment.seq), \(moment.requestID));
        CREATE TABLE sextant_backup_requests (
          id INTEGER PRIMARY KEY, session TEXT, tape_row INTEGER, at INTEGER, kind TEXT, payload TEXT)
        """)
      if let tables = moment.tables {
        try TablesFile(path: tables.path, scripts: BuiltIn.journalScripts.tables)
          .put(tables, into: connection)
      }
      if let paper = moment.paper {
        try copyRequests(from: paper, "requests", to: connection, "sextant_backup_requests")
      }
    }
    try check(connection, seq: moment.seq, requestID: moment.requestID)
  }

  static func copyRequests(
    from source: SQLiteConnection, _ sourceTable: String, to target: SQLiteConnection, _ table: String
  ) throws(SQLiteError) {
    let select = try source.prepare("SELECT \(columns) FROM \(sourceTable) ORDER BY id")
    let insert = try target.prepare("INSERT INTO \(table) (\(columns)) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
    while try select.step() {
      for column: Int32 in [0, 2, 3] { try insert.bind(select.int64(column), at: column + 1) }
      for column: Int32 in [1, 4, 5] { try insert.bind(text: select.bytes(column), at: column + 1) }
      try insert.run()
    }
  }

  /// Every page sound, and the newest event and request where they were said to be.
  static func check(
    _ connection: SQLiteConnection, seq: Int64, requestID: Int64
  ) throws(SQLiteError) {
    var problem = try connection.damage()
    if try connection.integer("SELECT max(seq) FROM journal") ?? 0 != seq {
      problem = "the journal does not end with event \(seq)"
    }
    if try connection.integer("SELECT max(id) FROM sextant_backup_requests") ?? 0 != requestID {
      problem = "the exchange's log does not end with request \(requestID)"
    }
    guard let problem else { return }
    throw SQLiteError(extendedCode: SQLiteError.corruptCode, message: problem, statement: "")
  }

  /// Whether a file is one of ours.
  static func isBackup(_ connection: SQLiteConnection) throws(SQLiteError) -> Bool {
    try connection.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'sextant_backup'") ?? 0 > 0
  }
}
