import Desk
import Foundation
import Primitives
import TestSupport

@testable import Ingest

/// A real server with our tables, and a journal whose rows a test writes there by plain INSERTs.
final class ServerStore {
  let kind: StoreKind
  let connection: PostgresConnection
  private var partitions = DayPartitions()

  /// Connects and makes the tables.
  init(_ kind: StoreKind, _ address: String) throws {
    self.kind = kind
    connection = try PostgresConnection.open(ConnectionString(address), timeoutNanos: 30_000_000_000)
    _ = try StoreMigrator(connection, kind: kind, scripts: BuiltIn.storeScripts(kind)).run()
  }

  /// A database of a test's own in a PostgreSQL; its name.
  static func createDatabase(in address: String) throws -> String {
    let connection = try PostgresConnection.open(ConnectionString(address), timeoutNanos: 30_000_000_000)
    defer { connection.close() }
    let name = "verify_\(UUID().uuidString.lowercased().prefix(8))"
    try connection.execute("CREATE DATABASE \(name)")
    return name
  }

  /// Writes what a model holds, but for one row of a table where one is named.
  func write(_ model: ModelStore, without left: (table: Table, row: Int)? = nil) throws {
    for layout in TableLayout.journaled {
      for (index, values) in model.rows[Int(layout.number)].enumerated() {
        if let left, left.table == layout.table, left.row == index { continue }
        try insert(layout.table, values)
      }
    }
  }

  /// Writes one row.
  func insert(_ table: Table, _ values: [RowValue]) throws {
    let schema = table.schema
    let layout = TableLayout.journaled[TableLayout.index(table)]
    if kind == .postgres {
      partitions.need(table, at: layout.micros(of: values))
      try partitions.ensure(on: connection)
    }
    let names = schema.columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
    let marks = schema.columns.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
    let parameters = values.map { value -> String? in
      switch value {
      case .null: nil
      case .text(let text): text
      case .real(let number): "\(number)"
      case .integer(let number): "\(number)"
      case .boolean(let flag): "\(flag)"
      case .timestamp(let micros): Timestamp(microseconds: micros)?.rfc3339Micros
      }
    }
    _ = try connection.query("INSERT INTO \(schema.name) (\(names)) VALUES (\(marks))", parameters)
  }

  /// Takes a row of `order_events` out of what belongs to its session: QuestDB deletes no row.
  func delete(orderEvent seq: Int64) throws {
    switch kind {
    case .questdb:
      try connection.execute("UPDATE order_events SET session_id = 'nobody' WHERE seq = \(seq)")
    case .postgres: try connection.execute("DELETE FROM order_events WHERE seq = \(seq)")
    }
  }

  func verify(_ harness: VerifyHarness) throws -> VerifyReport {
    var settings = VerifySettings()
    settings.lookAgainNanos = 1_000_000
    return try StoreVerifier(
      path: harness.journal.directoryPath + "/sextant.sqlite", rules: JournalHarness.rules,
      connection: connection, kind: kind, settings: settings
    ).run()
  }
}
