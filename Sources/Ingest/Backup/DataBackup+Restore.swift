import Platform

extension DataBackup {
  /// Makes a data directory of a backup. The directory must be empty or absent, the backup sound.
  ///
  /// The journal gets its name last: a restore that was cut short leaves no directory a service could start
  /// with.
  public static func restore(_ file: String, to directory: String) throws(JournalError) -> Report {
    let backup: SQLiteConnection
    let report: Report
    do throws(SQLiteError) {
      backup = try SQLiteConnection(path: file, mode: .readOnly)
      report = try read(backup, file)
    } catch {
      throw JournalError(
        error.code == .cannotOpen ? .unreadable : .corrupt,
        "\(file) cannot be restored: \(error.message). Nothing was changed; take another backup.")
    }
    let known = BuiltIn.journalScripts.journalVersion
    let found = (try? backup.integer("PRAGMA user_version")) ?? 0
    guard found <= known else { throw JournalError.newer(file, found: found, known: known) }
    if let names = Files.names(in: directory), !names.isEmpty { throw notEmpty(directory) }
    let data = try DataDirectory(path: directory)
    defer { data.release() }
    if let names = Files.names(in: directory), names != ["lock"] { throw notEmpty(directory) }
    do throws(SQLiteError) {
      try fill(data, from: backup)
      return report
    } catch {
      for path in [data.journalPath + ".partial", data.paperPath] {
        for suffix in ["", "-journal", "-wal", "-shm"] { try? Files.remove(path + suffix) }
      }
      throw JournalError(error, writing: directory)
    }
  }

  private static func notEmpty(_ directory: String) -> JournalError {
    JournalError(
      .notWritable,
      "\(directory) is not empty. A backup is restored into an empty directory, so that nothing is "
        + "overwritten: name another one, or move what is there away.")
  }

  /// What a backup says of itself, once all of it was found sound.
  private static func read(_ backup: SQLiteConnection, _ file: String) throws(SQLiteError) -> Report {
    guard try isBackup(backup) else {
      throw SQLiteError(
        extendedCode: SQLiteError.corruptCode, message: "it is no backup of sextant's", statement: "")
    }
    let select = try backup.prepare("SELECT format, seq, request_id FROM sextant_backup")
    guard try select.step(), select.int64(0) == format else {
      throw SQLiteError(
        extendedCode: SQLiteError.corruptCode, message: "another version of the program wrote it",
        statement: "")
    }
    let (seq, requestID) = (select.int64(1), select.int64(2))
    select.reset()
    guard (try? BackupSeal.isIntact(file)) == true else {
      throw SQLiteError(
        extendedCode: SQLiteError.corruptCode,
        message: "it is not what was written: its bytes do not have the SHA-256 at its end", statement: "")
    }
    try check(backup, seq: seq, requestID: requestID)
    return Report(seq: seq, requests: requestID, bytes: Files.size(file) ?? 0)
  }

  private static func fill(_ data: DataDirectory, from backup: SQLiteConnection) throws(SQLiteError) {
    try makePaperLog(data.paperPath, from: backup)
    let temporary = data.journalPath + ".partial"
    do {
      try Files.createEmpty(temporary)
    } catch { throw SQLiteError(extendedCode: 14, message: "\(error)", statement: "") }
    try SQLiteConnection(path: temporary, mode: .readWrite).copyPages(of: backup)
    try dropBackupTables(temporary)
    do {
      try Files.publish(temporary, as: data.journalPath)
    } catch { throw SQLiteError(extendedCode: 14, message: "\(error)", statement: "") }
  }

  private static func makePaperLog(_ path: String, from backup: SQLiteConnection) throws(SQLiteError) {
    let paper = try PaperLog.open(path, schema: BuiltIn.paperSchema)
    try paper.inTransaction { () throws(SQLiteError) in
      try copyRequests(from: backup, "sextant_backup_requests", to: paper, "requests")
    }
    try paper.checkpoint(truncating: true)
  }

  private static func dropBackupTables(_ path: String) throws(SQLiteError) {
    let connection = try SQLiteConnection(path: path, mode: .readWrite)
    try connection.inTransaction { () throws(SQLiteError) in
      try connection.execute("DROP TABLE sextant_backup; DROP TABLE sextant_backup_requests")
    }
  }
}
