import Desk
import Platform
import Primitives
import Trading

/// The journal's thread: commits groups and moves the write-ahead log.
///
/// It owns the one connection that writes the file, and moves its log but for what `LogMover` moves beside.
/// Everything that arrived while the last commit was on its way to the disk goes into the next.
final class JournalThread {
  /// Most batches held back for one that is awaited.
  private static let heldCap = 256

  let setup: JournalSetup
  let connection: SQLiteConnection
  let writer: JournalWriter
  let snapshots: SnapshotStore
  let cursors: CursorStore
  let deadLetters: DeadLetterStore
  let cuts: CutStore
  var checkpoints: LogCheckpoints
  /// Batches nobody waits for, until one comes that somebody does, and since when (monotonic).
  private var held: [PendingBatch] = []
  private var heldSince: Int64 = 0
  private let mover: LogMover
  private var isMoverHurried = false
  /// The newest rebuild of the tables that was asked for: nothing is cut before its answer.
  var rebuild: OneShot<Result<Void, JournalError>>?
  /// Set by the first failed commit; nothing is written after it.
  var failure: JournalError?
  /// Accounts whose intent was journaled twice: nothing more of them is written, others go on.
  var stopped: [AccountID: JournalError] = [:]

  /// Opens the file; runs on the thread itself, which the connection never leaves.
  init(_ setup: JournalSetup) throws(JournalError) {
    self.setup = setup
    connection = try setup.open()
    checkpoints = LogCheckpoints(
      limitBytes: setup.settings.logLimitBytes, idleNanos: setup.settings.idleCheckpointNanos)
    let instruments = setup.rules.instruments
    do {
      let codec = EventCodec(instruments: instruments)
      writer = try JournalWriter(connection, codec: codec)
      snapshots = try SnapshotStore(
        connection, codec: SnapshotCodec(instruments: instruments),
        kept: setup.settings.snapshotsKept)
      cursors = try CursorStore(connection)
      cuts = CutStore(connection, cursors)
      deadLetters = try DeadLetterStore(connection)
      mover = try LogMover(path: setup.path, logger: setup.logger) { setup.inbox.post(.logMoved) }
    } catch { throw JournalError(error, writing: setup.path) }
    let committed = writer.lastSeq
    setup.status.update { $0.committedSeq = committed }
  }

  /// Works until the inbox is closed and drained.
  func run() {
    OwnThread.bePrompt()
    while true {
      let isLast = setup.inbox.isClosed
      let items = setup.inbox.take(waitingUpTo: patience())
      process(items, isLast: isLast)
      checkpointIfDue()
      if isLast, items.isEmpty { break }
    }
    finish()
  }

  /// Nanoseconds to wait for the next item; nil without limit.
  private func patience() -> Int64? {
    let heldDue = held.isEmpty ? nil : heldSince + setup.settings.learnedDelayNanos
    // While the mover is at it nothing is moved here; its end wakes this thread.
    let isMoveOff = failure != nil || mover.state == .moving
    let due = [heldDue, isMoveOff ? nil : checkpoints.dueAt].compactMap { $0 }.min()
    return due.map { max($0 - MonotonicClock.nowNanoseconds(), 0) }
  }

  private func process(_ items: [JournalItem], isLast: Bool) {
    var isAwaited = isLast
    for item in items {
      if case .batch(let pending) = item {
        if held.isEmpty { heldSince = MonotonicClock.nowNanoseconds() }
        held.append(pending)
        isAwaited = isAwaited || pending.isAwaited
      } else {
        commitHeld()
        perform(item)
      }
    }
    let isDue =
      held.count >= Self.heldCap
      || MonotonicClock.nowNanoseconds() >= heldSince + setup.settings.learnedDelayNanos
    if isAwaited || isDue { commitHeld() }
  }

  private func commitHeld() {
    guard !held.isEmpty else { return }
    var group: [PendingBatch] = []
    swap(&group, &held)
    commit(group)
  }

