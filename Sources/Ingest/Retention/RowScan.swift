import Desk
import Sync

/// Finds rows older than a moment in the tables, page by page, over a connection that only reads.
///
/// By wall time of their writing: market time may lie years back. What a working order, an open position or a
/// lasting alert consists of is never found, however old.
struct RowScan {
  /// Rows looked at in one go: what the tables' thread takes out at once, a few milliseconds.
  static let page = 500

  private let connection: SQLiteConnection
  private let before: Int64
  /// Where a position is open: session, symbol, side, and since when.
  private let open: [(session: String, symbol: String, side: String, since: Int64)]

  init(_ connection: SQLiteConnection, before: Int64) throws(SQLiteError) {
    self.connection = connection
    self.before = before
    var open: [(session: String, symbol: String, side: String, since: Int64)] = []
    // SQLite gives a bare column beside max() from the row that has it.
    let select = try connection.prepare(
      """
      SELECT session_id, symbol, side, opened_at, status, max(updated_at) FROM live_positions
        GROUP BY session_id, symbol, side
      """)
    while try select.step() {
      guard select.text(4) == "OPEN" else { continue }
      open.append((select.text(0), select.text(1), select.text(2), select.int64(3)))
    }
    self.open = open
  }

  /// What one page holds.
  struct Page {
    /// Rows that may go.
    var expired: ExpiredRows
    /// Key of the last row looked at; nil at the table's end.
    var last: [RowValue]?
  }

  /// The page after a key; from the table's first row for nil.
  func page(_ table: Table, after key: [RowValue]?) throws(SQLiteError) -> Page {
    let keys = table.schema.keyColumns
    let list = keys.map { "t.\"\($0)\"" }.joined(separator: ", ")
    let places = keys.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
    let select = try connection.prepare(
      """
      SELECT \(list), t.recorded_at < \(before) AND (\(Self.mayGo(table))), \(Self.position(table))
        FROM \(table.rawValue) t \(key == nil ? "" : "WHERE (\(list)) > (\(places))")
        ORDER BY \(list) LIMIT \(Self.page)
      """)
    for (index, value) in (key ?? []).enumerated() {
      try RowStore.bind(value, to: select, at: Int32(index + 1))
    }
    var (expired, last, count) = ([[RowValue]](), [RowValue](), 0)
    let width = Int32(keys.count)
    while try select.step() {
      count += 1
      last = (0..<width).map { column in
        switch select.kind(column) {
        case .integer: .integer(select.int64(column))
        default: .text(select.text(column))
        }
      }
      if select.bool(width), !isOfOpenPosition(select, from: width + 1, table) { expired.append(last) }
    }
    return Page(
      expired: ExpiredRows(table: table, keys: expired, before: before),
      last: count < Self.page ? nil : last)
  }

  private func isOfOpenPosition(_ row: SQLiteStatement, from column: Int32, _ table: Table) -> Bool {
    let (session, symbol, side) = (row.text(column), row.text(column + 1), row.text(column + 2))
    let at = row.int64(column + 3)
    switch table {
    case .livePositions:
      return open.contains {
        $0.session == session && $0.symbol == symbol && $0.side == side && at >= $0.since
      }
    case .fills:
      return open.contains { $0.session == session && $0.symbol == symbol && at >= $0.since }
    default: return false
    }
  }

  /// Session, symbol, side and time by which a row belongs to a position.
  private static func position(_ table: Table) -> String {
    switch table {
    case .livePositions: "t.session_id, t.symbol, t.side, t.opened_at"
    case .fills: "t.session_id, t.symbol, t.side, t.ts"
    default: "'', '', '', 0"
    }
  }

  /// What a row's own order or alert says of it.
  private static func mayGo(_ table: Table) -> String {
    let ended = "('FILLED', 'CANCELLED', 'FAILED')"
    switch table {
    case .liveOrders: return "t.status IN \(ended)"
    case .orderEvents, .fills, .signalHistory:
      return """
        NOT EXISTS (SELECT 1 FROM live_orders o WHERE o.order_id = t.order_id AND o.status NOT IN \(ended))
        """
    case .riskEvents:
      let happenings = AlertType.allCases.filter { !$0.lasts }.map { "'\($0.rawValue)'" }
      return "t.state = 'RESOLVED' OR t.alert_type IN (\(happenings.joined(separator: ", ")))"
    default: return "1"
    }
  }
}
