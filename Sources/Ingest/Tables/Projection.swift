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
  static let memoryCap = 8_192

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
    let isInMemory = recent.first.map { $0.seq == cursor + 1 } ?? false
    let events = isInMemory ? Array(recent.prefix(limit)) : try reader.events(after: cursor, limit: limit)
    guard let last = events.last else {
      recent.removeAll()
      return 0
    }
    do {
      try fold(events, isGivingWay)
      // An order is created and filled within one transaction mostly: one row is written of it, not four.
      // Table by table: its pages stay close at hand.
      let newest = RowKey.newest(of: rows).byTable
      try connection.inTransaction { () throws(SQLiteError) in
        for rows in newest {
          for row in rows {
            try store.write(row)
            if isGivingWay { OwnThread.giveWay() }
          }
        }
        try cursorStore.write(directory: directory, seq: last.seq)
      }
    } catch {
      // The builders are ahead of the tables now.
      startOver()
      throw error as? JournalError ?? JournalError(.writeFailed, "The tables cannot be written: \(error)")
    }
    cursor = last.seq
    if isInMemory { recent.removeFirst(events.count) } else { recent.removeAll { $0.seq <= last.seq } }
    return events.count
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

  private func fold(_ events: [JournaledEvent], _ isGivingWay: Bool) throws(JournalError) {
    rows.removeAll(keepingCapacity: true)
    for journaled in events {
      if builders[journaled.account] == nil {
        builders[journaled.account] = try builder(of: journaled.account, before: journaled.seq)
      }
      builders[journaled.account]?.rows(
        for: journaled.event, at: journaled.at, seq: journaled.seq, recordedAt: journaled.recordedAt,
        into: &rows)
      if isGivingWay { OwnThread.giveWay() }
    }
  }

  /// A builder with everything of an account before an event in it.
  private func builder(of account: AccountID, before seq: Int64) throws(JournalError) -> RowBuilder {
    let recovered = try Recovery.load(
      account: account, instruments: rules.instruments, maxOrders: rules.maxOrders, from: reader,
      through: seq - 1)
    return RowBuilder(
      state: recovered.state, instruments: rules.instruments)
  }
}

extension [Row] {
  /// The rows of each table, in their order.
  fileprivate var byTable: [[Row]] {
    var tables = [[Row]](repeating: [], count: Table.journaled.count)
    for row in self {
      if let place = Table.journaled.firstIndex(of: row.table) { tables[place].append(row) }
    }
    return tables
  }
}
