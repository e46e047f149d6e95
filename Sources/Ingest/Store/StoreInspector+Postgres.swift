internal import Desk

extension StoreInspector {
  /// Three questions for all tables; a name is looked up along the search path, as an INSERT does.
  func postgresTables() throws(PostgresError) -> [Table: ServerTable] {
    var found = try postgresShapes()
    try addPostgresColumns(to: &found)
    try addPostgresKeys(to: &found)
    return found
  }

  /// `(VALUES ('live_orders'), …) AS ours (name)`: our own constants.
  private var ours: String {
    "(VALUES \(Table.allCases.map { "('\($0.rawValue)')" }.joined(separator: ", "))) AS ours (name)"
  }

  /// Partition keys: `RANGE (created_at)`.
  private func postgresShapes() throws(PostgresError) -> [Table: ServerTable] {
    let answer = try connection.query(
      """
      SELECT ours.name::text, coalesce(pg_get_partkeydef(to_regclass(ours.name)), '')::text
      FROM \(ours) WHERE to_regclass(ours.name) IS NOT NULL
      """)
    var found: [Table: ServerTable] = [:]
    for row in answer where row.count == 2 {
      guard let table = row[0].string.flatMap(Table.init(rawValue:)) else { continue }
      let words = (row[1].string ?? "").split { " ()\"".contains($0) }.map(String.init)
      var server = ServerTable()
      server.partitioning = words.first ?? ""
      server.timestampColumn = words.count == 2 ? words[1] : nil
      found[table] = server
    }
    return found
  }

  private func addPostgresColumns(to found: inout [Table: ServerTable]) throws(PostgresError) {
    let answer = try connection.query(
      """
      SELECT ours.name::text, a.attname::text, format_type(a.atttypid, a.atttypmod)::text, a.attnotnull,
        a.atthasdef OR a.attidentity <> '' OR a.attgenerated <> ''
      FROM \(ours) JOIN pg_attribute a ON a.attrelid = to_regclass(ours.name)
      WHERE a.attnum > 0 AND NOT a.attisdropped ORDER BY ours.name, a.attnum
      """)
    for row in answer where row.count == 5 {
      guard let table = row[0].string.flatMap(Table.init(rawValue:)) else { continue }
      found[table]?.columns.append(
        ServerTable.Column(
          name: row[1].string ?? "", type: row[2].string ?? "", refusesNull: row[3].isTrue,
          hasDefault: row[4].isTrue))
    }
  }

  private func addPostgresKeys(to found: inout [Table: ServerTable]) throws(PostgresError) {
    let answer = try connection.query(
      """
      SELECT ours.name::text, a.attname::text, c.conname::text
      FROM \(ours) JOIN pg_constraint c ON c.conrelid = to_regclass(ours.name) AND c.contype = 'p'
      JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
      """)
    for row in answer where row.count == 3 {
      guard let table = row[0].string.flatMap(Table.init(rawValue:)) else { continue }
      found[table]?.keyColumns.insert(row[1].string ?? "")
      found[table]?.keyName = row[2].string
    }
  }
}
