import Primitives
import Trading

/// A backtest's report for people; `json` is in its own file.
public enum BacktestSummary {
  /// Aligned lines in groups; money with two decimals.
  public static func text(_ report: BacktestReport) -> String {
    let groups = groups(report)
    let width = groups.flatMap(\.rows).map(\.name.count).max() ?? 0
    return groups.map { group in
      group.rows.map { row in
        row.name + String(repeating: " ", count: width - row.name.count + 2) + row.value
      }.joined(separator: "\n")
    }.joined(separator: "\n\n")
  }

  /// The report in groups of names and values, ready to be read.
  static func groups(_ report: BacktestReport) -> [(title: String, rows: [(name: String, value: String)])] {
    var groups = [(title: "Run", rows: run(report)), (title: "Result", rows: result(report))]
    if let performance = report.performance {
      groups.append((title: "Returns", rows: returns(performance.returns)))
      groups.append((title: "Round trips", rows: trips(performance, report.currency)))
    }
    return groups
  }

  private static func run(_ report: BacktestReport) -> [(name: String, value: String)] {
    let ends = OrderStatus.allCases.compactMap { status in
      report.ends[status].map { "\(status.rawValue) \($0)" }
    }
    let rows: [(name: String, value: String)] = [
      ("strategy", "\(report.title) on \(report.symbol)"),
      (
        "market",
        "\(report.marketEvents) events, \(report.firstAt.map(moment) ?? "–") to "
          + (report.lastAt.map(moment) ?? "–")
          + (report.badRows > 0 ? ", \(report.badRows) bad rows left out" : "")
      ),
      ("signals", "\(report.signals), of which \(report.rejected) refused"),
      ("orders", "\(report.orders): \(ends.joined(separator: ", "))"),
      ("fills", "\(report.fills), turnover \(money(report.turnover, report.currency))"),
      ("fills digest", report.fillsDigest),
      (
        "alerts",
        "\(report.alerts)"
          + (report.refusedFacts > 0 ? ", \(report.refusedFacts) facts of the exchange refused" : "")
      ),
    ]
    return rows + (report.terms?.rows ?? [])
  }

  private static func result(_ report: BacktestReport) -> [(name: String, value: String)] {
    let money = { (amount: Fixed) in Self.money(amount, report.currency) }
    var rows = [
      ("realised PnL", "\(money(report.realised)) net of \(money(report.fees)) fees"),
      ("unrealised PnL", money(report.unrealised)),
      ("funding", money(report.funding)),
      ("final PnL", "\(money(report.profit)) on \(money(report.startingBalance))"),
      ("max drawdown", money(report.maxDrawdown)),
    ]
    guard let performance = report.performance else { return rows }
    rows.append(("total return", percent(performance.totalReturn)))
    rows.append(("growth a year", yearly(report, performance)))
    if let steepest = performance.steepest {
      let fraction = percent(steepest.fraction?.double)
      rows.append(("steepest drawdown", "\(fraction) from \(moment(steepest.peakAt))"))
    }
    if let longest = performance.longest {
      let end = longest.recoveredAt == nil ? ", not recovered" : ""
      rows.append(("longest drawdown", span(longest.nanoseconds) + end))
    }
    return rows
  }

  /// A year's growth is no more than a guess from less than a month.
  private static func yearly(_ report: BacktestReport, _ performance: BacktestPerformance) -> String {
    guard let first = report.firstAt, let last = report.lastAt, last - first >= 30 * Nanos.perDay else {
      return "– (less than 30 days)"
    }
    return percent(performance.calendarGrowth) + " by the calendar"
  }

  private static func returns(_ returns: ReturnStatistics) -> [(name: String, value: String)] {
    let year = ReportFigure.plain(returns.periodsPerYear)
    return [
      ("returns", "\(returns.count) daily, \(year) a year"),
      ("Sharpe ratio", ratio(returns.sharpe)),
      ("Sortino ratio", ratio(returns.sortino)),
      ("Calmar ratio", ratio(returns.calmar)),
      ("volatility", percent(returns.volatility) + " a year"),
      ("value at risk", atRisk(returns.valueAtRisk, "a day (5 %)")),
      ("beyond it", atRisk(returns.conditionalValueAtRisk, "a day in the mean")),
      ("best and worst day", "\(percent(returns.best)), \(percent(returns.worst))"),
    ]
  }

