import Ingest
import Platform

/// Where the journal is hung once it is open: readiness reads it from the endpoint's thread.
final class JournalHolder: Sendable {
  private let held = Locked<SQLiteJournal?>(nil)
  private let waiting = Locked(false)

  /// The journal; nil until it is open.
  var current: SQLiteJournal? { held.withLock { $0 } }

  /// True while it cannot be opened for want of room on the disk.
  var isWaitingForRoom: Bool {
    get { waiting.withLock { $0 } }
    set { waiting.withLock { $0 = newValue } }
  }

  func open(_ journal: SQLiteJournal) { held.withLock { $0 = journal } }
}
