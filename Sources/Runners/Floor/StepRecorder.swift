import Desk
import Ingest
import Primitives
import Trading

/// Where a floor's steps go before what they ask leaves.
protocol StepRecorder {
  /// Takes in one step's events, atomically; with `durably`, returns once they are on disk.
  ///
  /// - Returns: wall time waited for the disk, nanoseconds.
  @discardableResult
  mutating func record(_ batch: JournalBatch, durably: Bool) throws -> Int64
  /// Hears what the account was worth; only where the desk keeps no marks.
  mutating func note(_ value: AccountValue)
  /// Returns once everything taken in is on disk: before anything is served.
  mutating func settle() throws
  /// Keeps what the exchange is about to be asked, on disk, before it answers. Without room it waits a
  /// while and wants to be asked again with what is still wanted, nothing included, until it says `kept`.
  mutating func keep(
    _ requests: [VenueRequest], session: SessionID, tapeRow: Int64, at now: Timestamp
  ) throws -> Keeping
  /// The intent a signal's key was used for before; nil when it is new.
  func priorIntent(
    of input: SignalInput, account: AccountID, session: SessionID, at now: Timestamp
  ) throws -> PriorIntent?
}

/// What became of requests that were to be kept.
enum Keeping {
  /// On disk: they may leave.
  case kept
  /// There is no room, and none of them is kept: so much wall time was waited for some, nanoseconds.
  case waited(Int64)
  /// There is no room and the process is to end: none of them is kept.
  case givenUp(JournalError)
}
