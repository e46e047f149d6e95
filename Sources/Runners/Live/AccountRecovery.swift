import Desk
import Ingest
import Platform
import Primitives
import Query
import Sync
import Trading

/// The one start-up path: journal, exchange, indicators, then decisions. A first start finds nothing
/// and begins a session; every other goes on where the journal ends.
struct AccountRecovery {
  /// The account's own: as if it were the only one.
  let settings: ServiceSettings
  let book: InstrumentBook
  let journal: SQLiteJournal
  let paper: PaperLog
  let reader: JournalReader
  let account: LiveAccount
  /// Where the market is noted.
  let lanes: [MarketLane]
  /// Whether this account does what is done once for all of them: noting the market, watching the clock.
  let leads: @Sendable () -> Bool
  /// Wall time of the start, the same for every account: synthetic markets begin at one moment.
  let startedAt: Timestamp
  let logger: Logger
  let isStopping: @Sendable () -> Bool

  /// The account's loop, ready to run.
  func open(onEnd: @escaping () -> Void) throws -> AccountLoop {
    account.phase = .recovering("reading the journal")
    let found = try Recovery.load(
      account: settings.account, instruments: book, maxOrders: TradingCaps().maxOrders, from: reader)
    logger.info(
      "journal read",
      [
        "events": .int(found.eventsReplayed), "last_seq": .int(Int(found.lastSeq)),
        "session": .string(found.state.session?.sessionID.text ?? "none"),
        "state_hash": .string(found.stateHash),
      ])
    if let session = found.state.session, continues(session) {
      return try resume(session, found, onEnd: onEnd)
    }
    warnOfLeftovers(found.state)
    return try begin(
      ordinal: (found.state.session?.ordinal ?? 0) + 1, trading: found.state.trading, onEnd: onEnd)
  }

  /// A session goes on unless the operator says otherwise, or asks for another market or mode.
  private func continues(_ session: SessionStart) -> Bool {
    !settings.beginsNewSession && session.market == settings.market.description
      && session.mode == settings.mode
  }

  /// What a session left behind is not taken into the next: somebody should know.
  private func warnOfLeftovers(_ state: AccountState) {
    guard let session = state.session, state.positions.openCount + state.orders.workingCount > 0 else {
      return
    }
    logger.warning(
      "a new session leaves positions or orders of the last one behind",
      [
        "session": .string(session.sessionID.text), "open_positions": .int(state.positions.openCount),
        "working_orders": .int(state.orders.workingCount),
      ])
  }

  /// - Parameter trading: what people allowed before: a halted account begins its next session halted.
  private func begin(
    ordinal: Int64, trading: TradingControl, onEnd: @escaping () -> Void
  ) throws -> AccountLoop {
    let start = startedAt.adding(nanoseconds: -settings.synthesisedHistoryNanos)
    let market = try openMarket(seed: settings.seed, start: start)
    let plan = SessionPlan(settings: settings, book: book, market: market)
    var source = PeekedSource(market.source)
    let first = try source.peek()?.at ?? start
    if let tape = market.tape, try source.peek() == nil {
      throw MarketFailure(
        description: "\(tape.path) holds no usable row: \(tape.badRowCount) rows were bad")
    }
    let session = plan.start(
      ordinal: ordinal, strategy: settings.strategy, market: settings.market.description,
      at: market.tape == nil ? start : first)
    var driver = driver(
      floor: plan.floor(
        desk: AccountDesk(
          settings: plan.deskSettings,
          state: AccountState(
            instruments: book, maxOrders: TradingCaps().maxOrders, trading: trading)),
        session: session, strategies: try plan.strategies(named: settings.strategy, in: market)),
      curve: EquityCurve())
    try driver.feed(.beginSession(session), durably: true)
    logger.info(
      "session begun",
      [
        "session": .string(session.sessionID.text), "market": .string(session.market),
        "mode": .string(session.mode.rawValue), "strategy": .string(session.strategy),
        "starting_balance": .decimal(session.startingBalance.description),
        "trading": .string(trading.state.rawValue),
      ])
    return loop(
      driver, source, market, resumingAt: session.marketStart, isWhole: true, onEnd: onEnd)
  }

