import Desk
import Ingest
import Platform
import Primitives
import Query
import Sync
import Synchronization
import Trading

/// The account's thread: moves the floor by the market, answers notes, hangs out what is durable.
struct AccountLoop {
  /// Market events taken in between two looks at the notes.
  static let stride = 512
  /// Least wall time between two published views, nanoseconds.
  static let publishIntervalNanos: Int64 = 200 * Nanos.perMillisecond
  /// Longest sleep when nothing is due, nanoseconds.
  static let longestWaitNanos: Int64 = 250 * Nanos.perMillisecond

  var driver: FloorDriver<JournalRecorder>
  var source: PeekedSource
  let tape: TapeReader?
  let speed: Speed
  let clock: MarketClock
  let account: LiveAccount
  var marketRecorder: MarketRecorder
  let logger: Logger
  /// Called once the tape is at its end and everything of it is durable and projected.
  let onEnd: () -> Void
  /// Looks at the machine; nil: nobody does.
  var host: HostLook?
  var refusals = RefusedCommands()
  private var badRowsLogged = 0
  private var publishedAt: Int64 = 0

  init(
    driver: FloorDriver<JournalRecorder>, source: PeekedSource, tape: TapeReader?, speed: Speed,
    clock: MarketClock,
    account: LiveAccount, marketRecorder: MarketRecorder, logger: Logger, onEnd: @escaping () -> Void
  ) {
    self.driver = driver
    self.source = source
    self.tape = tape
    self.speed = speed
    self.clock = clock
    self.account = account
    self.marketRecorder = marketRecorder
    self.logger = logger
    self.onEnd = onEnd
    self.driver.isStopWaiting = { account.isStopWaiting }
  }

  /// Runs until the notes are closed.
  mutating func run(isStopping: () -> Bool) throws {
    if driver.floor.desk.state.tapeEnded {
      try publish()
      onEnd()
    }
    while !isStopping() {
      account.roundAt.store(MonotonicClock.nowNanoseconds(), ordering: .relaxed)
      adoptTerms()
      for notice in host?.notices() ?? [] { try driver.feed(.host(notice)) }
      let wait = try advance()
      try publishIfDue()
      try decide(account.notes.take(waitingUpTo: wait))
    }
    try driver.recorder.settle()
  }

  /// Moves the market on; how long nothing will be due, nanoseconds of wall time.
  private mutating func advance() throws -> Int64 {
    guard !driver.floor.desk.state.tapeEnded else {
      account.phase = .running
      return Self.longestWaitNanos
    }
    switch speed {
    case .max:
      account.phase = .running
      return try take(until: .distantFuture) ? 0 : Self.longestWaitNanos
    case .times:
      let now = clock.now
      if try take(until: now) {
        if account.phase != .running { account.phase = .catchingUp }
        return 0
      }
      account.phase = .running
      guard !driver.floor.desk.state.tapeEnded else { return Self.longestWaitNanos }
      try driver.runDue(before: now)
      driver.floor.move(to: now)
      let next = min(try source.peek()?.at ?? .distantFuture, driver.floor.nextDue ?? .distantFuture)
      return min(clock.nanosUntil(next), Self.longestWaitNanos)
    }
  }

  /// Takes in at most a stride of events no later than a time; true when there may be more.
  private mutating func take(until time: Timestamp) throws -> Bool {
    defer { logBadRows() }
    for _ in 0..<Self.stride {
      guard let event = try source.peek() else {
        try end()
        return false
      }
      guard event.at <= time else { return false }
      _ = try source.next()
      marketRecorder.note(event, row: source.row)
      try driver.play(event, row: source.row)
    }
    return true
  }

  /// Bad rows are named in the log, the first of them one by one.
  private mutating func logBadRows() {
    guard let tape, badRowsLogged < tape.badRows.count else { return }
    for row in tape.badRows[badRowsLogged...] {
      logger.warning("row of the tape left out", ["reason": .string(row.description)])
    }
    badRowsLogged = tape.badRows.count
  }

