import Ingest
import Platform
import Primitives

/// Opens the journal at a start: on a full disk it gives up the reserve, and then waits for room.
struct JournalOpening: Sendable {
  /// Between two attempts, nanoseconds.
  static let retryNanos: Int64 = Nanos.perSecond

  let directory: DataDirectory
  let rules: ProjectionRules
  let settings: JournalSettings
  /// Told while it waits.
  let holder: JournalHolder
  let logger: Logger

  /// The journal; nil when there is no room to open it.
  func attempt() throws(JournalError) -> SQLiteJournal? {
    do {
      return try SQLiteJournal(
        directory: directory, scripts: BuiltIn.journalScripts, rules: rules, settings: settings,
        logger: logger)
    } catch {
      guard error.code == .full else { throw error }
      if settings.reserve?.giveUp() == true {
        logger.warning("gave up the reserve, to open the journal", ["path": .string(directory.journalPath)])
        return try attempt()
      }
      if !holder.isWaitingForRoom {
        holder.isWaitingForRoom = true
        logger.critical("no room to open the journal; waiting for some", ["error": .string("\(error)")])
      }
      return nil
    }
  }

  /// The journal, once there is room; nil when the inbox was closed before.
  func wait(until stop: Inbox<Void>) throws(JournalError) -> SQLiteJournal? {
    while !stop.isClosed {
      if let journal = try attempt() {
        holder.isWaitingForRoom = false
        logger.warning("there is room for the journal", ["path": .string(directory.journalPath)])
        return journal
      }
      _ = stop.take(waitingUpTo: Self.retryNanos)
    }
    return nil
  }
}
