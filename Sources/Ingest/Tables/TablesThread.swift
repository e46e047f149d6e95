import Desk
import Platform
import Primitives
import Trading

/// The thread of the tables a quant reads: brings what was committed into them, in a file of their own.
///
/// It owns the one connection that writes or checkpoints that file. The journal does not wait for it, but
/// where the tables would fall further behind than they may.
final class TablesThread {
  private let setup: JournalSetup
  private let connection: SQLiteConnection
  private let projection: Projection
  private let eraser: RowEraser
  private var checkpoints: LogCheckpoints
  /// Monotonic time before which the tables are not tried again; nil when they did not fail.
  private var retryAt: Int64?
  /// Monotonic time since when the tables lack something; nil when they were just written.
  private var behindSince: Int64?
  /// Who waits until the tables have come to an event.
  private var waiting: [(seq: Int64, answer: OneShot<Result<Void, JournalError>>)] = []

  /// Opens the file; runs on the thread itself, which the connection never leaves.
  init(_ setup: JournalSetup) throws(JournalError) {
    self.setup = setup
    let file = TablesFile(path: setup.tablesPath, scripts: setup.scripts.tables)
    connection = try file.open(checkNanos: setup.settings.checkNanos, logger: setup.logger)
    checkpoints = LogCheckpoints(
      limitBytes: setup.settings.tablesLogLimitBytes, idleNanos: setup.settings.idleCheckpointNanos)
    eraser = RowEraser(connection)
    let reader = try JournalReader(path: setup.path, instruments: setup.rules.instruments)
    do {
      projection = try Projection(
        connection, rules: setup.rules, reader: reader, directory: reader.directoryID())
    } catch let error as SQLiteError {
      throw JournalError(error, writing: setup.tablesPath)
    } catch {
      throw error as? JournalError ?? JournalError(.writeFailed, "\(error)")
    }
    if projection.cursor > (try reader.lastSeq()) || projection.isOfOther {
      setup.logger.warning("the tables are of another journal; they are made anew of this one")
      try projection.reset()
    }
    tell()
  }

  /// Works until the inbox is closed and drained, and the tables are up to date.
  func run() {
    while true {
      let isLast = setup.tablesInbox.isClosed
      let items = setup.tablesInbox.take(waitingUpTo: patience())
      for item in items { perform(item) }
      if let due = dueAt(), due <= MonotonicClock.nowNanoseconds() { project() }
      checkpointIfDue()
      if isLast, items.isEmpty { break }
    }
    finish()
  }

  private func perform(_ item: TablesItem) {
    switch item {
    case .committed(let events): projection.note(events)
    case .flush(let seq, let answer):
      waiting.append((seq, answer))
      project(through: seq)
    case .rebuild(let seq, let answer):
      setup.status.update { $0.tablesKeepUp = false }
      do throws(JournalError) {
        try projection.reset()
        tell()
        waiting.append((seq, answer))
        project(through: seq)
      } catch { answer.fulfil(.failure(error)) }
    case .erase(let rows, let answer):
      do throws(SQLiteError) {
        let count = try eraser.erase(rows)
        noteCommit()
        answer.fulfil(.success(count))
      } catch { answer.fulfil(.failure(JournalError(error, writing: setup.tablesPath))) }
    }
  }

  /// Nanoseconds to wait for the next item; nil without limit.
  private func patience() -> Int64? {
    let due = [dueAt(), checkpoints.dueAt].compactMap { $0 }.min()
    return due.map { max($0 - MonotonicClock.nowNanoseconds(), 0) }
  }

  // MARK: Rows

  private var committedSeq: Int64 { setup.status.current.committedSeq }

  /// Monotonic time at which the tables are to be written; nil when they are up to date, or what they lack is
  /// on its way here.
  private func dueAt() -> Int64? {
    let lag = committedSeq - projection.cursor
    guard lag > 0 else {
      behindSince = nil
      return nil
    }
    if let retryAt { return retryAt }
    if projection.noted == projection.cursor, setup.tablesInbox.count > 0 { return nil }
    let now = MonotonicClock.nowNanoseconds()
    let since = behindSince ?? now
    behindSince = since
    return lag < Int64(setup.settings.projectionBatch) ? since + setup.settings.projectionDelayNanos : now
  }

  /// Whether all other threads go first: nobody is kept waiting for that.
  private var isGivingWay: Bool { isClose && waiting.isEmpty }

  private var isClose: Bool { committedSeq - projection.cursor < Int64(setup.settings.projectionBatch) }

  /// Most events of the next transaction: few while the tables are close behind, so that what is written to
  /// disk at once holds up no commit; many where they are not.
  private var transaction: Int {
    let settings = setup.settings
    let most = settings.projectionTransaction
    return isClose ? min(settings.projectionSlice, most) : most
  }

  /// Writes what was noted, and more where it takes that to come to an event. A failure is logged and tried
  /// again later: it never stops trading, and nobody waits for it.
  private func project(through asked: Int64 = 0) {
    let seq = max(asked, projection.noted)
    do throws(JournalError) {
      repeat {
        setup.settings.beforeProjection?(connection)
        SQLiteConnection.paceWrites(isGivingWay)
        let count = try projection.advance(limit: transaction, isGivingWay: isGivingWay)
        (retryAt, behindSince) = (nil, nil)
        if count == 0 { break }
        noteCommit()
        checkpointIfDue()
        tell()
      } while projection.cursor < seq
      tell()
    } catch {
      setup.logger.error("the tables cannot be written", ["error": .string("\(error)")])
      retryAt = MonotonicClock.nowNanoseconds() + setup.settings.retryNanos
      setup.status.update { $0.tablesKeepUp = false }
      for waiter in waiting { waiter.answer.fulfil(.failure(error)) }
      waiting.removeAll()
    }
  }

  /// Says how far the tables have come, to all and to those who wait for it.
  private func tell() {
    let (cursor, batch) = (projection.cursor, Int64(setup.settings.projectionBatch))
    setup.status.update { health in
      health.projectedSeq = cursor
      if health.committedSeq - cursor < batch { health.tablesKeepUp = true }
    }
    for waiter in waiting where waiter.seq <= cursor { waiter.answer.fulfil(.success(())) }
    waiting.removeAll { $0.seq <= cursor }
  }

  // MARK: Write-ahead log

  private func noteCommit() {
    checkpoints.noteCommit(frames: connection.walFrameCount, at: MonotonicClock.nowNanoseconds())
  }

  private func checkpointIfDue() {
    let frames = connection.walFrameCount
    guard checkpoints.isDue(frames: frames, at: MonotonicClock.nowNanoseconds()) else { return }
    SQLiteConnection.paceWrites(isGivingWay)
    moveLog(truncating: false)
    checkpoints.noteCheckpoint(frames: frames)
    if committedSeq == projection.cursor { connection.releaseMemory() }
  }

  private func moveLog(truncating: Bool) {
    do { try connection.checkpoint(truncating: truncating) } catch {
      setup.logger.warning("write-ahead log of the tables not moved", ["error": .string("\(error)")])
    }
  }

  /// The end: tables up to date, the log moved into the file.
  private func finish() {
    project(through: committedSeq)
    moveLog(truncating: true)
    for waiter in waiting {
      waiter.answer.fulfil(.failure(JournalError(.stopped, "The journal was stopped.")))
    }
  }
}
