internal import Desk
internal import Sync
internal import Trading

/// A list the tables answer: its path, its two queries (rows and count), filters and fields.
struct ListResource: Sendable {
  /// What a filter takes.
  enum FilterKind: Sendable {
    case text
    case symbol
    case choice([String])
    /// Inclusive or exclusive bound on the rows' time.
    case time
  }

  /// One filter: the request's parameter and the query's.
  struct Filter: Sendable {
    let name: String
    let column: String
    let kind: FilterKind

    init(_ name: String, _ kind: FilterKind, column: String? = nil) {
      self.name = name
      self.column = column ?? name
      self.kind = kind
    }
  }

  let path: String
  /// Name of the query; `{query}_count` counts what it lists.
  let query: String
  let filters: [Filter]
  let fields: [RowField]

  static let all = [orders, signals, fills, alerts]

  private static func filters(_ own: Filter...) -> [Filter] {
    [Filter("session", .text), Filter("symbol", .symbol)] + own
      + [Filter("since", .time), Filter("until", .time), Filter(ServedAccounts.parameter, .text)]
  }

  private static let side = Filter("side", .choice(Side.allCases.map(\.rawValue)))

  static let orders = ListResource(
    path: "/api/orders", query: "orders",
    filters: filters(
      side, Filter("status", .choice(OrderStatus.allCases.map(\.rawValue))),
      Filter("type", .choice(OrderType.allCases.map(\.rawValue)), column: "order_type")),
    fields: [
      RowField("order_id"), RowField("client_order_id"), RowField("exchange_order_id"),
      RowField("signal_id"), RowField("session_id"), RowField("symbol"), RowField("side"),
      RowField("order_type"), RowField("time_in_force"), RowField("reduce_only", .boolean),
      RowField("quantity", .decimal), RowField("requested_price", .decimal),
      RowField("filled_quantity", .decimal), RowField("average_fill_price", .decimal),
      RowField("status"), RowField("slippage", .decimal), RowField("slippage_bps", .decimal),
      RowField("commission", .decimal), RowField("fee_asset"), RowField("error_message"),
      RowField("reason_code"), RowField("arrival_price", .decimal), RowField("correlation_id"),
      RowField("created_at", .time), RowField("updated_at", .time), RowField("filled_at", .time),
    ])

  static let signals = ListResource(
    path: "/api/signals", query: "signals",
    filters: filters(
      side, Filter("type", .choice(SignalType.allCases.map(\.rawValue)), column: "signal_type"),
      Filter("decision", .choice(["ORDERED", "REJECTED", "NOTED"]))),
    fields: [
      RowField("signal_id"), RowField("signal_type"), RowField("symbol"), RowField("side"),
      RowField("quantity", .decimal), RowField("price", .decimal), RowField("confidence", .decimal),
      RowField("strategy_name"), RowField("indicator_values", .object), RowField("approved", .boolean),
      RowField("decision"), RowField("reason_code"), RowField("rejection_reason"),
      RowField("order_id"), RowField("correlation_id"), RowField("session_id"),
      RowField("created_at", .time),
    ])

  static let fills = ListResource(
    path: "/api/fills", query: "fills",
    filters: filters(
      side, Filter("type", .choice(FillKind.allCases.map(\.rawValue)), column: "kind"),
      Filter("order_id", .text)),
    fields: [
      RowField("trade_id"), RowField("order_id"), RowField("symbol"), RowField("side"),
      RowField("quantity", .decimal), RowField("price", .decimal), RowField("fee", .decimal),
      RowField("fee_asset"), RowField("liquidity"), RowField("kind"), RowField("session_id"),
      RowField("ts", .time),
    ])

  static let alerts = ListResource(
    path: "/api/alerts", query: "alerts",
    filters: filters(
      Filter("severity", .choice(AlertSeverity.allCases.map(\.rawValue))),
      Filter("type", .choice(AlertType.allCases.map(\.rawValue)), column: "alert_type"),
      Filter("status", .choice(AlertState.allCases.map(\.rawValue)), column: "state")),
    fields: [
      RowField("alert_id"), RowField("severity"), RowField("alert_type"), RowField("message"),
      RowField("details", .object), RowField("state"), RowField("timestamp", .time),
      RowField("acknowledged", .boolean), RowField("acknowledged_by"),
      RowField("acknowledged_at", .time), RowField("acknowledgement"), RowField("symbol"),
      RowField("resolved_at", .time), RowField("resolution"),
    ])

  /// Not a list of rows but one row a symbol and side; it has no pages.
  static let slippage = ListResource(
    path: "/api/slippage", query: "slippage", filters: filters(side),
    fields: [
      RowField("symbol"), RowField("side"), RowField("orders", .integer),
      RowField("filled_quantity", .decimal), RowField("mean_slippage", .decimal),
      RowField("mean_slippage_bps", .decimal), RowField("weighted_slippage", .decimal),
      RowField("weighted_slippage_bps", .decimal), RowField("min_slippage", .decimal),
      RowField("min_slippage_bps", .decimal), RowField("max_slippage", .decimal),
      RowField("max_slippage_bps", .decimal),
    ])
}
