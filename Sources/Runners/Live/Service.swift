import Desk
import Ingest
public import Platform
import Primitives
public import Query
public import Sync
import Synchronization
public import Trading

/// The service: endpoint, journal, account and feed, started in that order and stopped in reverse.
///
/// The endpoint comes first and answers 503 with the reason until the account has recovered, so that
/// whoever watches sees a start and not a silence.
public final class Service: Sendable {
  /// How the account ended.
  public enum Ending: Sendable {
    /// The tape is at its end, and the process was told to end with it.
    case finished
    /// The account stopped: the reason, for people.
    case failed(String)
  }

  private let settings: ServiceSettings
  private let logger: Logger
  private let book: InstrumentBook
  private let server: HTTPServer
  private let gate: AccessGate
  private let adminToken: String
  private let hub: SSEHub
  private let queries: QueryThread
  private let events: EventReader
  let account: LiveAccount
  private let journal = JournalHolder()
  private let stores: StoreWriters
  private let trades: TradeMetrics
  private let watch: ServiceWatch?
  private let retention = RetentionThread()
  private let directory = Mutex<DataDirectory?>(nil)
  private let threads = Mutex<(account: OwnThread?, feed: OwnThread?)>((nil, nil))
  private let feedStop = Inbox<Void>(capacity: 1)
  private let isStopping = Atomic<Bool>(false)
  private let onEnd: @Sendable (Ending) -> Void

  /// Wires the parts; nothing runs yet. `onEnd` is called from the account's thread; the notifier, when there
  /// is one, tells the service manager how it goes.
  ///
  /// - Throws: an `AccessFault` when the address would let in others without a token.
  public init(
    settings: ServiceSettings, logger: Logger, notifier: ServiceNotifier? = nil,
    onEnd: @escaping @Sendable (Ending) -> Void
  ) throws {
    if let fault = settings.access.fault(host: settings.host) { throw AccessFault(description: fault) }
    self.settings = settings
    self.logger = logger
    self.onEnd = onEnd
    account = LiveAccount(journal: journal)
    stores = StoreWriters(settings: settings, logger: logger.labelled("stores"))
    book = try settings.instruments?.book ?? BuiltIn.instruments().book
    hub = SSEHub(limits: SSEHub.Limits(streams: settings.maxStreams))
    adminToken = settings.adminToken ?? RandomText.hexadecimal(bytes: 32)
    gate = AccessGate(settings.access, host: settings.host, ownToken: adminToken)
    queries = QueryThread(path: settings.dataDirectory + "/sextant.sqlite")
    events = EventReader(path: settings.dataDirectory + "/sextant.sqlite", book: book)
    trades = TradeMetrics(book: book)
    let health = ServiceHealth(account: account, journal: journal, stores: stores)
    if let notifier {
      watch = ServiceWatch(notifier: notifier, health: health, account: account, journal: journal)
    } else {
      watch = nil
    }
    let metrics = MetricRegistry()
    let endpoint = Endpoint(
      book: book, board: account.board, commands: account, health: health, queries: queries,
      hub: hub, stores: stores, events: events, metrics: metrics, gate: gate)
    server = HTTPServer(
      host: settings.host, port: settings.port, router: endpoint.router,
      limits: Self.limits(settings, logger), gate: endpoint.gate)
    metrics.add(ServiceMetrics(health: health, hub: hub))
    metrics.add(AccountMetrics(board: account.board, book: book))
    metrics.add(trades)
    metrics.add(JournalMetrics(journal: journal, account: account, trades: trades, stores: stores))
    metrics.add(StoreMetrics(stores: stores))
    metrics.add(server.metrics)
    metrics.add(ProcessMetrics())
  }

  /// The port listened on.
  public var port: UInt16 { server.port }

  /// The account as it was last hung out; nil while it is recovering.
  var newestView: AccountView? { account.board.newest?.view }

  /// Starts everything. Throws what a person can act on: the port or the data directory in use, a
  /// journal of a newer version, a tape that cannot be read.
  public func start() throws {
    try checkMarket()
    let owned = try DataDirectory(path: settings.dataDirectory)
    directory.withLock { $0 = owned }
    try KeptInstruments.keep(settings.instruments, in: owned)
    try server.start()
    tellEndpoint()
    logger.info("listening on http://\(settings.host):\(server.port)")
    let rules = ProjectionRules(instruments: book, maxOrders: TradingCaps().maxOrders)
    let journal = try SQLiteJournal(
      directory: owned, scripts: BuiltIn.journalScripts, rules: rules, logger: logger.labelled("journal"))
    self.journal.open(journal)
    stores.start(journal, rules: rules)
    queries.start()
    events.start()
    hub.begin(after: UInt64(clamping: journal.health.committedSeq))
    startFeed(after: journal.health.committedSeq)
    startAccount(journal, owned)
    watch?.start()
    if let days = settings.retainedRowDays {
      retention.start(journal, days: days, logger: logger.labelled("retention"))
    }
  }

