import Desk
import Primitives
public import Trading

/// Restores an account from the journal: the newest sound snapshot, then every event after it.
///
/// Start-up and recovery are this one path. Folding from a snapshot and folding every event give the
/// same state, bit for bit.
public enum Recovery {
  /// The state of an account after its newest event at or before `last`.
  ///
  /// A snapshot whose content does not give its hash is passed over for an older one. A session's first
  /// event sets everything anew, so nothing before it is read. Where the journal was cut, the state kept
  /// there stands for everything before.
  public static func load(
    account: AccountID, instruments: InstrumentBook, maxOrders: Int, from reader: JournalReader,
    through last: Int64 = .max
  ) throws(JournalError) -> RecoveredState {
    try reader.asOfOneMoment { () throws(JournalError) in
      try fold(account, instruments, maxOrders, reader, last)
    }
  }

  private static func fold(
    _ account: AccountID, _ instruments: InstrumentBook, _ maxOrders: Int, _ reader: JournalReader,
    _ last: Int64
  ) throws(JournalError) -> RecoveredState {
    let codec = SnapshotCodec(instruments: instruments)
    let sessionSeq = try reader.sessionSeq(account: account, through: last)
    let beforeSession = (sessionSeq ?? 1) - 1
    let candidates = try beginnings(account, reader, after: beforeSession, through: last)
    var state = AccountState(instruments: instruments, maxOrders: maxOrders)
    var base = beforeSession
    var refused = 0
    for snapshot in candidates {
      if let kept = try? codec.decode(snapshot.payload, maxOrders: maxOrders),
        codec.hash(ofStored: snapshot.payload) == snapshot.stateHash
      {
        state = kept
        base = snapshot.seq
        break
      }
      refused += 1
    }
    if base == 0, sessionSeq == nil { try checkBeginning(account, reader, through: last) }
    var replayed = 0
    try reader.forEachEvent(of: account, after: base, through: last) { (journaled) throws(JournalError) in
      state.apply(journaled.event, at: journaled.at)
      replayed += 1
    }
    let newest = try reader.lastEvent(account: account, through: last)
    return RecoveredState(
      state: state, lastSeq: newest?.seq ?? 0, lastTapeRow: newest?.tapeRow ?? 0, lastAt: newest?.at,
      eventsReplayed: replayed, snapshotsRefused: refused, stateHash: codec.stateHash(state))
  }

  /// States to begin from, the newest first. Between one older than the cut and the first event kept others
  /// are missing.
  private static func beginnings(
    _ account: AccountID, _ reader: JournalReader, after first: Int64, through last: Int64
  ) throws(JournalError) -> [StoredSnapshot] {
    guard let cut = try reader.cut() else {
      return try reader.snapshots(account: account, after: first, through: last)
    }
    var found = try reader.snapshots(account: account, after: max(first, cut.seq), through: last)
    if let base = try reader.base(account: account), cut.seq > first, cut.seq <= last {
      found.append(
        StoredSnapshot(
          seq: cut.seq, account: account, session: base.session, stateHash: base.stateHash,
          payload: base.payload))
    }
    return found
  }

  /// An account of which events were taken out never begins from nothing.
  private static func checkBeginning(
    _ account: AccountID, _ reader: JournalReader, through last: Int64
  ) throws(JournalError) {
    guard let cut = try reader.cut(), try reader.base(account: account) != nil else { return }
    guard cut.seq <= last else {
      throw JournalError(
        .unreadable, "The journal was cut after event \(cut.seq) while it was read. Do it again.")
    }
    throw JournalError(
      .corrupt,
      "The journal begins after event \(cut.seq), and the state that account \(account) had there is "
        + "damaged. Keep a copy of the data directory, then restore the newest backup into an empty one "
        + "(sextant restore FILE --data DIR).")
  }
}
