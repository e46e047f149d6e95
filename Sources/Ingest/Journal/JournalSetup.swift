import Platform

/// What the journal's thread is given at its start, and what it shares with those who call it.
struct JournalSetup: Sendable {
  let path: String
  let scripts: [SQLScript]
  let rules: ProjectionRules
  let settings: JournalSettings
  let logger: Logger
  let onFailure: @Sendable (JournalError) -> Void
  let inbox: Inbox<JournalItem>
  let status = JournalStatus()
  let meters = JournalMeters()
  /// Fulfilled when the journal is to stop: a full disk is not waited for any longer.
  let stopRequest = OneShot<Void>()

  /// Opens the file for writing: checked, durable, with every table.
  func open() throws(JournalError) -> SQLiteConnection {
    try checkVersion()
    do {
      try settings.beforeOpen?()
      let connection = try SQLiteConnection(path: path, mode: .readWrite)
      try connection.makeDurable()
      try FileCheck(connection, limitNanos: settings.checkNanos, logger: logger).run()
      try connection.migrate(scripts)
      return connection
    } catch { throw JournalError(error, writing: path) }
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
    let known = (scripts.map(\.number).max() ?? -1) + 1
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
