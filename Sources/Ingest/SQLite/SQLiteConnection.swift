internal import CSQLite
internal import Platform

/// One connection to a SQLite file, for one thread at a time.
///
/// Opened without SQLite's own mutex, and not `Sendable`: the compiler keeps it on its thread, or behind
/// a `Locked`. Its statements keep it alive; it closes when the last of them is gone.
@safe
public final class SQLiteConnection {
  /// What a connection may do.
  public enum Mode: Sendable {
    /// Reads only; the file must exist.
    case readOnly
    /// Reads and writes, and creates the file, for its owner only.
    case readWrite
  }

  /// The file.
  public let path: String
  /// What it may do.
  public let mode: Mode

  let handle: OpaquePointer
  private let walFrames = WALFrames()
  private let timeLimit = TimeLimit()

  /// Opens a file.
  ///
  /// - Parameter busyTimeoutMillis: how long a statement waits for another connection's lock.
  public init(path: String, mode: Mode, busyTimeoutMillis: Int32 = 5_000) throws(SQLiteError) {
    _ = Self.isPaceable
    self.path = path
    self.mode = mode
    let access =
      switch mode {
      case .readOnly: SQLITE_OPEN_READONLY
      case .readWrite: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
      }
    // SQLite would let everybody read it, and gives the log beside it the file's own rights. An empty path is
    // a file without a name.
    if mode == .readWrite, !path.isEmpty { Files.claimPrivate(path) }
    var opened: OpaquePointer?
    let flags = access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    let code = unsafe sqlite3_open_v2(path, &opened, flags, nil)
    guard code == SQLITE_OK, let handle = unsafe opened else {
      let message = unsafe opened.map { unsafe String(cString: sqlite3_errmsg($0)) }
      let systemCode = unsafe opened.map { unsafe sqlite3_system_errno($0) } ?? 0
      unsafe sqlite3_close_v2(opened)
      throw SQLiteError(
        extendedCode: code, message: (message ?? "out of memory") + " (\(path))", statement: "",
        systemCode: systemCode)
    }
    unsafe self.handle = handle
    unsafe sqlite3_busy_timeout(handle, busyTimeoutMillis)
    // A reader that closes last must not move the log either: only its writer's process may.
    if mode == .readOnly { _ = unsafe sx_sqlite_no_checkpoint_on_close(handle) }
  }

  deinit {
    // Statements hold a reference to the connection, so none is left here.
    unsafe sqlite3_close_v2(handle)
  }

  /// Frames in the write-ahead log after this connection's last commit; 0 before the first
  /// and without `watchLog`.
  public var walFrameCount: Int { walFrames.count }

  /// Rowid of the newest row this connection inserted.
  public var lastInsertedRow: Int64 { unsafe sqlite3_last_insert_rowid(handle) }

  /// True between BEGIN and COMMIT or ROLLBACK.
  public var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

  /// Compiles one statement.
  public func prepare(_ sql: String) throws(SQLiteError) -> SQLiteStatement {
    var statement: OpaquePointer?
    let code = unsafe sqlite3_prepare_v3(
      handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
    guard code == SQLITE_OK else { throw error(code, sql) }
    guard let statement = unsafe statement else {
      throw SQLiteError(extendedCode: SQLITE_MISUSE, message: "the text holds no statement", statement: sql)
    }
    return unsafe SQLiteStatement(statement, sql: sql, connection: self)
  }

  /// Runs statements that return nothing, one after the other.
  public func execute(_ sql: String) throws(SQLiteError) {
    let code = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw error(code, sql) }
  }

  /// Moves what it can of the write-ahead log into the file without waiting for readers.
  ///
  /// - Parameter truncating: also empties the log, waiting for readers up to the busy timeout.
  /// - Returns: true when nothing of the log is left to move.
  @discardableResult
  public func checkpoint(truncating: Bool = false) throws(SQLiteError) -> Bool {
    var (total, moved): (Int32, Int32) = (0, 0)
    let mode = truncating ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE
    let code = unsafe sqlite3_wal_checkpoint_v2(handle, nil, mode, &total, &moved)
    if code == SQLITE_BUSY { return false }
    guard code == SQLITE_OK else { throw error(code, "checkpoint") }
    return total == moved
  }

  /// Ends a statement with `.interrupted` once it runs past a moment; nil lifts the limit.
  ///
  /// Looked at every 10,000 steps of SQLite's machine, a millisecond or less apart.
  ///
  /// - Parameter deadline: on the monotonic clock, nanoseconds.
  public func interrupt(after deadline: Int64?) {
    guard let deadline else { return unsafe sqlite3_progress_handler(handle, 0, nil, nil) }
    timeLimit.deadline = deadline
    let limit = unsafe Unmanaged.passUnretained(timeLimit).toOpaque()
    // The handler's context lives as long as the connection that calls it.
    unsafe sqlite3_progress_handler(
      handle, 10_000,
      { context in
        guard let context = unsafe context else { return 0 }
        let limit = unsafe Unmanaged<TimeLimit>.fromOpaque(context).takeUnretainedValue()
        return MonotonicClock.nowNanoseconds() >= limit.deadline ? 1 : 0
      }, limit)
  }

  /// Counts the frames of the write-ahead log from now on. A connection has one such hook, and the
  /// pragma `wal_autocheckpoint` takes it away: to be called after it.
  func watchLog() {
    let frames = unsafe Unmanaged.passUnretained(walFrames).toOpaque()
    // The hook's context lives as long as the connection that calls it.
    unsafe sqlite3_wal_hook(
      handle,
      { context, _, _, count in
        if let context = unsafe context {
          unsafe Unmanaged<WALFrames>.fromOpaque(context).takeUnretainedValue().count = Int(count)
        }
        return SQLITE_OK
      }, frames)
  }

  /// The error behind a result code.
  func error(_ code: Int32, _ sql: String) -> SQLiteError {
    unsafe SQLiteError(
      extendedCode: code, message: String(cString: sqlite3_errmsg(handle)), statement: sql,
      systemCode: sqlite3_system_errno(handle))
  }
}

/// Where the hook leaves its count; touched by the connection's thread only.
private final class WALFrames {
  var count = 0
}

/// Where the progress handler finds its deadline; touched by the connection's thread only.
private final class TimeLimit {
  var deadline: Int64 = .max
}
