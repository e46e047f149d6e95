extension TableSchema {
  /// S2-DB-02, then ours.
  static let livePositions = TableSchema(
    .livePositions, key: ["updated_at", "session_id", "symbol", "side"], timestamp: "updated_at",
    [
      Column("session_id", .symbol), Column("symbol", .symbol), Column("side", .text),
      Column("quantity", .real), Column("entry_price", .real), Column("current_price", .real),
      Column("liquidation_price", .real), Column("unrealized_pnl", .real),
      Column("unrealized_pnl_pct", .real), Column("margin", .real), Column("leverage", .real),
      Column("margin_ratio", .real), Column("opened_at", .timestamp),
      Column("updated_at", .timestamp), Column("closed_at", .timestamp), Column("status", .text),
      // Ours.
      Column("account_id", .symbol), Column("mode", .symbol), Column("realized_pnl", .real),
      Column("liquidation_distance_pct", .real), Column("currency", .symbol),
      Column("recorded_at", .timestamp),
    ])

  /// S2-DB-05, then ours.
  static let riskEvents = TableSchema(
    .riskEvents, key: ["timestamp", "alert_id"], timestamp: "timestamp",
    [
      Column("alert_id", .text), Column("session_id", .text), Column("timestamp", .timestamp),
      Column("severity", .symbol), Column("alert_type", .symbol), Column("message", .text),
      Column("details", .text), Column("acknowledged", .boolean),
      // Ours.
      Column("account_id", .symbol), Column("mode", .symbol), Column("symbol", .text),
      Column("state", .symbol), Column("resolved_at", .timestamp), Column("resolution", .text),
      Column("recorded_at", .timestamp), Column("acknowledged_by", .text),
      Column("acknowledged_at", .timestamp), Column("acknowledgement", .text),
    ])

  /// One row a valuation.
  static let equity = TableSchema(
    .equity, key: ["ts", "session_id"], timestamp: "ts",
    [
      Column("ts", .timestamp), Column("session_id", .symbol), Column("account_id", .symbol),
      Column("currency", .symbol), Column("balance", .real), Column("equity", .real),
      Column("realized_pnl", .real), Column("unrealized_pnl", .real), Column("fees", .real),
      Column("funding", .real), Column("margin_used", .real), Column("maintenance_margin", .real),
      Column("margin_ratio", .real), Column("peak_equity", .real), Column("mode", .symbol),
      Column("recorded_at", .timestamp),
    ])

  /// One row a command.
  static let operatorCommands = TableSchema(
    .operatorCommands, key: ["ts", "session_id", "seq"], timestamp: "ts",
    [
      Column("ts", .timestamp), Column("session_id", .symbol), Column("account_id", .symbol),
      Column("seq", .integer), Column("mode", .symbol), Column("actor", .text),
      Column("action", .symbol), Column("target", .text), Column("reason", .text),
      Column("outcome", .symbol), Column("refusal_code", .symbol), Column("refusal", .text),
      Column("state_before", .symbol), Column("state_after", .symbol),
      Column("recorded_at", .timestamp),
    ])
}
