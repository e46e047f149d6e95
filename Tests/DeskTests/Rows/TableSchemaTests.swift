import Desk
import Foundation
import Testing

@Suite("Tables")
struct TableSchemaTests {
  @Test("live_orders begins with the seventeen specified columns (S2-DB-01)")
  func liveOrders() {
    #expect(
      Table.liveOrders.schema.columns.prefix(17).map(\.name) == [
        "session_id", "order_id", "exchange_order_id", "symbol", "side", "order_type", "quantity",
        "requested_price", "filled_quantity", "average_fill_price", "status", "error_message",
        "slippage", "commission", "created_at", "updated_at", "filled_at",
      ])
    #expect(Table.liveOrders.schema.timestampColumn == "created_at")
  }

  @Test("live_positions begins with the sixteen specified columns (S2-DB-02)")
  func livePositions() {
    #expect(
      Table.livePositions.schema.columns.prefix(16).map(\.name) == [
        "session_id", "symbol", "side", "quantity", "entry_price", "current_price",
        "liquidation_price", "unrealized_pnl", "unrealized_pnl_pct", "margin", "leverage",
        "margin_ratio", "opened_at", "updated_at", "closed_at", "status",
      ])
    #expect(Table.livePositions.schema.timestampColumn == "updated_at")
  }

  @Test("signal_history begins with the fifteen specified columns (S2-DB-03)")
  func signalHistory() {
    #expect(
      Table.signalHistory.schema.columns.prefix(15).map(\.name) == [
        "session_id", "signal_id", "signal_type", "symbol", "side", "quantity", "price",
        "confidence", "strategy_name", "indicator_values", "risk_score", "approved",
        "rejection_reason", "order_id", "created_at",
      ])
    #expect(Table.signalHistory.schema.timestampColumn == "created_at")
  }

  @Test("risk_events begins with the eight specified columns (S2-DB-05)")
  func riskEvents() {
    #expect(
      Table.riskEvents.schema.columns.prefix(8).map(\.name) == [
        "alert_id", "session_id", "timestamp", "severity", "alert_type", "message", "details",
        "acknowledged",
      ])
    #expect(Table.riskEvents.schema.timestampColumn == "timestamp")
  }

  @Test("the specified columns have the specified types")
  func types() {
    func types(_ table: Table, _ count: Int) -> [ColumnType] {
      table.schema.columns.prefix(count).map(\.type)
    }
    #expect(
      types(.liveOrders, 17) == [
        .symbol, .text, .text, .symbol, .text, .text, .real, .real, .real, .real, .text, .text, .real,
        .real, .timestamp, .timestamp, .timestamp,
      ])
    #expect(
      types(.livePositions, 16) == [
        .symbol, .symbol, .text, .real, .real, .real, .real, .real, .real, .real, .real, .real,
        .timestamp, .timestamp, .timestamp, .text,
      ])
    #expect(
      types(.signalHistory, 15) == [
        .symbol, .text, .text, .symbol, .text, .real, .real, .real, .text, .text, .real, .boolean,
        .text, .text, .timestamp,
      ])
  }

  @Test("columns are unique, keys are columns, the timestamp is one of the keys", arguments: Table.allCases)
  func coherent(_ table: Table) {
    let schema = table.schema
    #expect(schema.name == table.rawValue)
    #expect(Set(schema.columns.map(\.name)).count == schema.columns.count)
    #expect(schema.keyColumns.allSatisfy { schema.index(of: $0) != nil })
    #expect(schema.keyColumns.contains(schema.timestampColumn))
    #expect(
      schema.columns.first { $0.name == schema.timestampColumn }?.type == .timestamp)
  }

  @Test("the SQL file has the same columns, types and keys, one by one", arguments: Table.allCases)
  func sql(_ table: Table) throws {
    let created = try #require(try SQLTable.all()[table.rawValue])
    let schema = table.schema
    #expect(created.columns.map(\.name) == schema.columns.map(\.name))
    #expect(created.columns.map(\.type) == schema.columns.map { Self.sqlType($0.type) })
    // Within one file the event's number alone sets rows of the same time and names apart.
    let isOfEvent = created.key == ["seq"] && schema.keyColumns.last == "seq"
    #expect(isOfEvent || created.key == schema.keyColumns)
    let notNull = Set(created.columns.filter(\.isNotNull).map(\.name))
    #expect(schema.keyColumns.allSatisfy { notNull.contains($0) })
    #expect(schema.columns.filter { $0.type == .boolean }.allSatisfy { notNull.contains($0.name) })
  }

  private static func sqlType(_ type: ColumnType) -> String {
    switch type {
    case .symbol, .text: "TEXT"
    case .real: "REAL"
    case .integer, .boolean, .timestamp: "INTEGER"
    }
  }
}

/// A `CREATE TABLE` as the SQL files have it.
struct SQLTable {
  var columns: [(name: String, type: String, isNotNull: Bool)] = []
  var key: [String] = []

  /// Every table of the files by name.
  static func all() throws -> [String: SQLTable] {
    let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
    let text = try ["001_tables", "003_ledger", "004_market", "006_operator"].map { file in
      try String(
        contentsOfFile: (folder + ["sql", "sqlite", file + ".sql"]).joined(separator: "/"), encoding: .utf8)
    }.joined(separator: "\n")
    var tables: [String: SQLTable] = [:]
    var name: String?
    for line in text.split(separator: "\n") {
      let code = line.prefix(while: { $0 != "-" }).split { " ,()".contains($0) }.map(String.init)
      if code.starts(with: ["ALTER", "TABLE"]), code.count > 6 {
        tables[code[2]]?.columns.append((code[5], code[6].filter { $0 != ";" }, false))
      } else if code.starts(with: ["CREATE", "TABLE"]) {
        name = code.last
        name.map { tables[$0] = SQLTable() }
      } else if let table = name, code.starts(with: ["PRIMARY", "KEY"]) {
        tables[table]?.key = Array(code.dropFirst(2))
        name = nil
      } else if code == [";"] {
        name = nil
      } else if let table = name, code.count >= 2 {
        let isKey = code.suffix(2) == ["PRIMARY", "KEY"]
        tables[table]?.columns.append((code[0], code[1], isKey || code.suffix(2) == ["NOT", "NULL"]))
        if isKey { tables[table]?.key = [code[0]] }
      }
    }
    return tables
  }
}
