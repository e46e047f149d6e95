import Desk
import Ingest
import Primitives
import Trading

/// Moves a floor and keeps its promises: a step is recorded before what it asks leaves, in order.
struct FloorDriver<Recorder: StepRecorder> {
  var floor: TradingFloor
  var recorder: Recorder
  /// Row of the market last taken in: every journaled event carries it.
  var tapeRow: Int64 = 0
  /// Signals decided at the very moment a restart goes on from: the strategies say them again.
  var decidedBefore: Set<SignalID> = []

  var step = Step()
  var following = Step()
  /// What the strategies said, while it is decided; empty else, and kept for its room.
  private var said: [Signal] = []
  /// True for a market that goes on while we wait: one that keeps wall time.
  var keepsWallTime = false
  /// Whether somebody has asked that no entries be made, and waits to be heard.
  var isStopWaiting: () -> Bool = { false }

  init(floor: TradingFloor, recorder: Recorder) {
    self.floor = floor
    self.recorder = recorder
  }

  /// Takes a market event in, after everything that falls due before it.
  @inline(__always)
  mutating func play(_ event: MarketEvent, row: Int64) throws {
    try runDue(before: event.at)
    tapeRow = row
    floor.take(event, into: &step)
    try conclude()
  }

  /// Does everything due before a time, each at its own moment.
  @inline(__always)
  mutating func runDue(before time: Timestamp) throws {
    if let due = floor.nextDue, due < time { try runEachDue(before: time) }
  }

  private mutating func runEachDue(before time: Timestamp) throws {
    while let due = floor.nextDue, due < time {
      floor.move(to: due)
      floor.settle(into: &step)
      try conclude()
    }
  }

  /// Decides what the strategies said and performs the step; most events lead to neither.
  @inline(__always)
  private mutating func conclude() throws {
    if floor.hasSignals { try decideStrategySignals() }
    noteValues()
    if !step.isEmpty { try perform() }
  }

  /// Feeds the desk one input at the present moment and performs what comes of it.
  mutating func feed(_ input: Input, durably: Bool = false) throws {
    floor.desk.receive(input, at: floor.now, into: &step)
    try perform(durably: durably)
  }

  /// Decides signals together, durably: one step, one commit. The decisions in their order; nil only
  /// before a session.
  mutating func decide(_ notes: [SignalNote]) throws -> [SignalDecision?] {
    let places = try notes.map {
      try decide($0.signal, clientKey: $0.clientKey, refusal: $0.refusal)
    }
    let decisions = places.map { place -> SignalDecision? in
      guard let place, case .signalDecided(let decision) = step.events[place] else { return nil }
      return decision
    }
    try perform(durably: true)
    return decisions
  }

  private mutating func decideStrategySignals() throws {
    // Nothing is left but after a failure, and what was said before one is not decided later.
    said.removeAll(keepingCapacity: true)
    floor.takeSignals(into: &said)
    // Turned round and taken from the end, so that each is moved out of the list and none is copied.
    said.reverse()
    while let signal = said.popLast() { try decide(signal) }
  }

  /// The place of the decision in the step; nil when the signal was passed over.
  @discardableResult
  private mutating func decide(
    _ signal: consuming Signal, clientKey: String? = nil, refusal: Rejection? = nil
  ) throws -> Int? {
    guard let session = floor.desk.state.session else { return nil }
    let isOfStrategy = signal.source == .strategy
    // A strategy that starts over says the same again: the first decision stands, and no row is added.
    if isOfStrategy, !decidedBefore.isEmpty, let id = signal.id, decidedBefore.contains(id) { return nil }
    var input = SignalInput(
      signal: signal, clientKey: clientKey, session: session.sessionID,
      by: floor.desk.settings.compression, at: floor.now)
    input.intentID = floor.desk.intentID(of: input.key)
    input.refusal = refusal
    input.prior = try recorder.priorIntent(
      of: input, account: session.account, session: session.sessionID, at: floor.now)
    if isOfStrategy, input.prior != nil { return nil }
    let place = step.events.count
    _ = floor.desk.receive(input, at: floor.now, into: &step)
    return step.events.count > place ? place : nil
  }

  /// Performs the step at hand and those that follow from it at the same moment.
  mutating func perform(durably: Bool = false) throws {
    var isFirst = true
    while !step.isEmpty {
      noteValues()
      let binding = step.changesExchange
      let waited = try record(step.events, durably: binding || durably && isFirst)
      isFirst = false
      if binding { try keepRequests(afterWaiting: waited) }
      following.clear()
      // Told to whom they concern: what nobody else kept of them is let go, and changed where it lies.
      step.events.removeAll(keepingCapacity: true)
      floor.release(step.effects, into: &following)
      swap(&step, &following)
    }
    noteValues()
    following.clear()
  }

  /// Hands on what the account was worth in the step at hand; mostly nothing is said of it.
  @inline(__always)
  private mutating func noteValues() {
    guard !step.valuations.isEmpty else { return }
    for index in step.valuations.indices { recorder.note(step.valuations[index]) }
    // One by one: mostly there is one, and to remove all of several is dearer.
    while step.valuations.popLast() != nil {}
  }

  /// Records events of the present moment; wall time waited for the disk, nanoseconds.
  mutating func record(_ events: [Event], durably: Bool) throws -> Int64 {
    guard !events.isEmpty, let session = floor.desk.state.session else { return 0 }
    let batch = JournalBatch(
      account: session.account, session: session.sessionID, at: floor.now, tapeRow: tapeRow, events: events)
    return try recorder.record(batch, durably: durably)
  }
}

extension Step {
  /// Whether nothing happened and nothing is asked.
  var isEmpty: Bool { events.isEmpty && effects.isEmpty }

  /// Whether one of its effects waits for the journal.
  var changesExchange: Bool {
    for effect in effects where effect.changesExchange { return true }
    return false
  }

  /// Whether all of its effects do.
  var changesNothingElse: Bool {
    for effect in effects where !effect.changesExchange { return false }
    return true
  }
}