  private mutating func end() throws {
    logBadRows()
    try driver.finish()
    try publish()
    onEnd()
  }

  private mutating func publishIfDue() throws {
    guard MonotonicClock.nowNanoseconds() - publishedAt >= Self.publishIntervalNanos else { return }
    try publish()
  }

  /// Hangs out the account as it stands, once all of it is durable.
  mutating func publish() throws {
    publishedAt = MonotonicClock.nowNanoseconds()
    try driver.recorder.settle()
    let floor = driver.floor
    guard let session = floor.desk.state.session, let mark = floor.desk.currentMark(at: floor.now)
    else { return }
    var view = AccountView(
      session: session, deskTime: floor.now, tapeRow: driver.tapeRow,
      tapeEnded: floor.desk.state.tapeEnded, leverage: floor.desk.settings.leverage, mark: mark,
      workingOrders: floor.desk.state.orders.workingCount, curve: driver.recorder.curve.points)
    view.badRows = tape?.badRowCount ?? 0
    view.trading = floor.desk.state.trading
    view.alerts = floor.desk.state.alerts.listed
    account.board.publish(view)
    driver.recorder.keepSnapshot(floor.desk.state)
  }

  /// Keeps the state for the next start, and says which it is.
  mutating func close() throws {
    try driver.recorder.settle()
    let state = driver.floor.desk.state
    driver.recorder.keepSnapshot(state, isLast: true)
    logger.info(
      "account closed",
      [
        "tape_row": .int(Int(driver.tapeRow)),
        "state_hash": .string(
          SnapshotCodec(instruments: driver.floor.desk.settings.instruments).stateHash(state)),
      ])
  }

  private typealias Answer = () -> Void

  /// Decides what is asked, in the order it was asked; each answer is given once its step is durable.
  ///
  /// When the account fails on the way, nobody waits for the rest. Who commands something and then asks
  /// finds it done: after a command the account is hung out before the answer. Signals wait for no view:
  /// they change none at once.
  private mutating func decide(_ notes: [AccountNote]) throws {
    var groups = NoteGroups(notes)
    while let group = groups.next() {
      let answers: [Answer]
      do { answers = try decide(group) } catch {
        account.refuse(group, .inDoubt("\(error)"))
        account.refuse(groups.rest, .stopped("\(error)"))
        throw error
      }
      for note in group { account.heard(note) }
      // Decided and durable: they are told even where the account cannot be hung out any more.
      defer { for answer in answers { answer() } }
      guard !group.allSatisfy(\.isSignal) else { continue }
      do { try publish() } catch {
        account.refuse(groups.rest, .stopped("\(error)"))
        throw error
      }
    }
  }

  /// Signals that wait together are decided together: one step, one commit.
  private mutating func decide(_ group: ArraySlice<AccountNote>) throws -> [Answer] {
    let now = MonotonicClock.nowNanoseconds()
    var signals: [(note: SignalNote, answer: @Sendable (SignalAnswer) -> Void)] = []
    for note in group {
      switch note {
      case .signal(let signal, let leftAt, let answer):
        let limit = FloorDriver<JournalRecorder>.answerNanos
        signals.append((signal.afterWaiting(now - leftAt, answeredWithin: limit), answer))
      case .operate(let command, let answer):
        let reply = try operate(command)
        return [{ answer(reply) }]
      }
    }
    let decisions = try driver.decide(signals.map(\.note))
    return zip(signals, decisions).map { signal, decision in
      { signal.answer(decision.map(SignalAnswer.init) ?? .unavailable(.notNow("no session runs"))) }
    }
  }
}

extension SignalAnswer {
  /// A repeat that says something else than the first is a conflict.
  fileprivate init(_ decision: SignalDecision) {
    if case .duplicate(let prior) = decision.outcome, prior.fingerprint != decision.fingerprint {
      self = .conflict(decision)
    } else {
      self = .decided(decision)
    }
  }
}
