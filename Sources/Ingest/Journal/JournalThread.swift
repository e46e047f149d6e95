import Desk
import Platform
import Primitives
import Trading

/// The journal's thread: commits groups, keeps the tables up, moves the write-ahead log.
///
/// It owns the one connection that writes or checkpoints the file. Everything that arrived while the
/// last commit was on its way to the disk goes into the next.
final class JournalThread {
  let setup: JournalSetup
  let connection: SQLiteConnection
  let writer: JournalWriter
  let projection: Projection
  let snapshots: SnapshotStore
  let cursors: CursorStore
  let deadLetters: DeadLetterStore
  let eraser: RowEraser
  let cuts: CutStore
  var checkpoints: LogCheckpoints
  /// Set by the first failed commit; nothing is written after it.
  var failure: JournalError?
  /// Accounts whose intent was journaled twice: nothing more of them is written, others go on.
  var stopped: [AccountID: JournalError] = [:]
  /// Monotonic time before which the tables are not tried again; nil when they did not fail.
  var projectionRetryAt: Int64?

  /// Opens the file; runs on the thread itself, which the connection never leaves.
  init(_ setup: JournalSetup) throws(JournalError) {
    self.setup = setup
    connection = try setup.open()
    eraser = RowEraser(connection)
    checkpoints = LogCheckpoints(setup.settings)
    let instruments = setup.rules.instruments
    do {
      let codec = EventCodec(instruments: instruments)
      writer = try JournalWriter(connection, codec: codec)
      projection = try Projection(
        connection, rules: setup.rules, reader: JournalReader(connection, codec: codec))
      snapshots = try SnapshotStore(
        connection, codec: SnapshotCodec(instruments: instruments),
        kept: setup.settings.snapshotsKept)
      cursors = try CursorStore(connection)
      cuts = CutStore(connection, cursors)
      deadLetters = try DeadLetterStore(connection)
    } catch { throw JournalError(error, writing: setup.path) }
    let (committed, projected) = (writer.lastSeq, projection.cursor)
    setup.status.update { health in
      health.committedSeq = committed
      health.projectedSeq = projected
    }
  }

  /// Works until the inbox is closed and drained.
  func run() {
    while true {
      let isLast = setup.inbox.isClosed
      let items = setup.inbox.take(waitingUpTo: patience())
      process(items)
      project()
      checkpointIfDue()
      if isLast, items.isEmpty { break }
    }
    finish()
  }

  /// Nanoseconds to wait for the next item; nil without limit.
  private func patience() -> Int64? {
    guard failure == nil else { return nil }
    let now = MonotonicClock.nowNanoseconds()
    let due = [projectionDueAt(), checkpoints.dueAt].compactMap { $0 }.min()
    return due.map { max($0 - now, 0) }
  }

  private func process(_ items: [JournalItem]) {
    var group: [PendingBatch] = []
    for item in items {
      if case .batch(let pending) = item {
        group.append(pending)
        continue
      }
      commit(group)
      group.removeAll()
      perform(item)
    }
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
    case .eraseRows(let rows, let answer): answer.fulfil(erase(rows))
    case .cut(let order, let answer): answer.fulfil(cut(order))
    case .eraseEvents(let answer): answer.fulfil(eraseEvents())
    case .flushProjection(let answer): answer.fulfil(catchUp())
    case .rebuildProjection(let answer):
      do throws(JournalError) {
        if let failure { throw failure }
        try projection.reset()
        answer.fulfil(catchUp())
      } catch { answer.fulfil(.failure(error)) }
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
    let frames = connection.walFrameCount
    guard failure == nil, checkpoints.isDue(frames: frames, at: MonotonicClock.nowNanoseconds()) else {
      return
    }
    do { try connection.checkpoint() } catch {
      setup.logger.warning("write-ahead log not moved", ["error": .string("\(error)")])
    }
    checkpoints.noteCheckpoint(frames: frames)
  }

  /// The end: tables up to date, the log moved into the file.
  private func finish() {
    if failure == nil {
      if case .failure(let error) = catchUp() {
        setup.logger.warning("tables not up to date", ["error": .string("\(error)")])
      }
      do { try connection.checkpoint(truncating: true) } catch {
        setup.logger.warning("write-ahead log not moved", ["error": .string("\(error)")])
      }
      setup.status.update { $0.state = .stopped }
    }
  }
}
