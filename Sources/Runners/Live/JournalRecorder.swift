import Desk
import Ingest
import Platform
import Primitives
import Query
import Trading

/// Steps of a service: the journal, and the simulated exchange's own log.
///
/// A step that only learned something goes on, and lands in the same commit as its neighbours; only what must
/// be durable first waits.
struct JournalRecorder: StepRecorder {
  /// How long one commit may take before the account gives up, nanoseconds: the journal itself waits
  /// out a full disk.
  static let commitDeadlineNanos: Int64 = 24 * Nanos.perHour

  /// Events between two snapshots: what a restart folds at most, and a little.
  static let eventsPerSnapshot: Int64 = 20_000

  let journal: SQLiteJournal
  let paper: PaperLog
  /// True once the process is to end: a full disk is not waited for any longer.
  let isStopping: @Sendable () -> Bool
  /// Equity at every valuation of the session, thinned.
  private(set) var curve: EquityCurve
  /// Number of the newest durable event; nil before the first of this process.
  private(set) var lastSeq: Int64?
  private var snapshotSeq: Int64?
  /// Readiness, callers and the log of a wait for room.
  private(set) var report: HoldReport
  private let reserve: ReserveFile?
  private var newest: OneShot<Result<JournalReceipt, JournalError>>?

  init(
    journal: SQLiteJournal, paper: PaperLog, curve: EquityCurve, report: HoldReport,
    reserve: ReserveFile? = nil, isStopping: @escaping @Sendable () -> Bool
  ) {
    self.journal = journal
    self.paper = paper
    self.report = report
    self.reserve = reserve
    self.isStopping = isStopping
    self.curve = curve
  }

  mutating func record(_ batch: JournalBatch, durably: Bool) throws -> Int64 {
    let began = MonotonicClock.nowNanoseconds()
    let done = OneShot<Result<JournalReceipt, JournalError>>()
    while !journal.append(batch, isAwaited: durably, completion: { _ = done.fulfil($0) }) {
      // The inbox is full: wait for what is in it, our own or another account's, then hand over again.
      guard !journal.isStopped else { throw FloorFailure(description: "the journal takes nothing in") }
      if newest == nil { _ = OneShot<Bool>().wait(upTo: Nanos.perMillisecond) }
      try settle()
    }
    newest = done
    for case .marked(let mark) in batch.events {
      curve.add(EquityPoint(at: mark.at, equity: mark.equity))
    }
    guard durably else { return 0 }
    try settle()
    return MonotonicClock.nowNanoseconds() - began
  }

  mutating func note(_ value: AccountValue) {
    preconditionFailure("a desk whose events are journaled keeps its marks")
  }

  mutating func settle() throws {
    guard let last = newest else { return }
    newest = nil
    switch last.wait(upTo: Self.commitDeadlineNanos) {
    case .success(let receipt)?: lastSeq = receipt.lastSeq
    case .failure(let error)?: throw FloorFailure(description: "the journal failed: \(error)")
    case nil: throw FloorFailure(description: "the journal did not answer")
    }
  }

  mutating func keep(
    _ requests: [VenueRequest], session: SessionID, tapeRow: Int64, at now: Timestamp
  ) throws -> Keeping {
    let kept = requests.map { PaperRequest(tapeRow: tapeRow, at: now, request: $0) }
    let began = MonotonicClock.nowNanoseconds()
    do throws(JournalError) {
      // Nothing may be left of what could not be kept: the account goes on once there is room all the same.
      if kept.isEmpty, report.isHeld { try paper.probe() } else { try paper.append(kept, session: session) }
      report.end(at: MonotonicClock.nowNanoseconds())
      return .kept
    } catch {
      guard error.code == .full else { throw error }
      if isStopping() {
        report.end(at: MonotonicClock.nowNanoseconds())
        return .givenUp(error)
      }
      if reserve?.giveUp() == true { return .waited(0) }
      report.note(error, at: MonotonicClock.nowNanoseconds())
      _ = OneShot<Bool>().wait(upTo: Nanos.perSecond)
      return .waited(MonotonicClock.nowNanoseconds() - began)
    }
  }

  /// Keeps a state for the next start, when enough has happened since the last or at the end. The
  /// state must be settled: everything of it durable.
  mutating func keepSnapshot(_ state: AccountState, isLast: Bool = false) {
    guard let lastSeq else { return }
    let since = lastSeq - (snapshotSeq ?? lastSeq - 1)
    if snapshotSeq == nil { snapshotSeq = lastSeq }
    guard isLast || since >= Self.eventsPerSnapshot else { return }
    if journal.writeSnapshot(state, seq: lastSeq) { snapshotSeq = lastSeq }
  }

  func priorIntent(
    of input: SignalInput, account: AccountID, session: SessionID, at now: Timestamp
  ) throws -> PriorIntent? {
    try journal.priorIntent(account: account, session: session, keys: input.keysToLookUp(at: now))
  }
}
