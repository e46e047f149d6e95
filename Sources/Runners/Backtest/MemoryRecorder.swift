import Desk
import Ingest
import Primitives
import Trading

/// Steps of a backtest: handed to an observer, intents remembered, nothing kept.
struct MemoryRecorder: StepRecorder {
  let journal: MemoryJournal
  /// Told of each event and when it happened.
  let observe: (Event, Timestamp) -> Void

  mutating func record(_ batch: JournalBatch, durably: Bool) throws -> Int64 {
    _ = journal.append(batch) { _ in }
    for event in batch.events { observe(event, batch.at) }
    return 0
  }

  mutating func settle() throws {}

  mutating func keep(
    _ requests: [VenueRequest], session: SessionID, tapeRow: Int64, at now: Timestamp
  ) throws -> Keeping { .kept }

  func priorIntent(account: AccountID, session: SessionID, keys: [String]) throws -> PriorIntent? {
    try journal.priorIntent(account: account, session: session, keys: keys)
  }
}
