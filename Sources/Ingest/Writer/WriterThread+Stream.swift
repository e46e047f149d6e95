import Desk
import Platform
import Primitives

extension WriterThread {
  /// Sends what the journal holds, and the market when there is nothing of the journal, until told to stop
  /// or until a rebuild is through.
  func stream(_ link: StoreLink) throws(StoreProblem) {
    while true {
      let now = MonotonicClock.nowNanoseconds()
      if sent.isEmpty { try lookAfter(link, at: now) }
      if ready.isEmpty { try read(at: now) }
      if ready.isEmpty { takeMarket() }
      if let next = ready.last, canSend(next, over: link, at: now) {
        ready.removeLast()
        try send(next, over: link)
      } else if !sent.isEmpty {
        try settle(link)
      } else if isDone {
        return
      } else if ready.isEmpty {
        if isUpToDate { noteWell() }
        shared.pause(min(plan.delayNanos, 20 * Nanos.perMillisecond))
      }
    }
  }

  /// Nothing is left that this run is to send.
  private var isDone: Bool {
    guard ready.isEmpty, sent.isEmpty else { return false }
    switch plan.scope {
    case .follow: return shared.isStopping && isUpToDate
    case .rebuild: return shared.isStopping || isUpToDate
    }
  }

  /// The journal has nothing that was not read.
  private var isUpToDate: Bool {
    folds.map { $0.fold.cursor >= journal.health.committedSeq } ?? false
  }

  /// There is room on the way; and nothing is on it when tables must be looked at or made first.
  private func canSend(_ batch: Batch, over link: StoreLink, at now: Int64) -> Bool {
    guard sent.count < plan.depth else { return false }
    return sent.isEmpty
      || !(now >= inspectAt || link.needsPreparation(batch.rows, sessions: folds?.fold.sessions ?? []))
  }

  // MARK: Reading

  /// Reads events when enough wait, or the oldest waits long enough.
  private func read(at now: Int64) throws(StoreProblem) {
    guard var folds, hasEnough(folds.fold.cursor, at: now) else { return }
    waitingSince = nil
    let isResent = folds.fold.cursor < highWater
    let waiting = journal.health.committedSeq - folds.fold.cursor
    let most =
      isResent ? plan.resendRows : waiting >= Int64(plan.crowdRows) ? plan.crowdRows : plan.batchRows
    var rows: [Row] = []
    // The holder is emptied so that the fold changes in place.
    self.folds = nil
    defer { self.folds = folds }
    do throws(JournalError) {
      while rows.count < most, try folds.fold.step(into: &rows) {}
    } catch { throw .journal(error) }
    try enqueue(rows, through: folds.fold.cursor, isResent: isResent)
  }

  private func hasEnough(_ cursor: Int64, at now: Int64) -> Bool {
    let waiting = journal.health.committedSeq - cursor
    guard waiting > 0 else { return false }
    if waiting >= Int64(plan.batchRows / 2) || shared.isStopping || cursor < highWater { return true }
    if plan.scope != .follow { return true }
    let since = waitingSince ?? now
    waitingSince = since
    return now - since >= plan.delayNanos
  }

  /// Cuts rows into transactions; of each key only the newest row.
  private func enqueue(_ rows: [Row], through seq: Int64, isResent: Bool) throws(StoreProblem) {
    var rows = rows
    if let isDropped = plan.isDropped { rows.removeAll(where: isDropped) }
    if case .rebuild(let days?) = plan.scope { rows = rows.filter { $0.isWithin(days) } }
    let sound = try setAsideUnsound(RowKey.newest(of: rows), seq: seq)
    var batches: [Batch] = []
    var start = 0
    while start < sound.count {
      let end = min(start + plan.crowdRows, sound.count)
      batches.append(Batch(rows: Array(sound[start..<end]), isResent: isResent))
      start = end
    }
    if batches.isEmpty { batches.append(Batch(rows: [])) }
    batches[batches.count - 1].seq = seq
    ready = batches.reversed()
  }

  /// The market's rows, when the journal has none.
  private func takeMarket() {
    guard let lane = shared.market, plan.scope == .follow, !shared.isStopping else { return }
    if market.isEmpty { market = lane.take().reversed() }
    guard !market.isEmpty else { return }
    let count = min(plan.batchRows, market.count)
    let rows = market.suffix(count).reversed().map(lane.row)
    market.removeLast(count)
    let sound = RowKey.newest(of: rows).filter { RowCheck.fault(of: $0) == nil }
    lane.drop(rows.count - sound.count)
    ready = [Batch(rows: sound, isMarket: true)]
  }

  // MARK: Sending

  private func send(_ batch: Batch, over link: StoreLink) throws(StoreProblem) {
    if batch.rows.isEmpty {
      guard sent.isEmpty else {
        if let seq = batch.seq { sent[sent.count - 1].seq = seq }
        return
      }
      // A session that is another's must be known before its first event counts as written.
      try link.prepare([], sessions: folds?.fold.sessions ?? [])
      acknowledge(batch, link)
      return
    }
    if sent.isEmpty { try link.prepare(batch.rows, sessions: folds?.fold.sessions ?? []) }
    sent.append(batch)
    do throws(PostgresError) { try link.submit(batch.rows) } catch { try recover(from: error, link) }
  }

  /// Waits for the oldest transaction.
  private func settle(_ link: StoreLink) throws(StoreProblem) {
    do throws(PostgresError) {
      try link.receive()
    } catch {
      try recover(from: error, link)
      return
    }
    refusedInARow = 0
    acknowledge(sent.removeFirst(), link)
  }

  /// Rows are stored: the cursor moves.
  func acknowledge(_ batch: Batch, _ link: StoreLink) {
    let now = MonotonicClock.nowNanoseconds()
    rate.add(batch.rows.count, at: now)
    if let seq = batch.seq {
      window.acknowledge(seq, at: now, isDurable: link.isDurable)
      // An event without rows asked nothing of the server.
      if !batch.rows.isEmpty { noteWell() }
    }
    let (window, perSecond) = (window, rate.value(at: now))
    shared.update { status in
      status.rowsPerSecond = perSecond
      if batch.isMarket {
        status.marketRows += Int64(batch.rows.count)
      } else {
        status.rowsWritten += Int64(batch.rows.count)
        if batch.isResent { status.rowsRetried += Int64(batch.rows.count) }
      }
      status.acknowledgedSeq = window.acknowledged
      status.safeSeq = window.safe
    }
    folds?.note(safe: window.safe, at: now)
    keepCursorsIfDue(at: now)
  }
}

extension Row {
  /// Whether the row belongs to one of the days.
  fileprivate func isWithin(_ days: DayRange) -> Bool {
    guard case .timestamp(let micros)? = self[table.schema.timestampColumn] else { return true }
    return days.contains(microseconds: micros)
  }
}
