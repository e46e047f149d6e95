import Desk
import Ingest
public import Platform
import Primitives
public import Query
public import Sync
public import Trading

/// The service: endpoint, journal, accounts and feed, started in that order and stopped in reverse.
///
/// The endpoint comes first and answers 503 with the reason until the accounts have recovered, so that
/// whoever watches sees a start and not a silence.
public final class Service: Sendable {
  /// How the accounts ended.
  public enum Ending: Sendable {
    /// The tape is at its end for all of them, and the process was told to end with it.
    case finished
    /// The last of them stopped, or one had before the others came to the end: the reasons, for people.
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
  private let encoder: StreamEncoder
  private let events: EventReader
  let accounts: LiveAccounts
  private let journal = JournalHolder()
  /// The journal's bounds, for tests to take room away.
  let journalSettings = Locked(JournalSettings())
  /// Waits for room to open the journal.
  private let waiting = Locked<OwnThread?>(nil)
  private let openingStop = Inbox<Void>(capacity: 1)
  private let onEnd: @Sendable (Ending) -> Void
  private let stores: StoreWriters
  private let trades: TradeMetrics
  private let watch: ServiceWatch?
  private let retention = RetentionThread()
  private let directory = Locked<DataDirectory?>(nil)
  private let feed = Locked<OwnThread?>(nil)
  private let feedState = FeedState()
  private let feedStop = Inbox<Void>(capacity: 1)

  /// Wires the parts; nothing runs yet. `onEnd` is called from an account's thread; the notifier, when there
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
    accounts = LiveAccounts(settings: settings, journal: journal, logger: logger, onEnd: onEnd)
    stores = StoreWriters(settings: settings, logger: logger.labelled("stores"))
    book = try settings.instruments?.book ?? BuiltIn.instruments().book
    hub = SSEHub(limits: SSEHub.Limits(streams: settings.maxStreams))
    adminToken = settings.adminToken ?? RandomText.hexadecimal(bytes: 32)
    gate = AccessGate(settings.access, host: settings.host, ownToken: adminToken)
    queries = QueryThread(path: settings.dataDirectory + "/sextant.sqlite")
    encoder = StreamEncoder(book: book, namesAccounts: accounts.all.count > 1)
    events = EventReader(path: settings.dataDirectory + "/sextant.sqlite", encoder: encoder)
    trades = TradeMetrics(book: book, accounts: accounts.all.map(\.name))
    let health = ServiceHealth(accounts: accounts.all, journal: journal, stores: stores, feed: feedState)
    if let notifier {
      watch = ServiceWatch(notifier: notifier, health: health, journal: journal)
    } else {
      watch = nil
    }
    let metrics = MetricRegistry()
    let endpoint = Endpoint(
      book: book, accounts: accounts.served, health: health, queries: queries,
      hub: hub, stores: stores, events: events, metrics: metrics, gate: gate)
    server = HTTPServer(
      host: settings.host, port: settings.port, router: endpoint.router,
      limits: try Self.limits(settings, logger), gate: endpoint.gate)
    metrics.add(ServiceMetrics(health: health, accounts: accounts.all, hub: hub))
    metrics.add(AccountMetrics(boards: accounts.all.map(\.board), book: book))
    metrics.add(trades)
    metrics.add(
      JournalMetrics(journal: journal, accounts: accounts.all, trades: trades, stores: stores))
    metrics.add(StoreMetrics(stores: stores))
    metrics.add(server.metrics)
    metrics.add(ProcessMetrics())
  }

  /// The port listened on.
  public var port: UInt16 { server.port }

