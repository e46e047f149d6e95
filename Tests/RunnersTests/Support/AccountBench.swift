import Foundation
import Platform
import Primitives
import Query
import Testing
import Trading

@testable import Ingest
@testable import Runners

/// Something tests turn on and off from another thread.
final class Switch: Sendable {
  private let state: Locked<Bool>

  init(_ isOn: Bool = false) { state = Locked(isOn) }

  var isOn: Bool {
    get { state.withLock { $0 } }
    set { state.withLock { $0 = newValue } }
  }
}

/// One account on a journal and an exchange's log whose room the test takes away.
final class AccountBench: Sendable {
  let account: LiveAccount
  let journal: SQLiteJournal
  let health: ServiceHealth
  let watch: ServiceWatch
  let book: InstrumentBook
  /// True: the exchange's log finds no room.
  let isFull = Switch()
  /// Why the account's thread ended with an error.
  let failure = Locked<String?>(nil)
  let directory: DataDirectory

  private let settings: ServiceSettings
  private let isStopping = Switch()
  private let sink: LogSink
  private let logPath: String
  private let thread = Locked<OwnThread?>(nil)

  init(_ scratch: Scratch, journalSettings: JournalSettings = JournalSettings()) throws {
    var settings = ServiceSettings()
    settings.dataDirectory = scratch.path + "/data"
    settings.strategy = nil
    settings.synthesisedHistoryNanos = 60 * Nanos.perSecond
    self.settings = settings
    logPath = scratch.path + "/log"
    sink = LogSink(descriptor: open(logPath, O_WRONLY | O_CREAT, 0o600), format: .json)
    let logger = Logger(label: "test", sink: sink)
    directory = try DataDirectory(path: settings.dataDirectory)
    book = try BuiltIn.instruments().book
    journal = try SQLiteJournal(
      directory: directory, scripts: BuiltIn.journalScripts,
      rules: ProjectionRules(instruments: book, maxOrders: 1_000), settings: journalSettings, logger: logger)
    let holder = JournalHolder()
    holder.open(journal)
    account = LiveAccount(AccountID("main"), journal: holder)
    health = ServiceHealth(
      accounts: [account], journal: holder, stores: StoreWriters(settings: settings, logger: logger))
    watch = ServiceWatch(
      notifier: ServiceNotifier(socket: "@none", watchdogNanos: nil), health: health, journal: holder)
  }

  /// Starts the account's thread and waits until it decides.
  func start() {
    let started = OwnThread.start(name: "bench") { [self] in
      do { try run() } catch {
        let reason = "\(error)"
        failure.withLock { $0 = reason }
        account.fail(reason)
      }
    }
    thread.withLock { $0 = started }
    waitUntil("the account decides") { account.phase == .running }
  }

  private func run() throws {
    let paper = try PaperLog(path: directory.paperPath, schema: BuiltIn.paperSchema, instruments: book)
    paper.beforeWrite = { [isFull] () throws(SQLiteError) in
      guard isFull.isOn else { return }
      throw SQLiteError(extendedCode: 13, message: "database or disk is full", statement: "")
    }
    let recovery = AccountRecovery(
      settings: settings, book: book, journal: journal, paper: paper,
      reader: try JournalReader(path: directory.journalPath, instruments: book), account: account,
      lanes: [], leads: { true }, startedAt: WallClock.now(), logger: Logger(label: "account", sink: sink),
      isStopping: { [isStopping] in isStopping.isOn })
    var loop = try recovery.open {}
    try loop.run { isStopping.isOn }
    try loop.close()
  }

  /// Ends the account's thread, then the journal.
  func stop() {
    isStopping.isOn = true
    account.notes.close()
    journal.giveUpWaiting()
    thread.withLock { $0.take() }?.join()
    journal.stop()
    sink.close()
    directory.release()
  }

  /// Hands in an entry; its answer comes into the box.
  func enter(_ id: String) throws -> OneShot<SignalAnswer> { try account.enter(id) }

  /// What was logged, line by line.
  func logged() throws -> [Substring] {
    sink.flush()
    return try String(contentsOfFile: logPath, encoding: .utf8).split(separator: "\n")
  }

  /// Waits until something holds that comes by itself; an issue when it does not within the deadline.
  func waitUntil(_ what: String, _ holds: () throws -> Bool) rethrows {
    let start = MonotonicClock.nowNanoseconds()
    while MonotonicClock.nowNanoseconds() - start < RunningService.deadlineNanos {
      if try holds() { return }
      _ = OneShot<Bool>().wait(upTo: Nanos.perMillisecond)
    }
    Issue.record("not within the deadline: \(what)")
  }
}

extension LiveAccount {
  /// Submits an entry of 0.01 BTCUSDT as the endpoint would.
  func enter(_ id: String) throws -> OneShot<SignalAnswer> {
    let symbol = try #require(Symbol("BTCUSDT"))
    let said = OneShot<SignalAnswer>()
    submit(
      Signal(
        id: SignalID(id), type: .entry, symbol: symbol, side: .buy,
        quantity: try Fixed(parsing: "0.01"), source: .api), clientKey: nil
    ) { _ = said.fulfil($0) }
    return said
  }
}
