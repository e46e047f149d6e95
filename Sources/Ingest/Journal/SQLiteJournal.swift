public import Desk
public import Platform
public import Trading

/// The journal in a SQLite file: write-ahead log, synced at every commit, one thread that writes.
///
/// Group commit: one sync to disk carries everything that arrived during the last. The tables a quant
/// reads are kept up behind the commits by a thread of their own, in a file of their own.
public final class SQLiteJournal: Journal {
  /// The file.
  public let path: String

  private let setup: JournalSetup
  private let intents: IntentIndex
  private let thread: OwnThread
  private let tablesThread: OwnThread

  /// Opens or creates the journal of a data directory, which the caller keeps locked until `stop()`.
  ///
  /// - Parameters:
  ///   - scripts: the schemas of both files.
  ///   - rules: what states and rows are folded with.
  ///   - onFailure: called once, on the journal's thread, when a commit failed for good.
  public init(
    directory: DataDirectory, scripts: JournalScripts, rules: ProjectionRules,
    settings: JournalSettings = JournalSettings(), logger: Logger,
    onFailure: @escaping @Sendable (JournalError) -> Void = { _ in }
  ) throws(JournalError) {
    path = directory.journalPath
    let setup = JournalSetup(
      path: path, tablesPath: directory.tablesPath, scripts: scripts, rules: rules, settings: settings,
      logger: logger, onFailure: onFailure, inbox: Inbox(capacity: settings.inboxCapacity),
      tablesInbox: Inbox(capacity: settings.inboxCapacity))
    self.setup = setup
    thread = try Self.start("journal") { opened throws(JournalError) in
      let thread = try JournalThread(setup)
      opened.fulfil(.success(()))
      thread.run()
    }
    do throws(JournalError) {
      tablesThread = try Self.start("tables") { opened throws(JournalError) in
        let thread = try TablesThread(setup)
        opened.fulfil(.success(()))
        thread.run()
      }
    } catch {
      setup.inbox.close()
      thread.join()
      throw error
    }
    do throws(JournalError) {
      intents = try IntentIndex(path: path)
    } catch {
      Self.end(setup, thread, tablesThread)
      throw error
    }
  }

  /// A thread that says when it has opened its file; what it throws before is thrown here.
  private static func start(
    _ name: String,
    _ body: @escaping @Sendable (OneShot<Result<Void, JournalError>>) throws(JournalError) -> Void
  ) throws(JournalError) -> OwnThread {
    let opened = OneShot<Result<Void, JournalError>>()
    let thread = OwnThread.start(name: name) {
      do throws(JournalError) { try body(opened) } catch { opened.fulfil(.failure(error)) }
    }
    if case .failure(let error) = opened.wait(upTo: nil) {
      thread.join()
      throw error
    }
    return thread
  }

  /// The journal first: what it committed last still comes into the tables.
  private static func end(_ setup: JournalSetup, _ journal: OwnThread, _ tables: OwnThread) {
    setup.inbox.close()
    journal.join()
    setup.tablesInbox.close()
    tables.join()
  }

  /// State, positions and counts, for readiness and metrics.
  public var health: JournalHealth { setup.status.current }

  /// How long commits take and when they were.
  public var meters: JournalMeters { setup.meters }

  /// Batches and requests that wait now.
  public var waitingCount: Int { setup.inbox.count }

  /// True once it was stopped: what it refuses then it would never take.
  public var isStopped: Bool { setup.inbox.isClosed }

  /// Most batches and requests that can wait.
  public var waitingCapacity: Int { setup.inbox.capacity }

  /// Hands a batch to the thread; the completion is called there.
  public func append(
    _ batch: JournalBatch, isAwaited: Bool,
    completion: @escaping @Sendable (Result<JournalReceipt, JournalError>) -> Void
  ) -> Bool {
    setup.inbox.post(.batch(PendingBatch(batch: batch, isAwaited: isAwaited, completion: completion)))
  }

  /// Looks the keys up on the caller's thread, in microseconds; callers take turns.
  public func priorIntent(
    account: AccountID, session: SessionID, keys: [String]
  ) throws(JournalError) -> PriorIntent? {
    try intents.find(account: account, session: session, keys: keys)
  }

  /// Keeps an account's state after a committed event, for the next restart. Only the newest three of an
  /// account are kept; one that cannot be written is logged and missed by nobody.
  ///
  /// - Returns: false when the inbox is full or the journal was stopped.
  @discardableResult
  public func writeSnapshot(_ state: AccountState, seq: Int64) -> Bool {
    setup.inbox.post(.snapshot(state, seq: seq))
  }

  /// Waits until the tables hold every event committed before.
  public func flushProjection() throws(JournalError) {
    try request { .flushProjection($0) }
  }

  /// Empties the tables and waits until they are written again from the first event; commits go on.
  public func rebuildProjection() throws(JournalError) {
    try request { .rebuildProjection($0) }
  }

  /// Lets a commit that waits for room on the disk fail with that instead: the process is to end.
  public func giveUpWaiting() { setup.stopRequest.fulfil(()) }

  /// Commits what was accepted, brings the tables up to date, moves the log into the file and closes it.
  /// Later appends are refused. On a full disk what could not be written is answered with that.
  public func stop() {
    setup.stopRequest.fulfil(())
    SQLiteConnection.hurryWrites(true)
    defer { SQLiteConnection.hurryWrites(false) }
    Self.end(setup, thread, tablesThread)
  }

  func post(_ item: JournalItem) -> Bool { setup.inbox.post(item) }

  func post(_ item: TablesItem) -> Bool { setup.tablesInbox.post(item) }

  func request(
    _ item: (OneShot<Result<Void, JournalError>>) -> JournalItem
  ) throws(JournalError) {
    let answer = OneShot<Result<Void, JournalError>>()
    guard setup.inbox.post(item(answer)) else {
      throw setup.inbox.isClosed
        ? JournalError(.stopped, "The journal was stopped.")
        : JournalError(.overloaded, "The journal's inbox is full; try again.")
    }
    try answer.wait(upTo: nil)?.get()
  }
}