  /// Accounts that have stopped until a restart, each with its reason, for people; none while all is well.
  public var failures: [String] { accounts.failures.map { "\($0.name): \($0.reason)" } }

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
    var journalSettings = journalSettings.withLock { $0 }
    journalSettings.reserve = ReserveFile(directory: settings.dataDirectory)
    let opening = JournalOpening(
      directory: owned, rules: rules, settings: journalSettings, holder: journal,
      logger: logger.labelled("journal"))
    if let journal = try opening.attempt() {
      begin(journal, in: owned, rules: rules)
    } else {
      // The endpoint says why nothing goes on; whoever starts us need not wait with us.
      let waiting = OwnThread.start(name: "sx-opening") { [self] in wait(opening, in: owned, rules: rules) }
      self.waiting.withLock { $0 = waiting }
    }
    watch?.start()
  }

  private func wait(_ opening: JournalOpening, in directory: DataDirectory, rules: ProjectionRules) {
    do {
      guard let journal = try opening.wait(until: openingStop) else { return }
      begin(journal, in: directory, rules: rules)
    } catch {
      logger.critical("the journal cannot be opened", ["error": .string("\(error)")])
      onEnd(.failed("\(error)"))
    }
  }

  /// Everything that needs the journal.
  private func begin(_ journal: SQLiteJournal, in directory: DataDirectory, rules: ProjectionRules) {
    self.journal.open(journal)
    stores.start(journal, rules: rules)
    queries.start()
    events.start()
    hub.begin(after: UInt64(clamping: journal.health.committedSeq))
    startFeed(after: journal.health.committedSeq)
    accounts.start(
      on: AccountGround(journal: journal, directory: directory, book: book, stores: stores))
    retention.start(
      journal, rules: rules,
      terms: RetentionThread.Terms(
        rowDays: settings.retainedRowDays, journalDays: settings.retainedJournalDays),
      directory: settings.dataDirectory, stores: settings.stores.map(\.kind),
      logger: logger.labelled("retention")
    ) { [trades] in trades.cursor }
  }

  /// Stops everything: the accounts first, so that what they decided is durable, the endpoint last, so
  /// that whoever listens gets the last event.
  public func stop() {
    openingStop.close()
    waiting.withLock { $0.take() }?.join()
    accounts.beginStop()
    events.beginStop()
    watch?.stop()
    journal.current?.giveUpWaiting()
    accounts.join()
    retention.stop()
    stores.stop(graceNanos: Nanos.perSecond)
    journal.current?.stop()
    feedStop.close()
    feed.withLock { $0 }?.join()
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

  /// Replaces the tokens of the tokens file, from the next request on. Streams end when one is gone: they
  /// were opened with a token once and are not asked for it again.
  ///
  /// - Returns: how many are new and how many are gone.
  public func setTokens(_ tokens: [AccessToken]) -> (added: Int, removed: Int) {
    let change = gate.setTokens(tokens)
    if change.removed > 0 { hub.endStreams() }
    return change
  }

  /// Room for so many streams and as many other connections as ever, as far as the system lets us have
  /// descriptors.
  ///
  /// - Throws: a `DescriptorFault` when there are not enough for our own files either.
  private static func limits(
    _ settings: ServiceSettings, _ logger: Logger
  ) throws(DescriptorFault) -> HTTPServerLimits {
    let own = 256
    let wanted = HTTPServerLimits(connections: settings.maxStreams + 1_000)
    let descriptors = DescriptorLimit.raise(to: wanted.connections + own)
    if descriptors >= wanted.connections + own { return wanted }
    let least = DescriptorFault.least(otherAccounts: settings.moreAccounts.count)
    guard descriptors >= least else {
      throw DescriptorFault(reached: descriptors, least: least, wanted: wanted.connections + own)
    }
    // Without room for all of our own a quarter of the least is still the clients'.
    let reached = HTTPServerLimits(connections: max(descriptors - own, least / 4))
    logger.warning(
      "too few descriptors for all connections: raise the hard limit (ulimit -Hn, LimitNOFILE)",
      [
        "descriptors": .int(descriptors), "wanted": .int(wanted.connections + own),
        "connections": .int(reached.connections),
      ])
    return reached
  }

  /// Gives an account other limits and thresholds; they count from its next step on. One that is not there
  /// is passed over.
  public func adopt(_ account: AccountID, caps: TradingCaps, marginAlarm: MarginAlarm) {
    accounts[account]?.terms.put(LiveTerms(caps: caps, marginAlarm: marginAlarm))
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
    // Before its thread runs: whoever cuts the journal asks how far it has come.
    trades.begin(after: cursor)
    let thread = OwnThread.start(name: "sx-feed") { [self] in
      guard
        let reader = EventFeed.open(
          path: path, book: book, state: feedState, logger: logger, until: feedStop)
      else { return }
      var reading = EventFeed(
        reader: reader, hub: hub, boards: accounts.all.map(\.board), alerts: alerts, trades: trades,
        encoder: encoder, logger: logger, state: feedState, after: cursor)
      reading.run(feedStop)
    }
    feed.withLock { $0 = thread }
  }
}
