import Desk
import Platform
import Primitives
public import Trading

/// A journal that lives as long as the process: for backtests and drills.
///
/// Commits at once, on the caller's thread. The index of intents holds the newest `intentCap` keys, the
/// oldest are forgotten; events are kept only when asked for, the newest `historyCap` of them.
public final class MemoryJournal: Journal {
  /// Most idempotency keys remembered unless said otherwise.
  public static let defaultIntentCap = 1_000_000

  fileprivate struct Key: Hashable {
    let account: AccountID
    let session: SessionID
    let text: String
  }

  fileprivate struct State {
    var lastSeq: Int64 = 0
    var intents: [Key: PriorIntent] = [:]
    var order: RingBuffer<Key>
    var history: RingBuffer<JournaledEvent>?
    var failure: JournalError?
  }

  private let state: Locked<State>

  /// An empty journal.
  ///
  /// - Parameters:
  ///   - intentCap: most idempotency keys remembered, at least 1.
  ///   - historyCap: most events kept; 0 keeps none.
  public init(intentCap: Int = MemoryJournal.defaultIntentCap, historyCap: Int = 0) {
    state = Locked(
      State(
        order: RingBuffer(capacity: intentCap),
        history: historyCap > 0 ? RingBuffer(capacity: historyCap) : nil))
  }

  /// Number of the newest event; 0 before the first.
  public var lastSeq: Int64 { state.withLock { $0.lastSeq } }

  /// The events kept, oldest first.
  public var history: [JournaledEvent] {
    state.withLock { state in
      guard let history = state.history else { return [] }
      return (0..<history.count).map { history[$0] }
    }
  }

  /// Commits the batch and calls the completion before returning true, always.
  public func append(
    _ batch: JournalBatch, isAwaited: Bool,
    completion: @escaping @Sendable (Result<JournalReceipt, JournalError>) -> Void
  ) -> Bool {
    completion(state.withLock { $0.commit(batch) })
    return true
  }

  /// Looks the keys up; never throws.
  public func priorIntent(
    account: AccountID, session: SessionID, keys: [String]
  ) throws(JournalError) -> PriorIntent? {
    state.withLock { state in
      for key in keys {
        if let prior = state.intents[Key(account: account, session: session, text: key)] { return prior }
      }
      return nil
    }
  }
}

extension MemoryJournal.State {
  fileprivate mutating func commit(_ batch: JournalBatch) -> Result<JournalReceipt, JournalError> {
    if failure != nil { return .failure(JournalError(.stopped, "The journal has failed before.")) }
    var found: [(key: MemoryJournal.Key, prior: PriorIntent)] = []
    for event in batch.events {
      guard case .signalDecided(let decision) = event, let order = decision.order else { continue }
      let key = MemoryJournal.Key(
        account: batch.account, session: batch.session, text: decision.key.text)
      if intents[key] != nil || found.contains(where: { $0.key == key }) {
        let error = JournalError(
          .duplicateIntent, "The intent of order \(order.id) was journaled before.")
        failure = error
        return .failure(error)
      }
      found.append(
        (
          key,
          PriorIntent(
            orderID: order.id, signalID: order.signalID, fingerprint: decision.fingerprint)
        ))
    }
    for (key, prior) in found {
      intents[key] = prior
      if let forgotten = order.append(key) { intents[forgotten] = nil }
    }
    let first = lastSeq + 1
    lastSeq += Int64(batch.events.count)
    if history != nil { keep(batch, from: first) }
    return .success(JournalReceipt(firstSeq: first, lastSeq: lastSeq))
  }

  private mutating func keep(_ batch: JournalBatch, from first: Int64) {
    for (offset, event) in batch.events.enumerated() {
      history?.append(
        JournaledEvent(
          seq: first + Int64(offset), at: batch.at, recordedAt: batch.at, account: batch.account,
          session: batch.session, tapeRow: batch.tapeRow, type: EventType(of: event).rawValue,
          event: event))
    }
  }
}
