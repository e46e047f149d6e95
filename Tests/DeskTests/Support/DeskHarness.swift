import Desk
import Primitives
import Sync
import Testing
import Trading

/// An event with the time it was decided at: what a journal would hold.
struct Journaled: Hashable {
  let event: Event
  let at: Timestamp
}

/// A desk with its clock, its journal, a shell that looks keys up, and an exchange behind it.
///
/// Time moves only when a test moves it. After each step the invariants are held.
struct DeskHarness {
  private(set) var desk: AccountDesk
  var venue = ModelVenue()
  var now = Fixture.start
  /// Every event so far, with its time.
  private(set) var journal: [Journaled] = []
  /// Effects not yet performed, oldest first.
  var outbox: [VenueRequest] = []
  /// Every effect so far.
  private(set) var effects: [VenueRequest] = []
  private var intents: [String: PriorIntent] = [:]
  private var checker: DeskInvariants

  /// A desk in a running session, every instrument with a price.
  init(
    _ settings: DeskSettings? = nil, balance: Fixed = 100_000, beginning: Bool = true
  ) throws {
    let settings = try settings ?? Fixture.settings()
    desk = AccountDesk(settings: settings)
    checker = DeskInvariants(settings: settings)
    guard beginning else { return }
    feed(.beginSession(Fixture.session(settings.mode, balance: balance)))
    for (instrument, price) in Fixture.prices.enumerated() { quote(instrument, price, price + 1) }
  }

  var state: AccountState { desk.state }
  var events: [Event] { journal.map(\.event) }
  /// The account folded anew from the journal.
  var replayed: AccountState {
    var fresh = AccountState(
      instruments: desk.settings.instruments, maxOrders: desk.settings.caps.maxOrders)
    for entry in journal { fresh.apply(entry.event, at: entry.at) }
    return fresh
  }

  /// One input at the present time; its effects go to the outbox.
  @discardableResult
  mutating func feed(_ input: Input) -> Step {
    var step = Step()
    desk.receive(input, at: now, into: &step)
    for event in step.events {
      journal.append(Journaled(event: event, at: now))
      if case .signalDecided(let decision) = event, case .ordered(let order) = decision.outcome {
        intents[decision.key.text] = PriorIntent(
          orderID: order.id, signalID: order.signalID, fingerprint: decision.fingerprint)
      }
    }
    outbox += step.effects
    effects += step.effects
    checker.check(input, step, desk)
    return step
  }

  /// Moves the clock, sending `.timer` at every deadline on the way.
  mutating func advance(seconds: Int64) {
    advance(nanoseconds: seconds * Nanos.perSecond)
  }

  /// Moves the clock, sending `.timer` at every deadline on the way.
  mutating func advance(nanoseconds: Int64) {
    let end = now.adding(nanoseconds: nanoseconds)
    var timers = 0
    while let due = desk.nextDeadline, due <= end, timers < 10_000 {
      now = max(now, due)
      feed(.timer)
      timers += 1
    }
    #expect(timers < 10_000, "a deadline that is never met")
    now = end
  }

  /// The market at a price.
  mutating func quote(_ instrument: InstrumentIndex, _ bid: Fixed, _ ask: Fixed) {
    feed(.tick(Fixture.tick(instrument, bid, ask, at: now)))
  }

  /// Performs what waits in the outbox: hands off, lets the exchange answer, feeds the answers.
  mutating func settle() {
    var performed = 0
    while !outbox.isEmpty, performed < 20_000 {
      let request = outbox.removeFirst()
      if case .submit(let order) = request { feed(.handedOff(order.orderID)) }
      for fact in venue.execute(request) { feed(.venue(fact)) }
      performed += 1
    }
    #expect(performed < 20_000, "desk and exchange ask each other for ever")
  }

  /// Sends a signal as the shell does, both keys of a content signal looked up.
  @discardableResult
  mutating func send(_ signal: Signal, clientKey: String? = nil) -> SignalDecision? {
    guard let session = state.session else { return nil }
    var input = SignalInput(
      signal: signal, clientKey: clientKey, session: session.sessionID, at: now)
    input.prior = input.keysToLookUp(at: now).compactMap { intents[$0] }.first
    return decision(in: feed(.signal(input)))
  }

  /// The decision among the events of a step.
  func decision(in step: Step) -> SignalDecision? {
    step.events.compactMap { if case .signalDecided(let decision) = $0 { decision } else { nil } }.first
  }

  /// A desk that restarts: state folded from the journal, the newest prices back (of some instruments, or of
  /// all), then `.resume`.
  mutating func restart(memory: VenueMemory? = nil, quoting: [InstrumentIndex]? = nil) -> Step {
    desk = AccountDesk(settings: desk.settings, state: replayed)
    outbox = []
    for (instrument, price) in Fixture.prices.enumerated() where quoting?.contains(instrument) ?? true {
      quote(instrument, price, price + 1)
    }
    return feed(.resume(memory ?? venue.memory))
  }
}
