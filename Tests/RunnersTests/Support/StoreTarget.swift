import Foundation
import TestSupport

@testable import Ingest
@testable import Runners

/// A real server for a test: a database or at least sessions of its own there.
struct StoreTarget {
  let kind: StoreKind
  let connection: ConnectionString
  /// First part of session names nobody else has in the server.
  let instance = "t-" + UUID().uuidString.lowercased().prefix(8)

  /// A new database in the shared PostgreSQL.
  static func postgres(_ address: String) throws -> StoreTarget {
    let connection = try PostgresConnection.open(
      ConnectionString(address), timeoutNanos: 30_000_000_000, interrupt: nil)
    defer { connection.close() }
    let name = "service_\(UUID().uuidString.lowercased().prefix(8))"
    try connection.execute("CREATE DATABASE \(name)")
    return StoreTarget(kind: .postgres, connection: try ConnectionString(address + " dbname=\(name)"))
  }

  /// The shared QuestDB, with the rows of others in it.
  static func questdb(_ address: String) throws -> StoreTarget {
    StoreTarget(kind: .questdb, connection: try ConnectionString(address))
  }

  /// Settings whose rows go there.
  func add(to settings: inout ServiceSettings) {
    settings.instance = String(instance)
    settings.stores.append(StoreSettings(kind: kind, connection: connection))
  }

  /// What a comparison of the server with a data directory says.
  func verify(_ directory: String) throws -> VerifyReport {
    let opened = try open()
    defer { opened.close() }
    return try StoreVerifier(
      path: directory + "/sextant.sqlite", rules: try ProjectionRules.builtIn(), connection: opened,
      kind: kind
    ).run()
  }

  /// The first column of an answer.
  func column(_ sql: String) throws -> [PostgresValue] {
    let opened = try open()
    defer { opened.close() }
    return try opened.query(sql).compactMap(\.first)
  }

  private func open() throws -> PostgresConnection {
    try PostgresConnection.open(connection, timeoutNanos: 30_000_000_000, interrupt: nil)
  }
}
