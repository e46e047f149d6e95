import Ingest
import Platform

/// Where the journal is hung once it is open: readiness reads it from the endpoint's thread.
final class JournalHolder: Sendable {
  private let held = Locked<SQLiteJournal?>(nil)

  /// The journal; nil until it is open.
  var current: SQLiteJournal? { held.withLock { $0 } }

  func open(_ journal: SQLiteJournal) { held.withLock { $0 = journal } }
}
