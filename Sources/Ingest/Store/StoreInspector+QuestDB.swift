internal import Desk

extension StoreInspector {
  /// One question for all tables, one for the columns of each.
  func questdbTables() throws(PostgresError) -> [Table: ServerTable] {
    // Functions' columns are named one by one: newer servers have more of them.
    let answer = try connection.query(
      """
      SELECT table_name, designatedTimestamp, partitionBy, walEnabled, dedup, ttlValue, ttlUnit FROM tables()
      """
    )
    var found: [Table: ServerTable] = [:]
    for row in answer where row.count == 7 {
      guard let table = row[0].string.flatMap(Table.init(rawValue:)) else { continue }
      var server = ServerTable()
      server.timestampColumn = row[1].string
      server.partitioning = row[2].string ?? ""
      server.hasLog = row[3].isTrue
      server.ttlHours = StoreTTL.hours(value: row[5].int64 ?? 0, unit: row[6].string ?? "")
      let columns = try connection.query(
        "SELECT \"column\", type, upsertKey FROM table_columns('\(table.rawValue)')")
      for column in columns where column.count == 3 {
        let name = (column[0].string ?? "").lowercased()
        server.columns.append(ServerTable.Column(name: name, type: column[1].string ?? ""))
        if row[4].isTrue, column[2].isTrue { server.keyColumns.insert(name) }
      }
      found[table] = server
    }
    return found
  }

  /// Of our tables, the two of the migrations included.
  func logConditions() throws(PostgresError) -> [LogCondition] {
    let answer = try connection.query(
      "SELECT name, suspended, writerTxn, sequencerTxn, errorMessage FROM wal_tables()")
    return answer.compactMap { row in
      guard row.count == 5, let name = row[0].string else { return nil }
      guard Table(rawValue: name) != nil || StoreMigrator.ownTables.contains(name) else { return nil }
      return LogCondition(
        table: name, isSuspended: row[1].isTrue, applied: row[2].int64 ?? 0, accepted: row[3].int64 ?? 0,
        error: row[4].string ?? "")
    }
  }
}
