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
  /// event sets everything anew, so nothing before it is read.
  public static func load(
    account: AccountID, instruments: InstrumentBook, maxOrders: Int, from reader: JournalReader,
    through last: Int64 = .max
  ) throws(JournalError) -> RecoveredState {
    let codec = SnapshotCodec(instruments: instruments)
    let beforeSession = (try reader.sessionSeq(account: account, through: last) ?? 1) - 1
    var state = AccountState(instruments: instruments, maxOrders: maxOrders)
    var base = beforeSession
    var refused = 0
    for snapshot in try reader.snapshots(account: account, after: beforeSession, through: last) {
      if let kept = try? codec.decode(snapshot.payload, maxOrders: maxOrders),
        codec.hash(ofStored: snapshot.payload) == snapshot.stateHash
      {
        state = kept
        base = snapshot.seq
        break
      }
      refused += 1
    }
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
}
