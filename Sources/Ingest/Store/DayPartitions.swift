public import Desk

/// Makes the partitions PostgreSQL's rows need: one a table and UTC day, before the batch that needs it.
///
/// `need` is cheap and asked for every row; `ensure` talks to the server only when a day is new. Several
/// writers may make the same day at once. A day before 1970 or after 2262 is never made: its row is refused,
/// as QuestDB refuses it. For QuestDB nothing of this is needed.
public struct DayPartitions {
  /// Days remembered as made, a table; beyond it all of the table's are asked for again.
  static let maxKnownDays = 4_000

  private var known: [Table: Set<UTCDay>] = [:]
  private var wanted: Set<DayPartition> = []
  /// What the last row of a table needed: rows mostly come in the order of days.
  private var latest: [Table: UTCDay] = [:]

  /// Knowing of none.
  public init() {}

  /// Notes that a row of this time, microseconds since 1970, is to be written.
  public mutating func need(_ table: Table, at micros: Int64) {
    guard let day = UTCDay(micros: micros), latest[table] != day else { return }
    latest[table] = day
    if known[table]?.contains(day) != true { wanted.insert(DayPartition(table, day)) }
  }

  /// Notes the day of a moment and those after it, for every table, so that a new day begins without delay.
  public mutating func need(from micros: Int64, daysAhead: Int = 2) {
    guard let first = UTCDay(micros: micros) else { return }
    for table in Table.allCases {
      for number in first.number...(first.number + max(0, min(daysAhead, 366))) {
        guard let day = UTCDay(number: number), known[table]?.contains(day) != true else { continue }
        wanted.insert(DayPartition(table, day))
      }
    }
  }

  /// True when `ensure` has something to make.
  public var isIncomplete: Bool { !wanted.isEmpty }

  /// Makes what is noted, each day in a transaction of its own; outside of any other.
  ///
  /// After an error what is not made stays noted: call it again.
  public mutating func ensure(on connection: PostgresConnection) throws(PostgresError) {
    guard isIncomplete else { return }
    let there = try Self.attached(Set(wanted.map(\.table)), on: connection)
    for partition in wanted.sorted(by: { ($0.day, $0.name) < ($1.day, $1.name) }) {
      if there[partition.table]?.contains(partition.day) != true { try partition.make(on: connection) }
      wanted.remove(partition)
      if known[partition.table, default: []].count >= Self.maxKnownDays { known[partition.table] = [] }
      known[partition.table, default: []].insert(partition.day)
    }
  }

  /// Forgets what was made: after a new connection, or when the server says that a row has no partition.
  public mutating func forget() {
    known = [:]
    latest = [:]
  }

  /// Drops the days whose time is over, by `StoreTTL`'s rule. A day that a query holds is left for the next
  /// time.
  ///
  /// - Parameter nowMicros: wall clock, microseconds since 1970.
  /// - Returns: names of the partitions dropped.
  public mutating func dropExpired(
    _ ttl: StoreTTL, nowMicros: Int64, on connection: PostgresConnection
  ) throws(PostgresError) -> [String] {
    var dropped: [String] = []
    for table in Table.allCases {
      guard let days = ttl.days(table), days > 0 else { continue }
      let column = SchemaComparison.quoted(table.schema.timestampColumn)
      let answer = try connection.query("SELECT max(\(column)) FROM \(table.rawValue)")
      guard case .timestamp(let newest) = answer.first?.first else { continue }
      let there = try Self.attached([table], on: connection)[table] ?? []
      for day in Self.expired(there, newestMicros: newest, nowMicros: nowMicros, days: days) {
        let partition = DayPartition(table, day)
        guard try partition.dropUnlessHeld(on: connection) else { continue }
        dropped.append(partition.name)
        known[table]?.remove(day)
        if latest[table] == day { latest[table] = nil }
      }
    }
    return dropped
  }

  /// Days that end before min(wall clock, newest row) minus so many days, oldest first.
  static func expired(
    _ there: Set<UTCDay>, newestMicros: Int64, nowMicros: Int64, days: Int
  ) -> [UTCDay] {
    let (kept, overflow) = Int64(days).multipliedReportingOverflow(by: 86_400_000_000)
    let (limit, underflow) = min(newestMicros, nowMicros).subtractingReportingOverflow(kept)
    if overflow || underflow { return [] }
    return there.filter { $0.endMicros < limit }.sorted()
  }

  /// The days of each table that are partitions of it, by their names; others' partitions are not among them.
  private static func attached(
    _ tables: Set<Table>, on connection: PostgresConnection
  ) throws(PostgresError) -> [Table: Set<UTCDay>] {
    var found: [Table: Set<UTCDay>] = [:]
    for table in tables {
      let answer = try connection.query(
        """
        SELECT c.relname::text FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = to_regclass('\(table.rawValue)')
        """)
      let days = answer.compactMap { row in
        (row.first?.string).flatMap { DayPartition(table, name: $0)?.day }
      }
      found[table] = Set(days)
    }
    return found
  }
}
