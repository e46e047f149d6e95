import Desk
import Ingest
import Primitives
import Trading

/// What a backtest's events are handed to, as they come.
protocol EventObserver {
  /// Takes an event in, with when it happened.
  mutating func observe(_ event: Event, at now: Timestamp)
  /// Takes in what the account was worth; only where the desk keeps no marks.
  mutating func observe(_ value: AccountValue)
  /// Takes the events of a step in.
  mutating func observe(_ events: [Event], at now: Timestamp)
}

extension EventObserver {
  /// One after the other.
  mutating func observe(_ events: [Event], at now: Timestamp) {
    for event in events { observe(event, at: now) }
  }
}

/// Steps of a backtest: handed to an observer, the newest intents remembered, nothing else kept.
struct MemoryRecorder<Observer: EventObserver>: StepRecorder {
  /// Most intents remembered: a key used again after so many others counts as new.
  static var intentCap: Int { 4_096 }

  /// Told of each event.
  var observer: Observer

  private var intents: OrderedTable<IntentID, PriorIntent> = [:]

  init(_ observer: Observer) { self.observer = observer }

  mutating func record(_ batch: JournalBatch, durably: Bool) throws -> Int64 {
    // By their places, so that none of them is copied.
    for index in batch.events.indices {
      if case .signalDecided(let decision) = batch.events[index] { remember(decision) }
    }
    observer.observe(batch.events, at: batch.at)
    return 0
  }

  mutating func note(_ value: AccountValue) { observer.observe(value) }

  private mutating func remember(_ decision: SignalDecision) {
    guard case .ordered = decision.outcome, let signal = decision.signal.id else { return }
    if intents.count >= Self.intentCap { intents.removeFirst() }
    let intent = PriorIntent(
      orderID: decision.intentID.orderID, signalID: signal, fingerprint: decision.fingerprint)
    intents.updateValue(intent, forKey: decision.intentID)
  }

  mutating func settle() throws {}

  mutating func keep(
    _ requests: [VenueRequest], session: SessionID, tapeRow: Int64, at now: Timestamp
  ) throws -> Keeping { .kept }

  func priorIntent(
    of input: SignalInput, account: AccountID, session: SessionID, at now: Timestamp
  ) throws -> PriorIntent? {
    if let intent = input.intentID, input.key.rule != .content { return intents.value(forKey: intent) }
    for key in input.keysToLookUp(at: now) {
      if let prior = intents[IntentID(account: account, session: session, key: key)] { return prior }
    }
    return nil
  }
}
