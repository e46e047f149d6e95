import Desk
import Platform

/// What waits in a journal's inbox.
enum JournalItem: Sendable {
  /// Events to commit.
  case batch(PendingBatch)
  /// An account's state after an event, to be kept for restarts.
  case snapshot(AccountState, seq: Int64)
  /// How far readers of the journal have come, each with the number of its newest event.
  case cursors([(name: String, seq: Int64)], OneShot<Void>?)
  /// A change of the rows that stores refused.
  case deadLetters(DeadLetterChange, OneShot<Result<Void, JournalError>>)
  /// Begin the journal later, and say whether that could be.
  case cut(CutOrder, OneShot<Result<Bool, JournalError>>)
  /// Erase some events before the cut, and say how many there were.
  case eraseEvents(OneShot<Result<Int, JournalError>>)
  /// Most of the write-ahead log was moved into the file: wake up and move the rest.
  case logMoved
  /// Write the tables up to here, then answer.
  case flushProjection(OneShot<Result<Void, JournalError>>)
  /// Empty the tables and write them again from the first event.
  case rebuildProjection(OneShot<Result<Void, JournalError>>)
}

/// A batch and who waits for it.
struct PendingBatch: Sendable {
  let batch: JournalBatch
  /// Whether somebody waits for the commit.
  let isAwaited: Bool
  let completion: @Sendable (Result<JournalReceipt, JournalError>) -> Void
}
