import Desk
public import Trading

extension JournalReader {
  /// Events looked at in one go, from the end backwards.
  private static var window: Int64 { 1_024 }

  /// The signals a session decided at its newest row of the market: what strategies that start over
  /// there say again. Cost: the events of that row.
  public func decidedSignals(
    session: SessionID, tapeRow: Int64
  ) throws(JournalError) -> Set<SignalID> {
    var found: Set<SignalID> = []
    var end = try lastSeq()
    while end > 0 {
      let start = max(0, end - Self.window)
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