  /// Stops everything: the account first, so that what it decided is durable, the endpoint last, so
  /// that whoever listens gets the last event.
  public func stop() {
    isStopping.store(true, ordering: .releasing)
    watch?.stop()
    account.notes.close()
    journal.current?.giveUpWaiting()
    let running = threads.withLock { $0 }
    running.account?.join()
    retention.stop()
    stores.stop(graceNanos: Nanos.perSecond)
    journal.current?.stop()
    feedStop.close()
    running.feed?.join()
    hub.publish(event: "stopping", id: nil, data: Array("{}".utf8))
    server.stop()
    queries.stop()
    events.stop()
    let owned = directory.withLock { $0.take() }
    // Only what we own is ours to remove: another process may have been found in the directory.
    if owned != nil { try? EndpointFile.remove(directory: settings.dataDirectory) }
    owned?.release()
  }

  /// Trading does not depend on the file: a disk without room must not keep the service from starting.
  private func tellEndpoint() {
    let directory = settings.dataDirectory
    let address = EndpointFile.address(host: settings.host, port: server.port)
    do throws(FileError) {
      try EndpointFile.write(EndpointFile(address: address, token: adminToken), directory: directory)
    } catch {
      // One of an earlier process would name a token that is not known any more.
      try? EndpointFile.remove(directory: directory)
      logger.error("commands of this machine find no token", ["error": .string("\(error)")])
    }
  }

  /// Replaces the origins whose pages may read answers in a browser, from the next request on.
  public func setOrigins(_ origins: [CrossOrigin]) {
    gate.setOrigins(origins)
  }

  /// Room for so many streams and as many other connections as ever, as far as the system lets us have
  /// descriptors.
  private static func limits(_ settings: ServiceSettings, _ logger: Logger) -> HTTPServerLimits {
    let own = 256
    let wanted = HTTPServerLimits(connections: settings.maxStreams + 1_000)
    let descriptors = DescriptorLimit.raise(to: wanted.connections + own)
    if descriptors >= wanted.connections + own { return wanted }
    let reached = HTTPServerLimits(connections: max(descriptors - own, 64))
    logger.warning(
      "too few descriptors for all connections: raise the hard limit (ulimit -Hn, LimitNOFILE)",
      [
        "descriptors": .int(descriptors), "wanted": .int(wanted.connections + own),
        "connections": .int(reached.connections),
      ])
    return reached
  }

  /// Gives the account other limits and thresholds; they count from its next step on.
  public func adopt(caps: TradingCaps, marginAlarm: MarginAlarm) {
    account.terms.put(LiveTerms(caps: caps, marginAlarm: marginAlarm))
  }

  /// A tape that cannot be read is told before anything is begun.
  private func checkMarket() throws {
    if case .replay(let file) = settings.market {
      _ = try OpenMarket.tape(file: file, symbol: settings.symbol, book: book)
    }
  }

  private func startFeed(after cursor: Int64) {
    let logger = logger.labelled("alerts")
    let alerts = AlertLog(logger: logger, mode: settings.mode)
    let path = settings.dataDirectory + "/sextant.sqlite"
    let thread = OwnThread.start(name: "sx-feed") { [self] in
      do {
        var feed = EventFeed(
          reader: try JournalReader(path: path, instruments: book), hub: hub, board: account.board,
          alerts: alerts, trades: trades, book: book, logger: logger, after: cursor)
        feed.run(feedStop)
      } catch {
        logger.error("the event feed did not start", ["error": .string("\(error)")])
      }
    }
    threads.withLock { $0.feed = thread }
  }

  private func startAccount(_ journal: SQLiteJournal, _ directory: DataDirectory) {
    let thread = OwnThread.start(name: "sx-account") { [self] in runAccount(journal, directory) }
    threads.withLock { $0.account = thread }
  }

  private func runAccount(_ journal: SQLiteJournal, _ directory: DataDirectory) {
    do {
      let recovery = AccountRecovery(
        settings: settings, book: book, journal: journal,
        paper: try PaperLog(
          path: directory.paperPath, schema: BuiltIn.paperSchema, instruments: book),
        reader: try JournalReader(path: directory.journalPath, instruments: book), account: account,
        lanes: stores.lanes, logger: logger.labelled("account"),
        isStopping: { [self] in isStopping.load(ordering: .acquiring) })
      var loop = try recovery.open { [self] in
        // A projection behind is a delay for readers, not a failure: it catches up by itself.
        try? journal.flushProjection()
        logger.info(
          "replay finished",
          [
            "market": .string(settings.market.description),
            "bad_rows": .int(Int(account.board.newest?.view.badRows ?? 0)),
          ])
        guard settings.exitsAtEnd else { return }
        stores.drain(patienceNanos: 30 * Nanos.perSecond) { isStopping.load(ordering: .acquiring) }
        onEnd(.finished)
      }
      try loop.run { isStopping.load(ordering: .acquiring) }
      try loop.close()
      account.phase = .stopped
    } catch {
      let reason = "\(error)"
      account.phase = .failed(reason)
      logger.critical("the account stopped", ["reason": .string(reason)])
      refuseWaiting(reason)
      onEnd(.failed(reason))
    }
  }

  /// Nobody waits for an account that will not answer.
  private func refuseWaiting(_ reason: String) {
    for note in account.notes.take(waitingUpTo: 0) {
      switch note {
      case .signal(_, let answer): answer(.unavailable(reason))
      case .operate(_, let answer): answer(.unavailable(reason))
      }
    }
  }
}
