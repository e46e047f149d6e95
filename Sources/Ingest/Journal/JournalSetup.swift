import Platform

/// What the threads of journal and tables are given at their start, and what they share with those who call.
struct JournalSetup: Sendable {
  let path: String
  let tablesPath: String
  let scripts: JournalScripts
  let rules: ProjectionRules
  let settings: JournalSettings
  let logger: Logger
  let onFailure: @Sendable (JournalError) -> Void
  let inbox: Inbox<JournalItem>
  let tablesInbox: Inbox<TablesItem>
  let status = JournalStatus()
  let meters = JournalMeters()
  /// Fulfilled when the journal is to stop: a full disk is not waited for any longer.
  let stopRequest = OneShot<Void>()

  /// Opens the journal's file for writing: checked, durable, of this version, with nothing but its own in it.
  func open() throws(JournalError) -> SQLiteConnection {
    try checkVersion()
    do {
      try settings.beforeOpen?()
      let connection = try SQLiteConnection(path: path, mode: .readWrite)
      try connection.makeDurable()
      try FileCheck(connection, limitNanos: settings.checkNanos, logger: logger).run()
      if try TablesFile.isInside(connection) {
        logger.info("the tables move into a file of their own", ["path": .string(tablesPath)])
        do throws(SQLiteError) {
          try TablesFile(path: tablesPath, scripts: scripts.tables).takeOver(from: connection)
        } catch { throw JournalError(error, writing: tablesPath) }
      }
      try connection.migrate(scripts.journal)
      return connection
    } catch let error as SQLiteError {
      throw JournalError(error, writing: path)
    } catch {
      throw error as? JournalError ?? JournalError(.writeFailed, "\(path) cannot be opened (\(error)).")
    }
  }

  /// Refuses a newer journal and a file of somebody else's, touching neither.
  private func checkVersion() throws(JournalError) {
    let connection: SQLiteConnection
    do {
      connection = try SQLiteConnection(path: path, mode: .readOnly)
    } catch {
      // Not there: to be created. What else stands in the way, opening it for writing tells.
      if error.code == .cannotOpen { return }
      throw JournalError(error, reading: path)
    }
    let known = scripts.journalVersion
    do {
      let version = try connection.integer("PRAGMA user_version") ?? 0
      if version > known { throw JournalError.newer(path, found: version, known: known) }
      let tables = try connection.integer("SELECT count(*) FROM sqlite_schema") ?? 0
      if try DataBackup.isBackup(connection) { throw JournalError.backup(path) }
      if version == 0, tables > 0 { throw JournalError.corrupt(path, "it holds tables of another program") }
    } catch let error as JournalError {
      throw error
    } catch let error as SQLiteError {
      throw JournalError(error, reading: path)
    } catch {
      throw JournalError(.unreadable, "\(path) cannot be read (\(error)).")
    }
  }
}
