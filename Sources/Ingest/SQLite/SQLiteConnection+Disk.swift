internal import CSQLite
internal import CSys

/// How SQLite's writing meets the disk beside threads that others wait for.
extension SQLiteConnection {
  /// What is written at once to the disk by work that may take its time: more would hold up the commits
  /// beside it, less costs more turns than it saves.
  static let pacedBytes = 64 << 10

  /// Sets the library up, once a process and before its first use: without its statistics of memory, which
  /// take a lock at every allocation, and with writes that can be paced; false where they cannot.
  static let isPaceable: Bool = unsafe sx_sqlite_set_up(sx_paced_pwrite) == SQLITE_OK

  /// Lets the calling thread wait for the disk each time it has written so much through SQLite, or never
  /// again.
  static func paceWrites(_ isPaced: Bool) { sx_thread_pace_writes(isPaced ? pacedBytes : 0) }

  /// Begins, and ends, a time in which no thread is paced, for somebody waits for one of them.
  static func hurryWrites(_ isHurried: Bool) { sx_hurry_writes(isHurried ? 1 : -1) }

  /// Waits until the file itself is on disk, its log apart: a checkpoint that leaves something of the log
  /// does not.
  func syncFile() throws(SQLiteError) {
    let code = unsafe sx_sqlite_sync(handle)
    guard code == SQLITE_OK else {
      throw SQLiteError(
        extendedCode: code, message: unsafe String(cString: sqlite3_errstr(code)), statement: "sync")
    }
  }

  /// Gives the memory of pages that are as they are on disk back to the system.
  func releaseMemory() { _ = unsafe sqlite3_db_release_memory(handle) }
}
