public import Desk
public import Platform
public import Trading

/// The journal in a SQLite file: write-ahead log, synced at every commit, one thread that writes.
///
/// Group commit: one sync to disk carries everything that arrived during the last. The tables a quant
/// reads are kept up by the same thread, behind the commits.
public final class SQLiteJournal: Journal {
  /// The file.
  public let path: String

  private let setup: JournalSetup
  private let intents: IntentIndex
  private let thread: OwnThread

  /// Opens or creates the journal of a data directory, which the caller keeps locked until `stop()`.
  ///
  /// - Parameters:
  ///   - scripts: the schema, `sql/sqlite/NNN_*.sql`.
  ///   - rules: what states and rows are folded with.
  ///   - onFailure: called once, on the journal's thread, when a commit failed for good.
  public init(
    directory: DataDirectory, scripts: [SQLScript], rules: ProjectionRules,
    settings: JournalSettings = JournalSettings(), logger: Logger,
    onFailure: @escaping @Sendable (JournalError) -> Void = { _ in }
  ) throws(JournalError) {
    precondition(!scripts.isEmpty, "a journal needs its schema")
    path = directory.journalPath
    let setup = JournalSetup(
      path: path, scripts: scripts, rules: rules, settings: settings, logger: logger,
      onFailure: onFailure, inbox: Inbox(capacity: settings.inboxCapacity))
    self.setup = setup
    let opened = OneShot<Result<Void, JournalError>>()
    thread = OwnThread.start(name: "journal") {
      do throws(JournalError) {
        let thread = try JournalThread(setup)
        opened.fulfil(.success(()))
        thread.run()
      } catch { opened.fulfil(.failure(error)) }
    }
    if case .failure(let error) = opened.wait(upTo: nil) {
      thread.join()
      throw error
    }
    do throws(JournalError) {
      intents = try IntentIndex(path: path)
    } catch {
      setup.inbox.close()
      thread.join()
      throw error
    }
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
    _ batch: JournalBatch,
    completion: @escaping @Sendable (Result<JournalReceipt, JournalError>) -> Void
  ) -> Bool {
    setup.inbox.post(.batch(PendingBatch(batch: batch, completion: completion)))
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

  /// Empties the tables and waits until they are written again from the first event; commits wait too.
  public func rebuildProjection() throws(JournalError) {
    try request { .rebuildProjection($0) }
  }

  /// Lets a commit that waits for room on the disk fail with that instead: the process is to end.
  public func giveUpWaiting() { setup.stopRequest.fulfil(()) }

  /// Commits what was accepted, brings the tables up to date, moves the log into the file and closes it.
  /// Later appends are refused. On a full disk what could not be written is answered with that.
  public func stop() {
    setup.stopRequest.fulfil(())
    setup.inbox.close()
    thread.join()
  }

  func post(_ item: JournalItem) -> Bool { setup.inbox.post(item) }

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
