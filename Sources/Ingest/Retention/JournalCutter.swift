import Desk
import Platform
public import Primitives
import Trading

/// Takes events out of the journal that every store has, on the caller's thread; the journal's own thread
/// only writes the cut down and erases a few events at a time.
public final class JournalCutter {
  /// Events gone through between two cuts: what is read again when the process ends meanwhile.
  static let step: Int64 = 100_000

  /// What came of it.
  public enum Outcome: Sendable, Hashable {
    /// So many events were erased; the journal begins there. Nil: it is whole.
    case done(erased: Int, JournalCut?)
    /// Nothing may go, for a reason a person can end.
    case hindered(String)
  }

  private let journal: SQLiteJournal
  private let rules: ProjectionRules
  private let directory: String
  private let stores: [StoreKind]

  /// - Parameters:
  ///   - directory: the data directory.
  ///   - stores: those the configuration names: what one of them lacks stays.
  public init(journal: SQLiteJournal, rules: ProjectionRules, directory: String, stores: [StoreKind]) {
    self.journal = journal
    self.rules = rules
    self.directory = directory
    self.stores = stores
  }

  /// Cuts as far as age and every reader allow.
  ///
  /// - Parameters:
  ///   - before: wall time: an event committed at it or later stays.
  ///   - told: number of the newest event told to streams and alert log.
  ///   - isStopping: asked between two changes; true ends it early.
  public func cut(
    before: Timestamp, told: Int64 = .max, isStopping: () -> Bool = { false }
  ) throws(JournalError) -> Outcome {
    let reader = try JournalReader(path: journal.path, instruments: rules.instruments)
    // What an end in the middle of the last time left.
    var erased = try erase(isStopping)
    while !isStopping() {
      let equal = EqualityRecord.read(directory: directory)
      let limits = try limits(reader, equal: equal, told: told)
      if let hindrance = limits.hindrance { return .hindered(text(hindrance)) }
      guard let order = try order(reader, limits, equal: equal, before: before) else { break }
      guard try journal.cut(order) else { break }
      erased += try erase(isStopping)
    }
    return .done(erased: erased, try reader.cut())
  }

  /// What every reader needs now.
  private func limits(
    _ reader: JournalReader, equal found: [String: Equality], told: Int64
  ) throws(JournalError) -> CutLimits {
    var needs: [CutLimits.Store] = []
    for kind in stores {
      let name = kind.rawValue
      var equal: Int64?
      if let equality = found[name], try reader.holds(equality, store: name) { equal = equality.seq }
      needs.append(
        CutLimits.Store(name: name, safe: try reader.cursor(WriterThread.safeCursor(name)), equal: equal))
    }
    return CutLimits(
      newest: try reader.lastSeq(), projected: journal.health.projectedSeq, told: told,
      stores: needs)
  }

  /// The next cut with the states it needs; nil when nothing is old enough.
  private func order(
    _ reader: JournalReader, _ limits: CutLimits, equal: [String: Equality], before: Timestamp
  ) throws(JournalError) -> CutOrder? {
    let old = try reader.cut()
    let begin = old?.seq ?? 0
    var scan = CutScan(
      after: begin, writtenThrough: old?.writtenThrough ?? .min, last: min(limits.last, begin + Self.step),
      before: before.nanoseconds)
    var accounts = Set(try reader.basedAccounts())
    try reader.scan(after: begin) { seq, recordedAt, account in
      accounts.insert(account)
      return scan.take(seq: seq, recordedAt: recordedAt)
    }
    guard scan.through > begin else { return nil }
    var bases: [AccountBase] = []
    for account in accounts.sorted(by: { $0.text < $1.text }) {
      if let base = try base(of: account, through: scan.through, reader) { bases.append(base) }
    }
    var foundEqual: [String: Timestamp] = [:]
    for kind in stores { foundEqual[kind.rawValue] = equal[kind.rawValue]?.at }
    return CutOrder(
      cut: JournalCut(
        seq: scan.through, beginsAt: Timestamp(nanoseconds: scan.beginsAt),
        writtenThrough: scan.writtenThrough, cutAt: WallClock.now(), foundEqual: foundEqual),
      bases: bases, stores: stores.map(\.rawValue))
  }

  /// An account after an event, as it can be read back; nil when it had none by then.
  private func base(
    of account: AccountID, through last: Int64, _ reader: JournalReader
  ) throws(JournalError) -> AccountBase? {
    let found = try Recovery.load(
      account: account, instruments: rules.instruments, maxOrders: rules.maxOrders, from: reader,
      through: last)
    guard let at = found.lastAt, found.lastSeq <= last, let session = found.state.session else { return nil }
    let codec = SnapshotCodec(instruments: rules.instruments)
    let payload = codec.encode(found.state)
    guard let back = try? codec.decode(payload, maxOrders: rules.maxOrders),
      codec.stateHash(back) == found.stateHash
    else {
      throw JournalError(
        .unreadable, "The state of account \(account) at event \(last) cannot be kept: nothing was cut.")
    }
    var signals = try reader.keptSignals(
      session: session.sessionID, tapeRow: found.lastTapeRow, through: last)
    if let old = try reader.base(account: account), old.session == session.sessionID,
      old.last.tapeRow == found.lastTapeRow
    {
      signals.formUnion(old.signals)
    }
    return AccountBase(
      account: account, session: session.sessionID,
      last: (seq: found.lastSeq, tapeRow: found.lastTapeRow, at: at),
      signals: signals.sorted { $0.text < $1.text }, stateHash: found.stateHash, payload: payload)
  }

  /// Erases what lies before the cut, a few events at a time; how many.
  private func erase(_ isStopping: () -> Bool) throws(JournalError) -> Int {
    var erased = 0
    while !isStopping() {
      let count = try journal.eraseEvents()
      erased += count
      if count < CutStore.chunk { break }
    }
    return erased
  }

  private func text(_ hindrance: CutLimits.Hindrance) -> String {
    switch hindrance {
    case .noStore:
      "no QuestDB or PostgreSQL is configured: nothing else has the rows of old events"
    case .notFoundEqual(let store):
      "\(store) has not been found equal as it is now: run sextant verify, without --from and --to"
    }
  }
}
