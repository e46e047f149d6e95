internal import Desk

/// A table of ours beside what a server has: pure, so that each difference can be tested alone.
struct SchemaComparison {
  let schema: TableSchema
  let kind: StoreKind
  let found: ServerTable

  /// What keeps rows out; columns of somebody else's are no fault as long as they take NULL.
  static func faults(_ schema: TableSchema, in kind: StoreKind, found: ServerTable?) -> [StoreFault] {
    guard let found else {
      return [
        StoreFault(
          .missingTable, table: schema.name, problem: "\(kind.title) has no table \(schema.name)",
          repair: "sextant migrate")
      ]
    }
    let comparison = SchemaComparison(schema: schema, kind: kind, found: found)
    // What only a new table can mend makes the rest of no account.
    if let fault = comparison.shapeFault() { return [fault] }
    // In an order in which the repairs can be run: a key's column refuses NULL as long as it is one.
    return comparison.columnFaults() + comparison.keyFaults() + comparison.nullFaults()
  }

  /// What cannot be altered: time column, partitioning; and a missing log.
  private func shapeFault() -> StoreFault? {
    let name = schema.name
    let aside =
      kind == .questdb ? "RENAME TABLE \(name) TO \(name)_old" : "ALTER TABLE \(name) RENAME TO \(name)_old"
    let renew = "\(aside); then sextant migrate and sextant ship"
    let wanted = kind == .questdb ? "DAY" : "RANGE"
    if found.partitioning != wanted {
      let has = found.partitioning.isEmpty ? "nothing" : found.partitioning
      return StoreFault(
        .wrongPartitioning, table: name, problem: "\(name) is partitioned by \(has), not by \(wanted)",
        repair: renew)
    }
    if found.timestampColumn != schema.timestampColumn {
      return StoreFault(
        .wrongTimestamp, table: name,
        problem:
          "\(name) is ordered by \(found.timestampColumn ?? "nothing"), not by \(schema.timestampColumn)",
        repair: renew)
    }
    if kind == .questdb, !found.hasLog {
      return StoreFault(
        .noLog, table: name, problem: "\(name) has no write-ahead log",
        repair: "ALTER TABLE \(name) SET TYPE WAL; then restart QuestDB")
    }
    return nil
  }

  private func columnFaults() -> [StoreFault] {
    schema.columns.compactMap { column in
      let accepted = StoreColumnTypes.accepted(column.type, in: kind)
      let preferred = StoreColumnTypes.preferred(column.type, in: kind)
      let label = "\(schema.name).\(column.name)"
      guard let there = found.columns.first(where: { $0.name == column.name }) else {
        return StoreFault(
          .missingColumn, table: schema.name, column: column.name, problem: "\(label) is not there",
          repair: "ALTER TABLE \(schema.name) ADD COLUMN \(Self.quoted(column.name)) \(preferred)")
      }
      guard !accepted.contains(there.type) else { return nil }
      let alter = "ALTER TABLE \(schema.name) ALTER COLUMN \(Self.quoted(column.name)) TYPE \(preferred)"
      return StoreFault(
        .wrongType, table: schema.name, column: column.name,
        problem: "\(label) is \(there.type), not \(accepted.joined(separator: " or "))",
        repair: kind == .questdb ? alter : "\(alter) USING \(Self.quoted(column.name))::\(preferred)")
    }
  }

  /// PostgreSQL: a column that refuses NULL though a row of ours may have it there, or leave it out.
  private func nullFaults() -> [StoreFault] {
    found.columns.compactMap { column in
      let isOurs = schema.index(of: column.name) != nil
      let isHarmless = isOurs ? schema.keyColumns.contains(column.name) : column.hasDefault
      guard column.refusesNull, !isHarmless else { return nil }
      return StoreFault(
        .notNull, table: schema.name, column: column.name,
        problem: "\(schema.name).\(column.name) refuses NULL",
        repair: "ALTER TABLE \(schema.name) ALTER COLUMN \(Self.quoted(column.name)) DROP NOT NULL")
    }
  }

  private func keyFaults() -> [StoreFault] {
    guard found.keyColumns != Set(schema.keyColumns) else { return [] }
    let name = schema.name
    let keys = schema.keyColumns.map(Self.quoted).joined(separator: ", ")
    let has = found.keyColumns.sorted().joined(separator: ", ")
    let wanted = schema.keyColumns.joined(separator: ", ")
    var problem = "\(name) upserts on \(has.isEmpty ? "nothing" : has), not on \(wanted)"
    let repair: String
    switch kind {
    case .questdb:
      // Enabling it again joins no rows that came twice meanwhile.
      problem +=
        "; rows written meanwhile may be there twice (if sextant verify says so: DROP TABLE \(name), then "
        + "sextant ship)"
      repair = "ALTER TABLE \(name) DEDUP ENABLE UPSERT KEYS(\(keys))"
    case .postgres:
      let drop = found.keyName.map { "DROP CONSTRAINT \(Self.quoted($0)), " } ?? ""
      repair = "ALTER TABLE \(name) \(drop)ADD PRIMARY KEY (\(keys))"
    }
    return [StoreFault(.missingKey, table: name, problem: problem, repair: repair)]
  }

  /// A name as SQL takes it: `timestamp` is a word of both dialects; names of the server's are quoted too.
  static func quoted(_ name: String) -> String {
    let isPlain = name != "timestamp" && name.utf8.allSatisfy { $0 == 0x5f || (0x61...0x7a).contains($0) }
    return isPlain
      ? name
      : "\""
        + name.split(separator: "\"", omittingEmptySubsequences: false)
        .joined(separator: "\"\"") + "\""
  }
}
