import Platform
import Primitives
import Trading

/// A backtest's report for people and for programs.
public enum BacktestSummary {
  /// Aligned lines; money with two decimals.
  public static func text(_ report: BacktestReport) -> String {
    let money = { (amount: Fixed) in amount.description(decimals: 2) + " " + report.currency }
    let ends = OrderStatus.allCases.compactMap { status in
      report.ends[status].map { "\(status.rawValue) \($0)" }
    }
    let rows: [(String, String)] = [
      ("strategy", "\(report.strategy) on \(report.symbol)"),
      (
        "market",
        "\(report.marketEvents) events, \(report.firstAt?.rfc3339 ?? "-") to \(report.lastAt?.rfc3339 ?? "-")"
          + (report.badRows > 0 ? ", \(report.badRows) bad rows left out" : "")
      ),
      ("signals", "\(report.signals), of which \(report.rejected) refused"),
      ("orders", "\(report.orders): \(ends.joined(separator: ", "))"),
      ("fills", "\(report.fills), turnover \(money(report.turnover))"),
      ("fills digest", report.fillsDigest),
      ("realised PnL", "\(money(report.realised)) net of \(money(report.fees)) fees"),
      ("unrealised PnL", money(report.unrealised)),
      ("funding", money(report.funding)),
      ("final PnL", "\(money(report.profit)) on \(money(report.startingBalance))"),
      ("max drawdown", money(report.maxDrawdown)),
      ("alerts", "\(report.alerts)"),
    ]
    let width = rows.map(\.0.count).max() ?? 0
    return rows.map { name, value in
      name + String(repeating: " ", count: width - name.count + 2) + value
    }.joined(separator: "\n")
  }

  /// One JSON object; decimals as strings.
  public static func json(_ report: BacktestReport) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("strategy", report.strategy)
    writer.field("symbol", report.symbol)
    writer.field("currency", report.currency)
    writer.field("market_events", report.marketEvents)
    writer.field("bad_rows", report.badRows)
    writer.field("first_at", report.firstAt)
    writer.field("last_at", report.lastAt)
    writer.field("signals", report.signals)
    writer.field("rejected_signals", report.rejected)
    writer.field("orders", report.orders)
    for status in OrderStatus.allCases {
      if let count = report.ends[status] {
        writer.key("orders_" + status.rawValue.lowercased())
        writer.int64(count)
      }
    }
    writer.field("fills", report.fills)
    writer.field("fills_digest", report.fillsDigest)
    writer.field("turnover", report.turnover)
    writer.field("starting_balance", report.startingBalance)
    writer.field("realized_pnl", report.realised)
    writer.field("unrealized_pnl", report.unrealised)
    writer.field("fees", report.fees)
    writer.field("funding", report.funding)
    writer.field("final_pnl", report.profit)
    writer.field("final_equity", report.finalEquity)
    writer.field("max_drawdown", report.maxDrawdown)
    writer.field("alerts", report.alerts)
    writer.endObject()
    return writer.bytes
  }

  /// Market events a second of processor time.
  public static func speed(_ report: BacktestReport, cpuSeconds: Double) -> String {
    let rate = cpuSeconds > 0 ? Double(report.marketEvents) / cpuSeconds : 0
    let seconds = (cpuSeconds * 1_000).rounded() / 1_000
    return "\(report.marketEvents) events in \(seconds) s of processor time: \(Int(rate)) events/s"
  }
}
