import Desk
import TestSupport

@testable import Ingest

/// A database of a test's own, with tables to spoil.
struct StoreHarness {
  let kind: StoreKind
  let address: String

  func connect() throws -> PostgresConnection {
    try PostgresConnection.open(ConnectionString(address), timeoutNanos: 30_000_000_000, interrupt: nil)
  }

  /// Migrates on a connection of its own.
  func migrate(
    _ scripts: [SQLScript]? = nil, ttl: StoreTTL = .unchanged
  ) throws -> MigrationReport {
    let connection = try connect()
    defer { connection.close() }
    return try StoreMigrator(
      connection, kind: kind, scripts: scripts ?? BuiltIn.storeScripts(kind), ttl: ttl
    ).run()
  }

  /// Runs statements one by one and waits until QuestDB has applied them.
  func run(_ statements: [String]) throws {
    let connection = try connect()
    defer { connection.close() }
    for statement in statements { try connection.execute(statement) }
    let inspector = StoreInspector(connection, kind: kind)
    let names = try inspector.logConditions(of: kind)
    _ = try inspector.waitUntilApplied(names: names, deadlineNanos: 30_000_000_000)
  }

  /// What the inspector says, once it says what is expected, or after 10 s.
  func faults(until isExpected: ([StoreFault]) -> Bool) throws -> [StoreFault] {
    let connection = try connect()
    defer { connection.close() }
    let inspector = StoreInspector(connection, kind: kind)
    var patience = Patience(nanos: 10_000_000_000)
    while true {
      let faults = try inspector.schemaFaults() + inspector.walFaults()
      if isExpected(faults) || !patience.pause() { return faults }
    }
  }

  /// Spoils the tables with a statement, expects the one fault, runs its repair, expects none.
  func spoil(_ statements: String...) throws -> StoreFault? {
    try run(statements)
    let faults = try faults { $0.count == 1 }
    guard let fault = faults.first, faults.count == 1 else { return nil }
    try run([fault.repair])
    return try self.faults(until: \.isEmpty).isEmpty ? fault : nil
  }

  /// Two migrations at the same moment, each on a thread and a connection of its own.
  func migrateTwice() async throws -> [MigrationReport] {
    try await withThrowingTaskGroup(of: MigrationReport.self) { group in
      for _ in 0..<2 { group.addTask { try migrate() } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
  }
}

extension StoreInspector {
  /// The tables of ours that have a log.
  func logConditions(of kind: StoreKind) throws -> [String] {
    kind == .questdb ? try logConditions().map(\.table) : []
  }
}
