import Desk
import Ingest
import Primitives
import Trading

/// Steps of a backtest: handed to an observer, the newest intents remembered, nothing else kept.
struct MemoryRecorder: StepRecorder {
  /// Most idempotency keys remembered: a key used again after so many others counts as new.
  static let intentCap = 4_096

  /// Told of each event and when it happened.
  let observe: (Event, Timestamp) -> Void

  private var intents: OrderedTable<String, PriorIntent> = [:]

  init(observe: @escaping (Event, Timestamp) -> Void) { self.observe = observe }

  mutating func record(_ batch: JournalBatch, durably: Bool) throws -> Int64 {
    for event in batch.events {
      if case .signalDecided(let decision) = event, let order = decision.order {
        if intents.count >= Self.intentCap { intents.removeFirst() }
        intents[decision.key.text] = PriorIntent(
          orderID: order.id, signalID: order.signalID, fingerprint: decision.fingerprint)
      }
      observe(event, batch.at)
    }
    return 0
  }

  mutating func settle() throws {}

  mutating func keep(
    _ requests: [VenueRequest], session: SessionID, tapeRow: Int64, at now: Timestamp
  ) throws -> Keeping { .kept }

  func priorIntent(account: AccountID, session: SessionID, keys: [String]) throws -> PriorIntent? {
    for key in keys {
      if let prior = intents[key] { return prior }
    }
    return nil
  }
}
