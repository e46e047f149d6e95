import Desk
public import Trading

extension JournalReader {
  /// Events looked at in one go, from the end backwards.
  private static var window: Int64 { 1_024 }

  /// The signals an account's session decided at its newest row of the market: what strategies that start
  /// over there say again. Cost: the events of that row.
  public func decidedSignals(
    account: AccountID, session: SessionID, tapeRow: Int64
  ) throws(JournalError) -> Set<SignalID> {
    try asOfOneMoment { () throws(JournalError) in
      let kept = try keptSignals(session: session, tapeRow: tapeRow)
      guard let base = try base(account: account), base.session == session, base.last.tapeRow == tapeRow
      else { return kept }
      return kept.union(base.signals)
    }
  }

  /// Those of events that are in the journal, up to one.
  func keptSignals(
    session: SessionID, tapeRow: Int64, through last: Int64 = .max
  ) throws(JournalError) -> Set<SignalID> {
    var found: Set<SignalID> = []
    let begin = try cut()?.seq ?? 0
    var end = min(try lastSeq(), last)
    while end > begin {
      let start = max(begin, end - Self.window)
      let events = try events(after: start, limit: Int(end - start))
      for journaled in events where journaled.session == session && journaled.tapeRow == tapeRow {
        if case .signalDecided(let decision) = journaled.event, let id = decision.signal.id {
          found.insert(id)
        }
      }
      guard let first = events.first, first.session == session, first.tapeRow >= tapeRow else { break }
      end = start
    }
    return found
  }
}
