import Desk
import Trading

/// The rows of the journal's events from an event on.
struct JournalFold {
  private(set) var cursor: Int64
  private(set) var sessions: [SessionID] = []
  private let reader: JournalReader
  private let rules: ProjectionRules
  private var builders: [AccountID: RowBuilder] = [:]

  init(reader: JournalReader, rules: ProjectionRules, after seq: Int64) throws(JournalError) {
    self.reader = reader
    self.rules = rules
    cursor = seq
  }

  mutating func next(limit: Int, into rows: inout [Row]) throws(JournalError) -> Int {
    let events = try reader.events(after: cursor, limit: limit)
    for journaled in events {
      if case .sessionStarted(let start) = journaled.event { sessions.append(start.sessionID) }
      builders[
        journaled.account, default: RowBuilder(instruments: rules.instruments, maxOrders: rules.maxOrders)
      ].rows(
        for: journaled.event, at: journaled.at, seq: journaled.seq, recordedAt: journaled.recordedAt,
        into: &rows)
      cursor = journaled.seq
    }
    return events.count
  }
}
