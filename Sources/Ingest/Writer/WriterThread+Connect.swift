import Desk
import Platform
import Primitives

extension WriterThread {
  /// Nanoseconds between two looks at every column; suspended tables are looked for more often.
  static let columnsNanos: Int64 = 10 * Nanos.perSecond

  /// Connects, and goes back to the newest event that the store cannot lose.
  func connect() throws(StoreProblem) -> StoreLink {
    shared.update {
      $0.state = .connecting
      $0.detail = "connecting"
    }
    guard let directory = folds?.directory else { throw .faults([]) }
    let link = try StoreLink(plan, directory: directory, interrupt: shared.interrupt)
    connections += 1
    highWater = max(highWater, window.acknowledged)
    window.reconnected()
    try meet(link)
    let start = window.safe
    try warnOfCut(from: start)
    try StoreProblem.journaling { () throws(JournalError) in try folds?.rewind(to: start) }
    inspectAt = MonotonicClock.nowNanoseconds() + plan.inspectionNanos
    columnsAt = MonotonicClock.nowNanoseconds() + Self.columnsNanos
    noteConnected(from: start)
    return link
  }

  /// What was acknowledged holds only for the server that acknowledged it, as it was then.
  private func meet(_ link: StoreLink) throws(StoreProblem) {
    let other = try link.serverID()
    let isSame = server == 0 || server == other
    server = other
    if plan.scope == .follow, window.acknowledged > 0 {
      if !isSame {
        startOver("it is another server than the one written to before")
      } else if try !link.knowsUs() {
        startOver("it does not know this data directory: dropped, or replaced")
      } else if link.hasChangedTables {
        startOver("tables or columns were missing and have been made")
      }
    }
    // A rebuild that is cut off has written so much and no more; one that never began has changed nothing.
    if connections == 1, plan.scope == .rebuild(days: nil) {
      try StoreProblem.journaling { () throws(JournalError) in
        try journal.forgetDeadLetters(store: plan.kind.rawValue)
      }
      shared.update { $0.rowsRefused = 0 }
      rewrites += 1
    }
    keepCursors()
  }

  /// A store that is written anew gets what the journal still has, and no more: a person should know.
  private func warnOfCut(from start: Int64) throws(StoreProblem) {
    let found = try StoreProblem.journaling { () throws(JournalError) in try reader?.cut() }
    guard let cut = found ?? nil, start < cut.seq else { return }
    logger.warning(
      "older rows are not in the journal any more and are not sent to this store",
      [
        "store": .string(plan.kind.rawValue), "journal_begins": .string(cut.beginsAt.rfc3339),
        "first_event": .int(Int(cut.seq + 1)), "after_seq": .int(Int(start)),
      ])
  }

  private func noteConnected(from start: Int64) {
    let (count, window) = (connections, window)
    shared.update { status in
      status.state = .writing
      status.detail = "writing"
      status.faults = []
      status.reconnects = Int64(count - 1)
      status.acknowledgedSeq = window.acknowledged
      status.safeSeq = window.safe
    }
    logger.info(
      "store connected",
      [
        "store": .string(plan.kind.rawValue), "target": .string(plan.connection.description),
        "after_seq": .int(Int(start)), "acknowledged_seq": .int(Int(window.acknowledged)),
      ])
  }

  /// The store takes rows, or none wait.
  func noteWell() {
    backoff.succeeded()
    faultsTold = []
    resolve(.unreachable)
    resolve(.fault)
  }

  /// Looks for what keeps rows out, when it is time; nothing is on its way.
  func lookAfter(_ link: StoreLink, at now: Int64) throws(StoreProblem) {
    guard now >= inspectAt else { return }
    let columns = now >= columnsAt
    try link.inspect(columns: columns)
    inspectAt = now + plan.inspectionNanos
    if columns {
      try link.dropExpiredDays()
      columnsAt = now + Self.columnsNanos
    }
    window.settle(at: now)
    keepCursorsIfDue(at: now)
  }

  /// Says what is wrong and waits for the next attempt.
  func wait(after problem: StoreProblem) {
    let text = problem.text
    var faults: [StoreFault] = []
    switch problem {
    case .faults(let found):
      faults = found
      if found.contains(where: \.losesRows) { startOver("its tables were changed") }
      tell(found)
    case .unreachable(let error): raise(.unreachable, text, repair: repair(of: error))
    case .journal: raise(.unreachable, text, repair: "")
    }
    shared.update { status in
      status.state = .waiting
      status.detail = text
      status.faults = faults
      status.rowsPerSecond = 0
    }
    shared.pause(backoff.wait())
  }

  /// What a person can do; empty when the server only has to come back.
  private func repair(of error: PostgresError) -> String {
    switch error.code {
    case .refusedLogin, .badConnectionString, .notThisProtocol: "start with another --\(plan.kind.rawValue)"
    case .server where error.isOutOfRoom:
      plan.kind == .questdb
        ? "make room on the server's disk, then ALTER TABLE … RESUME WAL for each table that "
          + "wal_tables() calls suspended" : "make room on the server's disk"
    case .cannotConnect, .lost, .timedOut, .interrupted, .server: ""
    }
  }

  /// What the store holds cannot be relied on: everything is sent again.
  private func startOver(_ reason: String) {
    guard window.acknowledged > 0 else { return }
    window.rewind(to: 0)
    rewrites += 1
    keepCursors()
    forgetRefused()
    raise(.rewritten, "everything the journal has is sent again: \(reason)", repair: "")
    alerts.remove(.rewritten)
  }

  /// What was refused is tried again with everything else.
  private func forgetRefused() {
    guard plan.scope == .follow, shared.status.withLock({ $0.rowsRefused }) > 0 else { return }
    do throws(JournalError) {
      try journal.forgetDeadLetters(store: plan.kind.rawValue)
    } catch {
      logger.warning("dead letters not forgotten", ["error": .string(error.description)])
      return
    }
    shared.update { $0.rowsRefused = 0 }
    resolve(.rowsRefused)
  }

  // MARK: Alerts

  /// One alert for the faults found together; another one when they change.
  private func tell(_ faults: [StoreFault]) {
    guard let first = faults.first, faults != faultsTold else { return }
    faultsTold = faults
    alerts.remove(.fault)
    let others = faults.count > 1 ? " (and \(faults.count - 1) more)" : ""
    raise(.fault, first.problem + others, repair: faults.map(\.repair).joined(separator: "; "))
  }

  /// Raises an alert unless it fires already.
  func raise(_ kind: StoreAlert.Kind, _ message: String, repair: String) {
    guard alerts.insert(kind).inserted else { return }
    shared.onAlert(
      StoreAlert(kind: kind, store: plan.kind, message: message, repair: repair, isFiring: true))
  }

  /// Ends an alert that fires.
  func resolve(_ kind: StoreAlert.Kind) {
    guard alerts.remove(kind) != nil else { return }
    shared.onAlert(
      StoreAlert(kind: kind, store: plan.kind, message: "over", repair: "", isFiring: false))
  }
}
