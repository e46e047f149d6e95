extension TableSchema {
  /// S2-DB-01, then ours.
  static let liveOrders = TableSchema(
    .liveOrders, key: ["created_at", "order_id"], timestamp: "created_at",
    [
      Column("session_id", .symbol), Column("order_id", .text), Column("exchange_order_id", .text),
      Column("symbol", .symbol), Column("side", .text), Column("order_type", .text),
      Column("quantity", .real), Column("requested_price", .real), Column("filled_quantity", .real),
      Column("average_fill_price", .real), Column("status", .text), Column("error_message", .text),
      Column("slippage", .real), Column("commission", .real), Column("created_at", .timestamp),
      Column("updated_at", .timestamp), Column("filled_at", .timestamp),
      // Ours.
      Column("client_order_id", .text), Column("signal_id", .text), Column("correlation_id", .text),
      Column("account_id", .symbol), Column("mode", .symbol), Column("time_in_force", .symbol),
      Column("reduce_only", .boolean), Column("arrival_price", .real), Column("slippage_bps", .real),
      Column("fee_asset", .symbol), Column("reason_code", .symbol), Column("expires_at", .timestamp),
      Column("handed_off_at", .timestamp), Column("recorded_at", .timestamp),
    ])

  /// One row a transition.
  static let orderEvents = TableSchema(
    .orderEvents, key: ["updated_at", "order_id", "seq"], timestamp: "updated_at",
    [
      Column("updated_at", .timestamp), Column("order_id", .text), Column("seq", .integer),
      Column("session_id", .symbol), Column("symbol", .symbol), Column("event", .symbol),
      Column("status", .symbol), Column("filled_quantity", .real), Column("average_fill_price", .real),
      Column("reason_code", .symbol), Column("message", .text), Column("correlation_id", .text),
      Column("recorded_at", .timestamp),
    ])

  /// One row an execution.
  static let fills = TableSchema(
    .fills, key: ["ts", "trade_id", "session_id"], timestamp: "ts",
    [
      Column("ts", .timestamp), Column("trade_id", .text), Column("session_id", .symbol),
      Column("account_id", .symbol), Column("order_id", .text), Column("exchange_order_id", .text),
      Column("signal_id", .text), Column("symbol", .symbol), Column("side", .symbol),
      Column("quantity", .real), Column("price", .real), Column("fee", .real),
      Column("fee_asset", .symbol), Column("liquidity", .symbol), Column("kind", .symbol),
      Column("is_late", .boolean), Column("realized_pnl", .real), Column("mode", .symbol),
      Column("correlation_id", .text), Column("recorded_at", .timestamp),
    ])

  /// S2-DB-03, then ours. `seq` sets two decisions on one signal id in one microsecond apart, the
  /// session those of two data directories.
  static let signalHistory = TableSchema(
    .signalHistory, key: ["created_at", "session_id", "signal_id", "seq"], timestamp: "created_at",
    [
      Column("session_id", .symbol), Column("signal_id", .text), Column("signal_type", .text),
      Column("symbol", .symbol), Column("side", .text), Column("quantity", .real),
      Column("price", .real), Column("confidence", .real), Column("strategy_name", .text),
      Column("indicator_values", .text), Column("risk_score", .real), Column("approved", .boolean),
      Column("rejection_reason", .text), Column("order_id", .text), Column("created_at", .timestamp),
      // Ours.
      Column("account_id", .symbol), Column("mode", .symbol), Column("correlation_id", .text),
      Column("intent_id", .text), Column("idempotency_key", .text), Column("key_rule", .symbol),
      Column("decision", .symbol), Column("reason_code", .symbol), Column("order_type", .symbol),
      Column("source", .symbol), Column("seq", .integer), Column("recorded_at", .timestamp),
    ])
}