  /// A value at risk with its unit; a percentile that is a gain puts nothing at risk.
  private static func atRisk(_ loss: Double?, _ unit: String) -> String {
    guard let loss else { return "–" }
    return loss > 0 ? "none" : "\(percent(loss)) \(unit)"
  }

  private static func trips(
    _ performance: BacktestPerformance, _ currency: String
  ) -> [(name: String, value: String)] {
    let trips = performance.trips
    let money = { (amount: Fixed?) in amount.map { Self.money($0, currency) } ?? "–" }
    let open = performance.openTrips > 0 ? ", \(performance.openTrips) still open" : ""
    return [
      ("round trips", "\(trips.count): \(trips.wins) won, \(trips.losses) lost\(open)"),
      ("win rate", percent(trips.winRate?.double)),
      ("profit factor", trips.isWithoutLosses ? "no losses" : ratio(trips.profitFactor?.double)),
      ("expectancy", money(trips.expectancy) + " a trip"),
      ("average win, loss", "\(money(trips.averageWin)), \(money(trips.averageLoss))"),
      ("largest win, loss", "\(money(trips.largestWin)), \(money(trips.largestLoss))"),
      ("longest series", "\(trips.longestWinSeries) won, \(trips.longestLossSeries) lost"),
      ("average holding", trips.averageHoldingNanoseconds.map(span) ?? "–"),
    ]
  }

  private static func money(_ amount: Fixed, _ currency: String) -> String {
    amount.description(decimals: 2) + " " + currency
  }

  private static func percent(_ fraction: Double?) -> String { ReportFigure.percent(fraction) }

  private static func ratio(_ ratio: Double?) -> String { ReportFigure.ratio(ratio) }

  /// A time to the second: `2024-08-01T09:30:00Z`.
  static func moment(_ time: Timestamp) -> String { time.rfc3339.prefix(19) + "Z" }

  /// `3 d 4 h`, `12 min 5 s`: the two largest units.
  private static func span(_ nanoseconds: Int64) -> String {
    let seconds = nanoseconds / Nanos.perSecond
    if seconds >= 86_400 { return "\(seconds / 86_400) d \(seconds % 86_400 / 3_600) h" }
    if seconds >= 3_600 { return "\(seconds / 3_600) h \(seconds % 3_600 / 60) min" }
    return seconds >= 60 ? "\(seconds / 60) min \(seconds % 60) s" : "\(seconds) s"
  }

  /// Market events a second of processor time.
  public static func speed(_ report: BacktestReport, cpuSeconds: Double) -> String {
    let rate = cpuSeconds > 0 ? Double(report.marketEvents) / cpuSeconds : 0
    let seconds = (cpuSeconds * 1_000).rounded() / 1_000
    return "\(report.marketEvents) events in \(seconds) s of processor time: \(Int(rate)) events/s"
  }
}

/// Figures of statistics as people read them; a figure that is not defined is a dash.
enum ReportFigure {
  /// A fraction as a percentage with two decimals.
  static func percent(_ fraction: Double?) -> String {
    decimals(fraction.map { $0 * 100 }, 2).map { $0 + " %" } ?? "–"
  }

  /// A ratio with three decimals.
  static func ratio(_ ratio: Double?) -> String { decimals(ratio, 3) ?? "–" }

  /// A number without decimals it does not need.
  static func plain(_ number: Double, decimals: Int = 3) -> String {
    Fixed(approximating: number)?.rounded(toDecimals: decimals, .halfEven).description ?? "–"
  }

  private static func decimals(_ number: Double?, _ count: Int) -> String? {
    number.flatMap { Fixed(approximating: $0) }?.description(decimals: count)
  }
}
