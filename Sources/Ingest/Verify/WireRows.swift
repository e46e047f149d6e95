import Desk
import Platform
import Primitives
import Trading

/// The rows of a server, read over one connection with nothing else in flight.
final class WireRows: StoreRows {
  /// Most sessions asked for in one statement.
  static let sessionChunk = 100

  private let connection: PostgresConnection
  private let kind: StoreKind
  private let inspector: StoreInspector
  private let ttl: StoreTTL
  private var comparable = Table.journaled
  private var lifetimes: [String: RowLifetime]?

  /// - Parameter ttl: how long rows are kept in PostgreSQL, where no server says so.
  init(_ connection: PostgresConnection, kind: StoreKind, ttl: StoreTTL) {
    self.connection = connection
    self.kind = kind
    self.ttl = ttl
    inspector = StoreInspector(connection, kind: kind)
  }

  func faults() throws(VerifyError) -> [VerifyReport.Fault] {
    let faults = try ask { () throws(PostgresError) in
      let schema = try inspector.schemaFaults().filter { Self.preventsReading($0.kind) }
      // What is no QuestDB has no logs to ask for.
      return schema.contains(where: \.table.isEmpty) ? schema : schema + (try inspector.walFaults())
    }
    let ours = faults.filter { fault in
      fault.table.isEmpty || Table.journaled.contains { $0.rawValue == fault.table }
    }
    comparable = Table.journaled.filter { table in !ours.contains { $0.table == table.rawValue } }
    return ours.map { VerifyReport.Fault(table: $0.table, problem: $0.problem, repair: $0.repair) }
  }

  /// Faults that only keep new rows out do not hinder comparing those that are there.
  private static func preventsReading(_ kind: StoreFault.Kind) -> Bool {
    switch kind {
    case .otherServer, .tooOldServer, .missingTable, .missingColumn, .wrongType, .wrongTimestamp, .noLog,
      .suspended, .corrupt:
      true
    case .notNull, .missingKey, .wrongPartitioning, .wrongTTL, .claimed, .migration, .tooManyRefused: false
    }
  }

  func serverID() throws(VerifyError) -> Int64? {
    try ask { () throws(PostgresError) in try inspector.firstMigration() }
  }

  func waitUntilApplied(deadlineNanos: Int64) throws(VerifyError) -> Bool {
    try ask { () throws(PostgresError) in
      try inspector.waitUntilApplied(comparable, deadlineNanos: deadlineNanos)
    }
  }

  func firstHeldDay(_ table: TableLayout) throws(VerifyError) -> (day: VerifyDay, reason: String)? {
    guard let lifetime = try lifetime(table) else { return nil }
    let time = "\"\(table.schema.timestampColumn)\""
    let newest = try ask { () throws(PostgresError) in
      try connection.query("SELECT max(\(time)) AS newest FROM \(table.schema.name)").first?.first
    }
    guard case .timestamp(let micros) = newest else { return nil }
    return (lifetime.firstHeldDay(newest: micros, now: WallClock.now().microseconds), lifetime.reason)
  }

  private func lifetime(_ table: TableLayout) throws(VerifyError) -> RowLifetime? {
    guard kind == .questdb else { return RowLifetime(days: ttl.days(table.table) ?? 0) }
    if lifetimes == nil {
      let rows = try ask { () throws(PostgresError) in
        try connection.query("SELECT table_name, ttlValue, ttlUnit FROM tables()")
      }
      var found: [String: RowLifetime] = [:]
      for row in rows where row.count == 3 {
        guard let name = row[0].string else { continue }
        found[name] = RowLifetime(value: row[1].int64 ?? 0, unit: row[2].string ?? "")
      }
      lifetimes = found
    }
    return lifetimes?[table.schema.name]
  }

