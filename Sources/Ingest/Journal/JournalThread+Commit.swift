import Desk
import Platform
import Primitives
import Trading

extension JournalThread {
  /// Most groups of events that wait for the tables' thread.
  private static let handedCap = 256

  /// Commits batches together, then answers each in order. On a full disk it tries until there is room
  /// or the journal is to stop; a duplicate intent ends the writing of its account, any other failure all.
  func commit(_ pending: [PendingBatch]) {
    if let failure {
      answer(pending[...], failure)
      return
    }
    let group = stopped.isEmpty ? pending : pending.filter { !isRefused($0) }
    guard !group.isEmpty else { return }
    waitForTables()
    let batches = group.map(\.batch)
    while true {
      let recordedAt = WallClock.now()
      setup.settings.beforeCommit?(connection)
      do {
        let began = MonotonicClock.nowNanoseconds()
        let receipts = try writer.write(batches, recordedAt: recordedAt)
        setup.meters.note(
          batches: batches.count, lastSeq: writer.lastSeq, from: began,
          to: MonotonicClock.nowNanoseconds())
        committed(group, receipts, recordedAt: recordedAt)
        return
      } catch {
        switch error {
        case .duplicateIntent(let index, let orderID):
          refuseDuplicate(group, at: index, orderID: "\(orderID)")
          return
        case .refused(let error):
          if error.code == .full, waitForRoom(error) { continue }
          let failure = JournalError(error, writing: setup.path)
          if error.code != .full { fail(failure) }
          answer(group[...], failure)
          return
        }
      }
    }
  }

  private func committed(
    _ group: [PendingBatch], _ receipts: [JournalReceipt], recordedAt: Timestamp
  ) {
    noteCommit()
    let lastSeq = writer.lastSeq
    setup.status.update { health in
      health.state = .writing
      health.committedSeq = lastSeq
      health.commitCount += 1
    }
    for (pending, receipt) in zip(group, receipts) { pending.completion(.success(receipt)) }
    var events: [JournaledEvent] = []
    for (pending, receipt) in zip(group, receipts) {
      let batch = pending.batch
      for (offset, event) in batch.events.enumerated() {
        events.append(
          JournaledEvent(
            seq: receipt.firstSeq + Int64(offset), at: batch.at, recordedAt: recordedAt,
            account: batch.account, session: batch.session, tapeRow: batch.tapeRow,
            type: EventType(of: event).rawValue, event: event))
      }
    }
    // What is not handed over is read back from the journal.
    if setup.tablesInbox.count < Self.handedCap { setup.tablesInbox.post(.committed(events)) }
  }

  /// Waits while the tables would fall further behind than they may.
  func waitForTables() {
    let health = setup.status.current
    guard health.tablesKeepUp, writer.lastSeq - health.projectedSeq >= Int64(setup.settings.projectionLag)
    else { return }
    let done = OneShot<Result<Void, JournalError>>()
    let enough = writer.lastSeq - Int64(setup.settings.projectionLag) + 1
    SQLiteConnection.hurryWrites(true)
    defer { SQLiteConnection.hurryWrites(false) }
    if setup.tablesInbox.post(.flush(through: enough, done)) { _ = done.wait(upTo: nil) }
  }

  /// Whether the batch is of an account that was stopped; then it is answered with that.
  private func isRefused(_ pending: PendingBatch) -> Bool {
    guard let error = stopped[pending.batch.account] else { return false }
    pending.completion(.failure(error))
    return true
  }

  /// What came before the offender is committed, and what other accounts said after it.
  private func refuseDuplicate(_ group: [PendingBatch], at index: Int, orderID: String) {
    commit(Array(group[..<index]))
    if let failure {
      answer(group[index...], failure)
      return
    }
    let offender = group[index]
    let duplicate = JournalError(
      .duplicateIntent,
      "The intent of order \(orderID) was journaled before. That is a fault of this program: nothing "
        + "more of account \(offender.batch.account) is written. Restart it, and report the log.")
    setup.logger.critical("a duplicate intent", ["error": .string("\(duplicate)")])
    offender.completion(.failure(duplicate))
    // What comes later is no duplicate itself.
    stopped[offender.batch.account] = JournalError(
      .stopped, "The account was stopped over a duplicate intent; nothing of it is written until a restart.")
    commit(Array(group[(index + 1)...]))
  }

  /// Waits for the next attempt; false when the journal is to stop.
  private func waitForRoom(_ error: SQLiteError) -> Bool {
    if setup.status.current.state != .waitingForRoom {
      setup.status.update { $0.state = .waitingForRoom }
      setup.logger.critical(
        "no room to write the journal; nothing is released until there is",
        ["path": .string(setup.path), "error": .string("\(error)")])
    }
    if setup.settings.reserve?.giveUp() == true {
      setup.logger.warning("gave up the reserve, to journal what is under way", ["path": .string(setup.path)])
      return true
    }
    return setup.stopRequest.wait(upTo: setup.settings.retryNanos) == nil
  }

  private func fail(_ error: JournalError) {
    failure = error
    setup.status.update { $0.state = .failed(error) }
    setup.logger.critical("the journal has failed", ["error": .string("\(error)")])
    setup.onFailure(error)
  }

  private func answer(_ group: ArraySlice<PendingBatch>, _ error: JournalError) {
    for pending in group { pending.completion(.failure(error)) }
  }
}
