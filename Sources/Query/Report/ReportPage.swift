internal import Primitives

/// A run as one page that needs nothing else: no network, no other file, dark or light as the reader has it.
///
/// Its size is bounded: curves are decimated keeping their extremes, trades drawn are a sample, and the
/// page says so.
public enum ReportPage {
  /// Charts of prices drawn at most.
  static let priceChartCap = 8

  /// The page.
  public static func html(_ report: RunReport) -> String {
    let title = HTMLText.escaped(report.title)
    return """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8"><title>\(title)</title>
      <meta name="viewport" content="width=device-width,initial-scale=1">
      <meta http-equiv="Content-Security-Policy" \
      content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
      <style>\(ReportStyle.css)</style></head><body><main>
      <h1>\(title)</h1><p>\(HTMLText.escaped(report.subtitle))</p>
      \(charts(report))
      \(months(report.months))
      <div class="figures">\(report.figures.map(figures).joined(separator: "\n"))</div>
      </main><script>\(ReportStyle.script)</script></body></html>

      """
  }

  private static func charts(_ report: RunReport) -> String {
    let money = " (\(report.currency))"
    let span = report.span
    var charts = [
      ReportChart(report.equity, span: span).html(id: "equity", title: "Equity" + money),
      ReportChart(report.drawdown, span: span, isDrawdown: true)
        .html(id: "drawdown", title: "Drawdown" + money),
    ]
    for (index, price) in report.prices.prefix(priceChartCap).enumerated() {
      charts.append(
        ReportChart(price.curve, span: span).html(
          id: "price-\(index)", title: "\(price.symbol), price and trades", note: note(price.trips),
          trips: price.trips.trips))
    }
    if report.prices.count > priceChartCap {
      charts.append("<p>The first \(priceChartCap) of \(report.prices.count) instruments are drawn.</p>")
    }
    return charts.joined(separator: "\n")
  }

  private static func note(_ trips: TripSample) -> String {
    switch trips.count {
    case 0: "No round trip was finished."
    case _ where trips.step == 1: "All \(trips.count) round trips are drawn, losses dashed."
    default:
      "Of \(trips.count) round trips every \(trips.step)th is drawn, losses dashed; trades.csv has all."
    }
  }

  private static func figures(_ group: RunReport.Figures) -> String {
    let rows = group.rows.map { row in
      let value = HTMLText.escaped(HTMLText.withMinus(row.value))
      // One long word, a digest, stays on its line; the rest of it is in the title.
      let isWord = row.value.utf8.count >= 40 && !row.value.contains(" ")
      let cell = isWord ? "<td class=\"word\" title=\"\(value)\">" : "<td>"
      return "<tr><th scope=\"row\">\(HTMLText.escaped(row.name))</th>\(cell)\(value)</td></tr>"
    }
    return "<section><h2>\(HTMLText.escaped(group.title))</h2><table>\(rows.joined())</table></section>"
  }

  // MARK: Months

  private static let names = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// A row a year, a column a month; the last column is the year's growth.
  private static func months(_ months: [MonthFold.Month]) -> String {
    var years: [(name: String, months: [MonthFold.Month])] = []
    for month in months {
      let year = String(month.name.prefix(4))
      if years.last?.name != year { years.append((year, [])) }
      years[years.count - 1].months.append(month)
    }
    let head = names.map { "<th scope=\"col\">\($0)</th>" }.joined()
    let rows = years.map { year in
      let cells = (1...12).map { number in
        cell(year.months.first { Int($0.name.suffix(2)) == number }?.growth)
      }
      return "<tr><th scope=\"row\">\(HTMLText.escaped(year.name))</th>\(cells.joined())"
        + cell(growth(year.months)) + "</tr>"
    }
    return """
      <section><h2>Returns by month</h2><div class="wide"><table class="months">
      <tr><th></th>\(head)<th scope="col">Year</th></tr>\(rows.joined())</table></div></section>
      """
  }

  private static func growth(_ months: [MonthFold.Month]) -> Double? {
    guard let open = months.first?.open, let close = months.last?.close, open.isPositive else { return nil }
    return close.double / open.double - 1
  }

  private static func cell(_ growth: Double?) -> String {
    guard let growth else { return "<td></td>" }
    let kind = growth < 0 ? "loss" : growth > 0 ? "gain" : "even"
    return "<td class=\"\(kind)\">\(HTMLText.percent(growth))</td>"
  }
}
