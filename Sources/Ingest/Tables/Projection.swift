import Desk
import Platform
import Primitives
import Trading

/// The tables a quant reads, kept up with the journal in transactions of their own.
///
/// On the tables' thread. What was just committed is folded from memory; what came before the start,
/// and everything after a failure, is read back from the journal. A failure loses nothing: the cursor
/// stands, and the fold begins again from the newest snapshot at or before it.
final class Projection {
  /// Most committed events kept in memory; beyond it they are read back.
  static let memoryCap = 20_000
  /// Most events read back at once.
  private static let readAtOnce = 4_000
  /// Events whose rows are made before they are written: few enough that the rows stay close at hand.
  private static let portion = 1_000

  /// Number of the newest event in the tables.
  private(set) var cursor: Int64

  /// Number of the newest event in the tables or in memory.
  var noted: Int64 { recent.last?.seq ?? cursor }

  private let connection: SQLiteConnection
  private let rules: ProjectionRules
  private let store: RowStore
  private let cursorStore: ProjectionCursor
  private let directory: String
  private let reader: JournalReader
  private var builders: [AccountID: RowBuilder] = [:]
  private var recent: [JournaledEvent] = []
  private var rows: [Row] = []

  /// Whether the tables were made of the journal of another data directory.
  let isOfOther: Bool

  /// Goes on where the cursor stands.
  ///
  /// - Parameters:
  ///   - connection: the one that writes the tables.
  ///   - reader: of the journal.
  ///   - directory: id of the journal's data directory.
  init(
    _ connection: SQLiteConnection, rules: ProjectionRules, reader: JournalReader, directory: String
  ) throws(SQLiteError) {
    self.connection = connection
    self.rules = rules
    self.reader = reader
    store = try RowStore(connection)
    cursorStore = try ProjectionCursor(connection)
    self.directory = directory
    let found = try cursorStore.read()
    cursor = found.seq
    isOfOther = !found.directory.isEmpty && found.directory != directory
  }

  /// Takes note of events just committed, the next after all before them.
  func note(_ events: [JournaledEvent]) {
    let isContiguous = events.first.map { $0.seq == (recent.last?.seq ?? cursor) + 1 } ?? true
    if isContiguous, recent.count + events.count <= Self.memoryCap {
      recent += events
    }
  }

  /// Brings at most `limit` events into the tables, in one transaction with the cursor.
  ///
  /// - Parameter isGivingWay: whether other threads go first between two rows.
  /// - Returns: how many; 0 when the tables are up to date.
  func advance(limit: Int, isGivingWay: Bool) throws(JournalError) -> Int {
    let events = try next(limit)
    guard let last = events.last else { return 0 }
    do {
      try makeBuilders(for: events)
      try connection.inTransaction { () throws(SQLiteError) in
        for start in stride(from: 0, to: events.count, by: Self.portion) {
          fold(events[start..<min(start + Self.portion, events.count)], isGivingWay)
          try store.write(rows, isGivingWay: isGivingWay)
        }
        try cursorStore.write(directory: directory, seq: last.seq)
      }
    } catch {
      // The builders are ahead of the tables now.
      startOver()
      throw error as? JournalError ?? JournalError(.writeFailed, "The tables cannot be written: \(error)")
    }
    cursor = last.seq
    return events.count
  }

  /// Takes the events after the cursor: from memory where they are there, else from the journal.
  private func next(_ limit: Int) throws(JournalError) -> [JournaledEvent] {
    guard recent.first?.seq == cursor + 1 else {
      let events = try reader.events(after: cursor, limit: min(limit, Self.readAtOnce))
      recent.removeAll { $0.seq <= events.last?.seq ?? .max }
      return events
    }
    var events: [JournaledEvent] = []
    if recent.count <= limit {
      swap(&events, &recent)
    } else {
      events += recent.prefix(limit)
      recent.removeFirst(limit)
    }
    return events
  }

  /// Empties the tables and puts the cursor before the first event. Rows that only events before a cut made
  /// stay: nothing could write them again.
  func reset() throws(JournalError) {
    let cut = try reader.cut()
    do {
      try connection.inTransaction { () throws(SQLiteError) in
        try store.clear(writtenAfter: isOfOther ? nil : cut?.writtenThrough)
        try cursorStore.write(directory: directory, seq: cut?.seq ?? 0)
      }
    } catch {
      throw JournalError(.writeFailed, "The tables cannot be emptied: \(error)")
    }
    cursor = cut?.seq ?? 0
    startOver()
  }

  private func startOver() {
    builders.removeAll()
    recent.removeAll()
  }

  private func makeBuilders(for events: [JournaledEvent]) throws(JournalError) {
    for event in events where builders[event.account] == nil {
      builders[event.account] = try builder(of: event.account, before: event.seq)
    }
  }

  private func fold(_ events: ArraySlice<JournaledEvent>, _ isGivingWay: Bool) {
    rows.removeAll(keepingCapacity: true)
    for journaled in events {
      builders[journaled.account]?.rows(
        for: journaled.event, at: journaled.at, seq: journaled.seq, recordedAt: journaled.recordedAt,
        into: &rows)
      if isGivingWay { OwnThread.giveWay() }
    }
    for account in Array(builders.keys) { builders[account]?.releaseOrders(into: &rows) }
  }

  /// A builder with everything of an account before an event in it.
  private func builder(of account: AccountID, before seq: Int64) throws(JournalError) -> RowBuilder {
    let recovered = try Recovery.load(
      account: account, instruments: rules.instruments, maxOrders: rules.maxOrders, from: reader,
      through: seq - 1)
    return RowBuilder(state: recovered.state, instruments: rules.instruments, holdsOrders: true)
  }
}
