import Platform

extension JournalThread {
  /// Committed events that are not in the tables.
  private var lag: Int64 { writer.lastSeq - projection.cursor }

  /// Monotonic time at which the tables are to be written; nil when they are up to date.
  func projectionDueAt() -> Int64? {
    guard projection.cursor < writer.lastSeq else { return nil }
    let now = MonotonicClock.nowNanoseconds()
    if let projectionRetryAt { return projectionRetryAt }
    guard lag < Int64(setup.settings.projectionBatch), let since = projection.waitingSince else {
      return now
    }
    return since + setup.settings.projectionDelayNanos
  }

  /// One transaction of the tables when it is due, more when they lag too far: commits wait then. A
  /// failure is logged and tried again later: it never stops trading.
  func project() {
    guard failure == nil, let due = projectionDueAt(), due <= MonotonicClock.nowNanoseconds() else {
      return
    }
    do {
      repeat { _ = try advance() } while lag >= Int64(setup.settings.projectionLag)
    } catch {
      setup.logger.error("the tables cannot be written", ["error": .string("\(error)")])
    }
  }

  /// Writes the tables up to the newest committed event.
  func catchUp() -> Result<Void, JournalError> {
    if let failure { return .failure(failure) }
    do throws(JournalError) {
      while try advance() > 0 {}
      return .success(())
    } catch { return .failure(error) }
  }

  private func advance() throws(JournalError) -> Int {
    setup.settings.beforeProjection?(connection)
    let now = MonotonicClock.nowNanoseconds()
    do throws(JournalError) {
      let count = try projection.advance(limit: setup.settings.projectionBatch, at: now)
      projectionRetryAt = nil
      if count > 0 {
        noteCommit()
        checkpointIfDue()
      }
      let cursor = projection.cursor
      setup.status.update { $0.projectedSeq = cursor }
      return count
    } catch {
      projectionRetryAt = now + setup.settings.retryNanos
      throw error
    }
  }
}
