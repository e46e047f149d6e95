import Platform
import Primitives
import Trading

/// What the runs of a sweep came to, best first.
public struct SweepTable: Sendable {
  /// What a run is ranked by.
  public enum Rank: String, Sendable, CaseIterable {
    /// Final equity less the starting balance, largest first.
    case pnl
    /// Sharpe ratio, largest first; undefined ones last.
    case sharpe
    /// Largest fall of equity, smallest first.
    case drawdown
  }

  private let names: [String]
  private let leftOut: Int
  private let rank: Rank
  private let currency: String
  private let rows: [(values: [String], report: BacktestReport)]

  /// Runs that are equal stay in the order of the plan.
  public init(_ plan: SweepPlan, _ reports: [BacktestReport], rank: Rank) {
    names = plan.names
    leftOut = plan.leftOut
    self.rank = rank
    currency = reports.first?.currency ?? ""
    let rows = zip(plan.runs, reports).map { (values: $0, report: $1) }
    self.rows = rows.enumerated().sorted { left, right in
      Self.order(left.element.report, right.element.report, rank)
        ?? (left.offset < right.offset)
    }.map(\.element)
  }

  /// Whether the left one is better; nil when neither is.
  private static func order(_ left: BacktestReport, _ right: BacktestReport, _ rank: Rank) -> Bool? {
    switch rank {
    case .pnl: return left.profit == right.profit ? nil : left.profit > right.profit
    case .drawdown: return left.maxDrawdown == right.maxDrawdown ? nil : left.maxDrawdown < right.maxDrawdown
    case .sharpe:
      let lefts = left.performance?.returns.sharpe ?? -.infinity
      let rights = right.performance?.returns.sharpe ?? -.infinity
      return lefts == rights ? nil : lefts > rights
    }
  }

  private static let columns = [
    "final_pnl", "total_return", "sharpe", "max_drawdown", "fills", "round_trips", "win_rate",
    "profit_factor", "fees",
  ]

  private func cells(_ report: BacktestReport, isForPeople: Bool) -> [String] {
    let performance = report.performance
    let money = { (amount: Fixed) in isForPeople ? amount.description(decimals: 2) : amount.description }
    let number = { (value: Double?) -> String in
      isForPeople ? ReportFigure.ratio(value) : value.map { ReportFigure.plain($0, decimals: 12) } ?? ""
    }
    return [
      money(report.profit),
      isForPeople ? ReportFigure.percent(performance?.totalReturn) : number(performance?.totalReturn),
      number(performance?.returns.sharpe),
      money(report.maxDrawdown), "\(report.fills)", "\(performance?.trips.count ?? 0)",
      number(performance?.trips.winRate?.double), number(performance?.trips.profitFactor?.double),
      money(report.fees),
    ]
  }

  /// The best as aligned columns, with a line above that says how many there are.
  public func text(top: Int) -> String {
    let shown = rows.prefix(top)
    var lines = [["#"] + names + Self.columns]
    for (place, row) in shown.enumerated() {
      lines.append(["\(place + 1)"] + row.values + cells(row.report, isForPeople: true))
    }
    let widths = lines[0].indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    let table = lines.map { line in
      zip(line, widths).map { String(repeating: " ", count: $1 - $0.count) + $0 }.joined(separator: "  ")
    }
    let more = shown.count < rows.count ? ", the best \(shown.count) below" : ""
    let omitted = leftOut > 0 ? "; left out: \(leftOut) that the strategy does not accept" : ""
    return "\(rows.count) runs by \(rank.rawValue), money in \(currency)\(more)\(omitted)\n\n"
      + table.joined(separator: "\n")
  }

  /// Every run as CSV, best first; what is not defined is empty.
  public func csv() -> String {
    let head = (["rank"] + names + Self.columns).joined(separator: ",")
    let lines = rows.enumerated().map { place, row in
      (["\(place + 1)"] + row.values + cells(row.report, isForPeople: false)).joined(separator: ",")
    }
    return ([head] + lines).joined(separator: "\n") + "\n"
  }

  /// Every run with its whole report as one JSON object, best first.
  public func json() -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("ranked_by", rank.rawValue)
    writer.field("runs", rows.count)
    writer.field("left_out", leftOut)
    writer.key("results")
    writer.beginArray()
    for row in rows {
      writer.beginObject()
      writer.key("settings")
      writer.beginObject()
      for (name, value) in zip(names, row.values) {
        writer.key(name)
        writer.string(value)
      }
      writer.endObject()
      writer.key("report")
      BacktestSummary.write(row.report, to: &writer)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    return writer.bytes
  }
}