  private func resume(
    _ session: SessionStart, _ found: RecoveredState, onEnd: @escaping () -> Void
  ) throws -> AccountLoop {
    let market = try openMarket(seed: session.seed, start: session.marketStart)
    let plan = SessionPlan(settings: settings, book: book, market: market)
    try checkOptions(session, symbol: plan.symbol)
    let point = ResumePoint(
      tapeRow: found.lastTapeRow, at: found.lastAt ?? session.marketStart,
      decidedSignals: try reader.decidedSignals(
        account: settings.account, session: session.sessionID, tapeRow: found.lastTapeRow))
    var driver = driver(
      floor: plan.floor(
        desk: AccountDesk(settings: plan.deskSettings, state: found.state), session: session,
        strategies: try plan.strategies(named: settings.strategy, in: market)),
      curve: try curve(of: session.sessionID))
    var source: any MarketSource = market.source
    var requests = PaperHistory(
      try paper.cursor(session: session.sessionID), of: found.state.orders.working)
    try driver.rebuild(from: &source, to: point, requests: &requests) { row in
      if isStopping() { throw RecoveryStopped() }
      account.phase = .recovering("market row \(row) of \(point.tapeRow)")
    }
    logger.info(
      "session continued",
      [
        "session": .string(session.sessionID.text), "tape_row": .int(Int(point.tapeRow)),
        "desk_time": .string(point.at.rfc3339), "exchange_requests": .int(requests.count),
        "working_orders": .int(driver.floor.desk.state.orders.workingCount),
      ])
    return loop(
      driver, PeekedSource(source), market, resumingAt: point.at, isWhole: false, onEnd: onEnd)
  }

  /// The exchange is rebuilt as it was: with other terms it would be another one.
  private func checkOptions(_ session: SessionStart, symbol: String) throws {
    var other: [String] = []
    if session.leverage != settings.leverage { other.append("--leverage \(session.leverage)") }
    if session.symbol != symbol { other.append("--symbol \(session.symbol)") }
    guard !other.isEmpty else { return }
    throw FloorFailure(
      description: "session \(session.sessionID) was begun with \(other.joined(separator: " ")): give that, "
        + "or --new-session to begin another. Nothing was changed.")
  }

  private func driver(floor: TradingFloor, curve: EquityCurve) -> FloorDriver<JournalRecorder> {
    var driver = FloorDriver(
      floor: floor,
      recorder: JournalRecorder(
        journal: journal, paper: paper, curve: curve, report: HoldReport(account: account, logger: logger),
        reserve: ReserveFile(directory: settings.dataDirectory), isStopping: isStopping))
    driver.keepsWallTime = keepsWallTime
    return driver
  }

  /// A synthetic market at speed 1 keeps wall time: what passed while we were down is caught up with.
  private var keepsWallTime: Bool {
    if case .synthetic = settings.market { settings.speed == .times(1) } else { false }
  }

  private func loop(
    _ driver: FloorDriver<JournalRecorder>, _ source: PeekedSource, _ market: OpenMarket,
    resumingAt deskTime: Timestamp, isWhole: Bool, onEnd: @escaping () -> Void
  ) -> AccountLoop {
    let origin = keepsWallTime ? max(deskTime, WallClock.now()) : deskTime
    let times: Int
    switch settings.speed {
    case .times(let factor): times = factor
    case .max: times = 1
    }
    var loop = AccountLoop(
      driver: driver, source: source, tape: market.tape, speed: settings.speed,
      clock: MarketClock(startingAt: origin, speed: times), account: account,
      marketRecorder: MarketRecorder(
        lanes: lanes, instruments: book.count, isWhole: isWhole, isTeller: leads),
      logger: logger, onEnd: onEnd)
    loop.host = HostLook(
      directory: settings.dataDirectory, isStorageLow: driver.floor.desk.state.isStorageLow,
      leads: leads)
    return loop
  }

  private func openMarket(seed: UInt64, start: Timestamp) throws -> OpenMarket {
    switch settings.market {
    case .synthetic: .synthetic(book: book, seed: seed, start: start)
    case .replay(let file): try .tape(file: file, symbol: settings.symbol, book: book)
    }
  }

  private func curve(of session: SessionID) throws -> EquityCurve {
    var curve = EquityCurve()
    try EquityHistory.read(path: journal.path, session: session) {
      curve.add(EquityPoint(at: $0, equity: $1))
    }
    return curve
  }
}
