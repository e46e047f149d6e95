import Desk
import Ingest
import Primitives
import Trading

/// Where a floor's steps go before what they ask leaves.
protocol StepRecorder {
  /// Takes in one step's events, atomically; with `durably`, returns once they are on disk.
  mutating func record(_ batch: JournalBatch, durably: Bool) throws
  /// Returns once everything taken in is on disk: before anything is served.
  mutating func settle() throws
  /// Keeps what the exchange is about to be asked, on disk, before it answers.
  mutating func keep(
    _ requests: [VenueRequest], session: SessionID, tapeRow: Int64, at now: Timestamp) throws
  /// The intent a key was used for before.
  func priorIntent(account: AccountID, session: SessionID, keys: [String]) throws -> PriorIntent?
}
