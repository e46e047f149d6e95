import Ingest
import Platform
import Primitives
import Query
import Synchronization
import Trading

/// What every account of a service stands on.
struct AccountGround: Sendable {
  let journal: SQLiteJournal
  let directory: DataDirectory
  let book: InstrumentBook
  let stores: StoreWriters
}

/// The accounts of a service: a desk, a market and a thread each, over one journal.
///
/// An account that fails stops alone and the others trade on; the service ends with the last of them.
final class LiveAccounts: Sendable {
  /// In the order of the configuration.
  let all: [LiveAccount]

  private let settings: [ServiceSettings]
  private let logger: Logger
  private let paperTurn = PaperTurn()
  private let threads = Locked<[OwnThread]>([])
  private let ends: Locked<AccountEnds>
  private let isStopping = Atomic<Bool>(false)
  /// Place of the account that does what is done once: the first that has not failed.
  private let leader = Atomic<Int>(0)
  private let onEnd: @Sendable (Service.Ending) -> Void

  init(
    settings: ServiceSettings, journal: JournalHolder, logger: Logger,
    onEnd: @escaping @Sendable (Service.Ending) -> Void
  ) {
    let each = settings.eachAccount
    precondition(Set(each.map(\.account)).count == each.count, "two accounts have one name")
    self.settings = each
    self.logger = logger
    self.onEnd = onEnd
    all = each.map { LiveAccount($0.account, journal: journal) }
    ends = Locked(AccountEnds(each.map(\.account), endsWithTape: settings.exitsAtEnd))
  }

  /// An account by its name; nil when there is none.
  subscript(name: AccountID) -> LiveAccount? { all.first { $0.name == name } }

  /// As the endpoint serves them.
  var served: ServedAccounts {
    ServedAccounts(all.map { ServedAccount($0.name, board: $0.board, commands: $0) })
  }

  /// Which have stopped until a restart, and why; in the order of the configuration.
  var failures: [(name: AccountID, reason: String)] {
    all.compactMap { account in account.failure.map { (account.name, $0) } }
  }

  /// Starts every account; each recovers and goes on by itself.
  func start(on ground: AccountGround) {
    let startedAt = WallClock.now()
    let started = zip(all, settings).map { account, settings in
      OwnThread.start(name: "sx-account") { [self] in
        OwnThread.bePrompt()
        run(account, settings, ground, startedAt)
      }
    }
    threads.withLock { $0 = started }
  }

  /// Tells every account to end once what it was asked before is done.
  func beginStop() {
    isStopping.store(true, ordering: .releasing)
    for account in all { account.notes.close() }
  }

  /// Waits until every account has ended.
  func join() {
    for thread in threads.withLock({ $0 }) { thread.join() }
  }

  private func run(
    _ account: LiveAccount, _ settings: ServiceSettings, _ ground: AccountGround,
    _ startedAt: Timestamp
  ) {
    let logger = all.count > 1 ? logger.labelled("account.\(account.name)") : logger
    do {
      guard let paper = try openPaper(account, ground, logger) else { return account.stop() }
      let recovery = AccountRecovery(
        settings: settings, book: ground.book, journal: ground.journal, paper: paper,
        reader: try JournalReader(path: ground.directory.journalPath, instruments: ground.book),
        account: account, lanes: ground.stores.lanes,
        leads: { [self] in all[leader.load(ordering: .relaxed)] === account },
        startedAt: startedAt, logger: all.count > 1 ? logger : logger.labelled("account"),
        isStopping: { [self] in isStopping.load(ordering: .acquiring) })
      var loop = try recovery.open { [self] in atEnd(account, settings, ground, logger) }
      try loop.run { isStopping.load(ordering: .acquiring) }
      try loop.close()
      account.stop()
    } catch is RecoveryStopped {
      account.stop()
      logger.info("recovery cut short; the next start begins it anew")
    } catch {
      let reason = "\(error)"
      account.fail(reason)
      logger.critical("the account stopped", ["reason": .string(reason)])
      let ending = ends.withLock { ends in
        leader.store(all.firstIndex { $0.failure == nil } ?? 0, ordering: .relaxed)
        return ends.fail(account.name, reason)
      }
      if let ending { onEnd(ending) }
    }
  }

  /// The exchange's log, once there is room to open it; nil when the service is stopped before.
  private func openPaper(
    _ account: LiveAccount, _ ground: AccountGround, _ logger: Logger
  ) throws(JournalError) -> PaperLog? {
    var report = HoldReport(account: account, logger: logger)
    let reserve = ReserveFile(directory: ground.directory.path)
    while true {
      do throws(JournalError) {
        let log = try PaperLog(
          path: ground.directory.paperPath, schema: BuiltIn.paperSchema, instruments: ground.book,
          turn: paperTurn)
        report.end(at: MonotonicClock.nowNanoseconds())
        return log
      } catch {
        guard error.code == .full else { throw error }
        if reserve.giveUp() { continue }
        if isStopping.load(ordering: .acquiring) { return nil }
        report.note(error, at: MonotonicClock.nowNanoseconds())
        _ = OneShot<Bool>().wait(upTo: Nanos.perSecond)
      }
    }
  }

  private func atEnd(
    _ account: LiveAccount, _ settings: ServiceSettings, _ ground: AccountGround, _ logger: Logger
  ) {
    // A projection behind is a delay for readers, not a failure: it catches up by itself.
    try? ground.journal.flushProjection()
    logger.info(
      "replay finished",
      [
        "market": .string(settings.market.description),
        "bad_rows": .int(Int(account.board.latest?.badRows ?? 0)),
      ])
    guard let ending = ends.withLock({ $0.finish(account.name) }) else { return }
    ground.stores.drain(patienceNanos: 30 * Nanos.perSecond) {
      isStopping.load(ordering: .acquiring)
    }
    onEnd(ending)
  }
}