  func sums(_ table: TableLayout, in scope: RowScope) throws(VerifyError) -> [VerifyDay: DaySums] {
    let time = "\"\(table.schema.timestampColumn)\""
    let day =
      switch kind {
      case .questdb: "timestamp_floor('d', \(time))"
      case .postgres: "date_trunc('day', \(time), 'UTC')"
      }
    let names = table.reals.map { table.schema.columns[$0].name }
    let sums = names.enumerated().map { ", sum(\"\($1)\") AS sum_\($0)" }.joined()
    var found: [VerifyDay: DaySums] = [:]
    for chunk in chunks(scope.sessions) {
      let sql =
        "SELECT \(day) AS the_day, count(*) AS row_count\(sums) FROM \(table.schema.name) "
        + "WHERE \(Self.isOurs(chunk))\(isKept(scope)) GROUP BY the_day"
      try ask { () throws(PostgresError) in
        try connection.forEachRow(sql, chunk.map(\.text)) { row throws(PostgresError) in
          guard row.count == names.count + 2, case .timestamp(let micros) = row[0] else { return true }
          let sums = names.indices.map { index -> Double in
            if case .real(let sum) = row[index + 2] { sum } else { 0 }
          }
          found[VerifyDay(micros: micros), default: DaySums()].add(
            DaySums(rows: row[1].int64 ?? 0, sums: sums))
          return true
        }
      }
    }
    return found
  }

  func forEachRow(
    _ table: TableLayout, micros: ClosedRange<Int64>, in scope: RowScope,
    _ body: ([RowValue]) throws(VerifyError) -> Void
  ) throws(VerifyError) {
    // QuestDB holds nothing before 1970, and takes no such moment in a question either.
    if kind == .questdb, micros.upperBound < 0 { return }
    let time = "\"\(table.schema.timestampColumn)\""
    let columns = table.schema.columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
    for chunk in chunks(scope.sessions) {
      let sql =
        "SELECT \(columns) FROM \(table.schema.name) WHERE \(Self.isOurs(chunk))\(isKept(scope)) "
        + "AND \(time) >= \(moment(micros.lowerBound)) AND \(time) <= \(moment(micros.upperBound))"
      var failure: VerifyError?
      try ask { () throws(PostgresError) in
        try connection.forEachRow(sql, chunk.map(\.text)) { row throws(PostgresError) in
          do throws(VerifyError) {
            try body(row.values.map(Self.value))
            return true
          } catch {
            failure = error
            return false
          }
        }
      }
      if let failure { throw failure }
    }
  }

  private func chunks(_ sessions: [SessionID]) -> [[SessionID]] {
    stride(from: 0, to: sessions.count, by: Self.sessionChunk).map { start in
      Array(sessions[start..<min(start + Self.sessionChunk, sessions.count)])
    }
  }

  private static func isOurs(_ sessions: [SessionID]) -> String {
    "\"session_id\" IN (\(sessions.indices.map { "$\($0 + 1)" }.joined(separator: ", ")))"
  }

  private func isKept(_ scope: RowScope) -> String {
    scope.writtenAfter.map { " AND \"recorded_at\" > \(moment($0))" } ?? ""
  }

  /// A moment as the server's SQL says it, microseconds since 1970.
  private func moment(_ micros: Int64) -> String {
    switch kind {
    case .questdb: String(max(micros, 0))
    case .postgres: "timestamptz '1970-01-01 00:00:00+00' + interval '\(micros) microseconds'"
    }
  }

  private static func value(_ value: PostgresValue) -> RowValue {
    switch value {
    case .null: .null
    case .bool(let flag): .boolean(flag)
    case .integer(let number): .integer(number)
    case .real(let number): .real(number)
    case .timestamp(let micros): .timestamp(micros)
    case .text(let text): .text(text)
    }
  }

  private func ask<Answer>(
    _ body: () throws(PostgresError) -> Answer
  ) throws(VerifyError) -> Answer {
    do throws(PostgresError) { return try body() } catch { throw VerifyError(error, from: kind) }
  }
}

extension VerifyError {
  /// What a server refused, in its words.
  init(_ error: PostgresError, from kind: StoreKind) {
    self.init(
      error.code == .interrupted ? .interrupted : .store, "\(kind.title) cannot be read: \(error)")
  }
}
