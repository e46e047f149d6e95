public import Desk
public import Primitives
public import Trading

/// Where events become durable before their effects reach an exchange.
///
/// Safe from any thread. A step's events are appended as one batch; its effects are released by the
/// completion, which comes after the events are on disk.
public protocol Journal: Sendable {
  /// Hands over a batch to be committed.
  ///
  /// - Parameters:
  ///   - isAwaited: false for what was only learned: it may wait a moment for a batch that somebody waits
  ///     for, and share its sync to disk.
  ///   - completion: called once, on the journal's thread or before this returns, in the order
  ///     the batches were accepted: with their numbers after the commit, or with why there was none. It
  ///     must not wait for anything.
  /// - Returns: false, and nothing is kept or called, when the bounded inbox is full or the journal was
  ///   stopped.
  func append(
    _ batch: JournalBatch, isAwaited: Bool,
    completion: @escaping @Sendable (Result<JournalReceipt, JournalError>) -> Void
  ) -> Bool

  /// The committed intent under the first of these idempotency keys that has one; nil when all are new.
  ///
  /// Throws when the index cannot be read: an unread index must never look like a new key.
  func priorIntent(
    account: AccountID, session: SessionID, keys: [String]
  ) throws(JournalError) -> PriorIntent?
}

extension Journal {
  /// Hands over a batch that somebody waits for.
  public func append(
    _ batch: JournalBatch,
    completion: @escaping @Sendable (Result<JournalReceipt, JournalError>) -> Void
  ) -> Bool {
    append(batch, isAwaited: true, completion: completion)
  }
}

/// One step's events: committed whole or not at all.
public struct JournalBatch: Sendable, Hashable {
  /// The account that decided.
  public let account: AccountID
  /// Its running session.
  public let session: SessionID
  /// Desk time of the step.
  public let at: Timestamp
  /// The tape row that caused it; 0 without a tape.
  public let tapeRow: Int64
  /// In the order they were emitted.
  public let events: [Event]

  /// Memberwise.
  public init(
    account: AccountID, session: SessionID, at: Timestamp, tapeRow: Int64, events: [Event]
  ) {
    self.account = account
    self.session = session
    self.at = at
    self.tapeRow = tapeRow
    self.events = events
  }
}

/// Where a batch stands in the journal.
public struct JournalReceipt: Sendable, Hashable {
  /// Number of its first event, from 1 in the life of a journal.
  public let firstSeq: Int64
  /// Number of its last event; one less than `firstSeq` for a batch without events.
  public let lastSeq: Int64

  /// Memberwise.
  public init(firstSeq: Int64, lastSeq: Int64) {
    self.firstSeq = firstSeq
    self.lastSeq = lastSeq
  }
}