  private func perform(_ item: JournalItem) {
    switch item {
    case .batch: break
    case .snapshot(let state, let seq): keep(state, seq: seq)
    case .cursors(let cursors, let answer):
      keep(cursors)
      answer?.fulfil(())
    case .deadLetters(let change, let answer): answer.fulfil(perform(change))
    case .cut(let order, let answer): answer.fulfil(cut(order))
    case .eraseEvents(let answer): answer.fulfil(eraseEvents())
    case .logMoved: break
    case .flushProjection(let answer): pass(answer) { .flush(through: $0, answer) }
    case .rebuildProjection(let answer):
      rebuild = answer
      pass(answer) { .rebuild(through: $0, answer) }
    }
  }

  /// Hands a request on to the tables' thread, with the newest committed event.
  private func pass(
    _ answer: OneShot<Result<Void, JournalError>>, _ item: (Int64) -> TablesItem
  ) {
    if let failure {
      answer.fulfil(.failure(failure))
    } else if !setup.tablesInbox.post(item(writer.lastSeq)) {
      answer.fulfil(.failure(.tablesBusy))
    }
  }

  private func keep(_ state: AccountState, seq: Int64) {
    guard failure == nil, seq <= writer.lastSeq else { return }
    do {
      try snapshots.write(state, seq: seq)
      noteCommit()
    } catch {
      // The restart folds a few events more.
      setup.logger.warning("snapshot not kept", ["error": .string("\(error)")])
    }
  }

  /// A cursor that cannot be written is behind: its reader does some of its work twice.
  private func keep(_ moved: [(name: String, seq: Int64)]) {
    guard failure == nil, !moved.isEmpty else { return }
    do {
      try connection.inTransaction { () throws(SQLiteError) in
        for cursor in moved { try cursors.write(cursor.name, cursor.seq) }
      }
      noteCommit()
    } catch {
      setup.logger.warning("cursor not kept", ["error": .string("\(error)")])
    }
  }

  private func perform(_ change: DeadLetterChange) -> Result<Void, JournalError> {
    if let failure { return .failure(failure) }
    do {
      try connection.inTransaction { () throws(SQLiteError) in try deadLetters.perform(change) }
      noteCommit()
      return .success(())
    } catch { return .failure(JournalError(error, writing: setup.path)) }
  }

  // MARK: Write-ahead log

  func noteCommit() {
    checkpoints.noteCommit(
      frames: connection.walFrameCount, at: MonotonicClock.nowNanoseconds())
  }

  func checkpointIfDue() {
    guard failure == nil else { return }
    switch mover.state {
    case .moving: hurryMover(checkpoints.isFull(frames: connection.walFrameCount))
    case .moved:
      hurryMover(false)
      mover.rest()
      moveLog()
    case .idle:
      let frames = connection.walFrameCount
      if checkpoints.isDue(frames: frames, at: MonotonicClock.nowNanoseconds()) {
        moveLog()
      } else if checkpoints.isWorthMoving(frames: frames) {
        mover.move()
      }
    }
  }

  private func hurryMover(_ isHurried: Bool) {
    guard isHurried != isMoverHurried else { return }
    isMoverHurried = isHurried
    SQLiteConnection.hurryWrites(isHurried)
  }

  private func moveLog() {
    let frames = connection.walFrameCount
    do { try connection.checkpoint() } catch {
      setup.logger.warning("write-ahead log not moved", ["error": .string("\(error)")])
    }
    checkpoints.noteCheckpoint(frames: frames)
  }

  /// The end: the log moved into the file.
  private func finish() {
    mover.stop()
    hurryMover(false)
    if failure == nil {
      do { try connection.checkpoint(truncating: true) } catch {
        setup.logger.warning("write-ahead log not moved", ["error": .string("\(error)")])
      }
      setup.status.update { $0.state = .stopped }
    }
  }
}
