internal import Primitives
internal import Trading

/// One chart as a picture in the page: a curve with the band between its extremes, and trades on it.
///
/// The picture is stretched to its place, so it is right on a phone and on a wide screen; labels stand
/// beside it as text. Coordinates run from 0 to `width` and 0 (top) to `height`.
struct ReportChart {
  static let width = 10_000.0
  static let height = 3_000.0

  private let buckets: [ChartFold.Bucket]
  private let least: Double
  private let most: Double
  /// Where the picture begins and ends.
  private let span: ClosedRange<Timestamp>
  /// Where the curve's latest value stands.
  private let lastAt: Timestamp
  private let isDrawdown: Bool
  private let isDecimated: Bool

  /// A curve from the start to the end of `span`, which the charts of one page have in common.
  init(_ curve: ChartFold, span: ClosedRange<Timestamp>?, isDrawdown: Bool = false) {
    buckets = curve.buckets
    let first = curve.buckets.first?.at ?? .zero
    lastAt = curve.lastAt ?? first
    self.span = span ?? first...max(first, lastAt)
    self.isDrawdown = isDrawdown
    isDecimated = curve.isDecimated
    let low = curve.buckets.map(\.low).min()?.double ?? 0
    let high = isDrawdown ? 0 : curve.buckets.map(\.high).max()?.double ?? 0
    // A flat curve stands in the middle.
    let margin = low == high ? max(abs(low) * 0.001, 1e-9) : 0
    least = low - margin
    most = high + margin
  }

  /// The chart under a heading, with a line that says what is under the cursor.
  func html(id: String, title: String, note: String = "", trips: [RoundTrip] = []) -> String {
    let heading = "<h2>\(HTMLText.escaped(title))</h2>"
    guard !buckets.isEmpty else { return "<section>\(heading)<p>Nothing happened.</p></section>" }
    let labels = (0...4).map { place in
      "<span>\(HTMLText.escaped(ReportNumber.label(most - step * Double(place), step: step)))</span>"
    }
    return """
      <section>\(heading)\(note.isEmpty ? "" : "<p>\(HTMLText.escaped(note))</p>")\(decimation)
      <p class="read" id="\(id)-read">&nbsp;</p>
      <div class="chart"><div class="y">\(labels.joined())</div>
      <svg class="\(isDrawdown ? "down" : "up")" id="\(id)" viewBox="0 0 10000 3000" \
      preserveAspectRatio="none" role="img" aria-label="\(HTMLText.escaped(title))">
      \(grid)<path class="band" d="\(band)"/><path class="line" d="\(line)"/>\(marks(trips))</svg>
      <div class="x">\(times)</div></div>
      <script type="application/json" id="\(id)-data">\(data)</script></section>
      """
  }

  /// Between two labels.
  private var step: Double { (most - least) / 4 }

  private var decimation: String {
    guard isDecimated else { return "" }
    return "<p>Drawn from \(buckets.count) stretches of time: the line is the last value of each, the band "
      + "its lowest and highest.</p>"
  }

  private var grid: String {
    (0...4).map { "<path class=\"grid\" d=\"M0 \($0 * 750)H10000\"/>" }.joined()
  }

  /// The closes, one after the other, the last one up to its time.
  private var line: String {
    let points = buckets.map { "\(x($0.at)) \(y($0.close.double))" }
    let rest = (buckets.last.map { x(lastAt) - x($0.at) }) ?? 0
    return "M" + points.joined(separator: "L") + (points.count == 1 || rest > 0 ? "h\(max(rest, 1))" : "")
  }

  /// From the highs forward to the lows backward; a drawdown hangs from zero.
  private var band: String {
    let upper = buckets.map { "\(x($0.at)) \(isDrawdown ? 0 : y($0.high.double))" }
    let lower = buckets.reversed().map { "\(x($0.at)) \(y($0.low.double))" }
    return "M" + (upper + lower).joined(separator: "L") + "Z"
  }

  /// A line from entry to exit, a dot at the entry.
  private func marks(_ trips: [RoundTrip]) -> String {
    trips.compactMap { trip -> String? in
      guard let entry = trip.entryPrice, let exit = trip.exitPrice else { return nil }
      let from = "\(x(trip.openedAt)) \(y(entry.double))"
      let kind = trip.net.isNegative ? "loss" : "gain"
      let profit = HTMLText.withMinus("\(trip.net)")
      let text = "\(trip.side.rawValue) \(trip.quantity) at \(entry), out at \(exit): \(profit)"
      return "<g class=\"\(kind)\"><title>\(HTMLText.escaped(text))</title>"
        + "<path d=\"M\(from)L\(x(trip.closedAt)) \(y(exit.double))\"/>"
        + "<path class=\"dot\" d=\"M\(from)h0\"/></g>"
    }.joined()
  }

  private var times: String {
    let (first, last) = (span.lowerBound, span.upperBound)
    let middle = first.adding(nanoseconds: (last - first) / 2)
    return [first, middle, last].map { "<span>\($0.rfc3339.prefix(16).replacing("T", with: " "))</span>" }
      .joined()
  }

  /// The picture's ends and the times in milliseconds, and closes, for the line under the cursor.
  private var data: String {
    let at = buckets.map { "\($0.at.milliseconds)" }.joined(separator: ",")
    let decimals = ReportNumber.decimals(step: step)
    let values = buckets.map { $0.close.rounded(toDecimals: decimals, .halfEven).description }
    let close = values.joined(separator: ",")
    let ends = "\(span.lowerBound.milliseconds),\(span.upperBound.milliseconds)"
    return "{\"d\":\(decimals),\"s\":[\(ends)],\"t\":[\(at)],\"v\":[\(close)]}"
  }

  private func x(_ time: Timestamp) -> Int {
    let start = Double(span.lowerBound.milliseconds)
    let share = (Double(time.milliseconds) - start) / max(Double(span.upperBound.milliseconds) - start, 1)
    return Int((min(1, max(0, share)) * Self.width).rounded())
  }

  private func y(_ value: Double) -> Int {
    let share = (most - value) / (most - least)
    return Int((min(1, max(0, share)) * Self.height).rounded())
  }
}

/// Numbers of a chart.
enum ReportNumber {
  /// A number beside others that are `step` apart, with the decimals that tell them from each other.
  static func label(_ value: Double, step: Double) -> String {
    let text = Fixed(approximating: value)?.description(decimals: decimals(step: step))
    return text.map(HTMLText.withMinus) ?? "–"
  }

  /// How many decimals those are.
  static func decimals(step: Double) -> Int { step >= 100 ? 0 : step >= 1 ? 2 : step >= 0.01 ? 4 : 8 }
}
