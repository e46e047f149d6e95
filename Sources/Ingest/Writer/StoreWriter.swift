public import Platform

/// Keeps a store up with the journal: a reader of it with a thread, a connection and a cursor of its own.
///
/// Every row of the journal's tables arrives, and a row that is sent twice is one row. The cursor moves only
/// after the server has acknowledged; what it might still lose with its machine is sent again after every
/// new connection. While the server is away nothing is held in memory: the journal is the buffer. Nothing
/// here is ever waited for by trading.
public final class StoreWriter: Sendable {
  /// The market's lane; nil when the market is not kept.
  public let market: MarketLane?

  private let plan: StoreWriterPlan
  private let shared: WriterShared
  private let thread = Locked<OwnThread?>(nil)
  private let journal: SQLiteJournal
  private let logger: Logger

  /// A writer that is not running yet.
  ///
  /// - Parameter onAlert: called on the writer's thread.
  public init(
    plan: StoreWriterPlan, journal: SQLiteJournal, market: MarketLane? = nil, logger: Logger,
    onAlert: @escaping @Sendable (StoreAlert) -> Void = { _ in }
  ) {
    self.plan = plan
    self.journal = journal
    self.market = market
    self.logger = logger
    shared = WriterShared(plan, market: market, onAlert: onAlert)
  }

  /// How it is doing.
  public var status: StoreStatus {
    var status = shared.status.withLock { $0 }
    status.journalSeq = journal.health.committedSeq
    status.marketDropped = market?.droppedCount ?? 0
    return status
  }

  /// Starts the thread; the store may be absent.
  public func start() {
    let (plan, shared, journal, logger) = (plan, shared, journal, logger)
    let started = OwnThread.start(name: "sx-\(plan.kind.rawValue)") {
      WriterThread(plan, shared, journal: journal, logger: logger).run()
      shared.ended.fulfil(())
    }
    thread.withLock { $0 = started }
  }

  /// Waits until everything committed so far is acknowledged, for as long as it gets on; false when it did
  /// not for `patienceNanos`.
  public func drain(patienceNanos: Int64, isStopping: () -> Bool) -> Bool {
    let target = journal.health.committedSeq
    var (best, since) = (Int64(-1), MonotonicClock.nowNanoseconds())
    while status.acknowledgedSeq < target, !isStopping() {
      let now = MonotonicClock.nowNanoseconds()
      let acknowledged = status.acknowledgedSeq
      if acknowledged > best { (best, since) = (acknowledged, now) }
      if now - since > patienceNanos { return false }
      if shared.ended.wait(upTo: 5_000_000) != nil { return status.acknowledgedSeq >= target }
    }
    return status.acknowledgedSeq >= target
  }

  /// Waits until a rebuild is through; false when it is not yet.
  public func waitForEnd(upTo nanoseconds: Int64) -> Bool { shared.ended.wait(upTo: nanoseconds) != nil }

  /// Asks the thread to end; `stop` waits for it.
  public func beginStop() { shared.beginStop() }

  /// Ends the thread: what is on its way may still be acknowledged for so long, then the connection is cut.
  /// What was not acknowledged is sent after the next start.
  public func stop(graceNanos: Int64) {
    shared.beginStop()
    if shared.ended.wait(upTo: graceNanos) == nil { shared.interrupt.raise() }
    thread.withLock { $0.take() }?.join()
  }
}

/// What the writer's thread shares with those who watch and stop it.
final class WriterShared: Sendable {
  let status: Locked<StoreStatus>
  let interrupt = Interrupt()
  let ended = OneShot<Void>()
  let market: MarketLane?
  let onAlert: @Sendable (StoreAlert) -> Void
  private let stopping = OneShot<Void>()

  init(
    _ plan: StoreWriterPlan, market: MarketLane?, onAlert: @escaping @Sendable (StoreAlert) -> Void
  ) {
    status = Locked(StoreStatus(kind: plan.kind, target: plan.connection.description))
    self.market = market
    self.onAlert = onAlert
  }

  /// True once the writer is to end.
  var isStopping: Bool { stopping.current != nil }

  func beginStop() { stopping.fulfil(()) }

  /// Waits so long, or until the writer is to end.
  func pause(_ nanoseconds: Int64) { _ = stopping.wait(upTo: nanoseconds) }
}
