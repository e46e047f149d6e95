import Foundation
import Primitives
import Testing
import Trading

@testable import Query

@Suite("What a report keeps of a run is bounded")
struct ReportFoldTests {
  private func at(_ seconds: Int64) -> Timestamp { Timestamp(nanoseconds: seconds * Nanos.perSecond) }

  @Test("a chart keeps the highest and lowest value ever, first and last, in order, within its room")
  func extremes() {
    var random = SeededGenerator(seed: 5)
    var fold = ChartFold(capacity: 40)
    var (low, high, last) = (Fixed(1_000_000), Fixed(-1_000_000), Fixed.zero)
    var time: Int64 = 1_700_000_000
    for step in 0..<20_000 {
      time += Int64(random.below(90))
      last = Fixed(Int(random.below(2_000)) - 1_000) + (step == 7 ? 50_000 : step == 23 ? -50_000 : 0)
      (low, high) = (min(low, last), max(high, last))
      fold.add(last, at: at(time))
      guard fold.buckets.count <= 40 else {
        Issue.record("\(fold.buckets.count) buckets")
        return
      }
    }
    #expect(fold.buckets.count >= 20)
    #expect(fold.buckets.map(\.low).min() == low && fold.buckets.map(\.high).max() == high)
    #expect(
      fold.buckets.first?.at == at(1_700_000_000) || (fold.buckets.first?.at ?? at(0)) < at(1_700_000_090))
    #expect(fold.buckets.last?.close == last)
    #expect(fold.buckets.allSatisfy { $0.low <= $0.close && $0.close <= $0.high })
    #expect(zip(fold.buckets, fold.buckets.dropFirst()).allSatisfy { $0.at < $1.at })
  }

  @Test("a chart without need of room keeps every second as it was")
  func exact() {
    var fold = ChartFold(capacity: 10)
    for (second, value) in [(0, 5), (0, 9), (0, 7), (1, 8), (5, 3)] {
      fold.add(Fixed(value), at: at(Int64(second)))
    }
    #expect(fold.buckets.map(\.at) == [at(0), at(1), at(5)])
    #expect(fold.buckets.map(\.low) == [5, 8, 3] && fold.buckets.map(\.high) == [9, 8, 3])
    #expect(fold.buckets.map(\.close) == [7, 8, 3])
    // All of one moment, and the ends of time.
    var odd = ChartFold(capacity: 2)
    for time in [Timestamp.distantPast, .zero, at(1), at(2), .distantFuture] { odd.add(1, at: time) }
    #expect(odd.buckets.count <= 2)
  }

  private func curve(_ from: Int64, _ to: Int64, capacity: Int = 2_000) -> ChartFold {
    var curve = ChartFold(capacity: capacity)
    for second in from...to { curve.add(Fixed(Int(second - from) * 1_000), at: at(second)) }
    return curve
  }

  private func page(
    equity: ChartFold, drawdown: ChartFold, price: ChartFold, figures: [RunReport.Figures] = []
  ) -> String {
    ReportPage.html(
      RunReport(
        title: "t", subtitle: "s", currency: "USDT", equity: equity, drawdown: drawdown,
        prices: [.init(symbol: "BTCUSDT", curve: price)], months: [], figures: figures))
  }

  @Test("every chart of a page begins and ends at the same time, the last value's in the last stretch")
  func span() {
    // A stretch of the price is 128 s long: its last one begins before its last value.
    let price = curve(60, 1_030, capacity: 8)
    #expect((price.buckets.last?.at ?? at(0)) < at(1_030))
    let page = page(equity: curve(0, 900), drawdown: curve(30, 600), price: price)
    let axis = "<span>1970-01-01 00:00</span><span>1970-01-01 00:08</span><span>1970-01-01 00:17</span>"
    #expect(page.components(separatedBy: axis).count == 4)
    #expect(page.components(separatedBy: "\"s\":[0,1030000],").count == 4)
    // The price's line goes on to the right edge, where its last value stands.
    let last = price.buckets.last.map { Int(($0.at - at(0)) * 10_000 / (1_030 * Nanos.perSecond)) } ?? 0
    #expect(page.contains("h\(10_000 - last)\"") || page.contains("h\(9_999 - last)\""))
  }

  @Test("what is under the cursor has the labels' decimals, and the page one minus sign")
  func numbers() {
    var fall = ChartFold()
    for (second, value) in [(0, "0"), (1, "-12.34567"), (2, "-3.1")] {
      fall.add((try? Fixed(parsing: value)) ?? 0, at: at(Int64(second)))
    }
    let digest = String(repeating: "0123456789abcdef", count: 4)
    let page = page(
      equity: fall, drawdown: fall, price: curve(0, 9),
      figures: [
        .init(
          title: "Result",
          rows: [
            (name: "worst", value: "-5.10 USDT, -1.00 % from 2024-08-01T09:30:00Z"),
            (name: "digest", value: digest),
          ])
      ])
    #expect(page.contains("{\"d\":2,\"s\":[0,9000],\"t\":[0,1000,2000],\"v\":[0,-12.35,-3.1]}"))
    #expect(page.contains("<td>−5.10 USDT, −1.00 % from 2024-08-01T09:30:00Z</td>"))
    #expect(page.contains("<span>−12.35</span>") && !page.contains("<span>-"))
    #expect(page.contains("<td class=\"word\" title=\"\(digest)\">\(digest)</td>"))
    #expect(page.contains("\" · \"+d.v[i].toFixed(d.d).replace(\"-\",\"−\")"))
  }

  @Test("a page says of the curves that were decimated that they were, and of no other")
  func decimated() {
    let note = "stretches of time: the line is the last value of each"
    let (whole, cut) = (curve(0, 9), curve(0, 9, capacity: 4))
    #expect(cut.isDecimated && !whole.isDecimated)
    #expect(!page(equity: whole, drawdown: whole, price: whole).contains(note))
    let cutPage = page(equity: whole, drawdown: whole, price: cut)
    #expect(cutPage.components(separatedBy: note).count == 2)
    #expect(cutPage.contains("Drawn from \(cut.buckets.count) stretches"))
  }

  @Test("months close with their last mark, midnight included, and begin with the close before")
  func months() throws {
    var fold = MonthFold(gaps: .skip)
    for (text, equity) in [
      ("2023-12-31T23:59:59Z", 100), ("2024-01-01T00:00:00Z", 110), ("2024-01-01T00:00:00.001Z", 115),
      ("2024-01-31T10:00:00Z", 121), ("2024-03-05T00:00:00Z", 90),
    ] { fold.mark(Fixed(equity), at: try Timestamp(rfc3339: text)) }
    #expect(fold.months.map(\.name) == ["2023-12", "2024-01", "2024-03"])
    #expect(fold.months.map(\.open) == [100, 110, 121] && fold.months.map(\.close) == [110, 121, 90])
    #expect(abs((fold.months[1].growth ?? 0) - 0.1) < 1e-12)
    var start = MonthFold()
    start.mark(100, at: try Timestamp(rfc3339: "2024-01-01T00:00:00Z"))
    #expect(start.months.isEmpty)
  }

  @Test("a month without a mark is one without growth where the account is carried, and the year has it")
  func monthsCarried() throws {
    var fold = MonthFold()
    for (text, equity) in [
      ("2023-10-01T00:00:00Z", 100), ("2023-11-05T00:00:00Z", 110), ("2024-01-31T10:00:00Z", 121),
      ("2024-03-01T00:00:00Z", 121), ("2024-04-01T00:00:00.001Z", 90),
    ] { fold.mark(Fixed(equity), at: try Timestamp(rfc3339: text)) }
    #expect(
      fold.months.map(\.name)
        == ["2023-10", "2023-11", "2023-12", "2024-01", "2024-02", "2024-03", "2024-04"])
    #expect(fold.months.map(\.open) == [100, 100, 110, 110, 121, 121, 121])
    #expect(fold.months.map(\.close) == [100, 110, 110, 121, 121, 121, 90])
    let page = ReportPage.html(
      RunReport(
        title: "t", subtitle: "s", currency: "USDT", equity: ChartFold(), drawdown: ChartFold(), prices: [],
        months: fold.months, figures: []))
    let year =
      "<td class=\"even\">0.00 %</td><td class=\"gain\">+10.00 %</td><td class=\"even\">0.00 %</td>"
    #expect(page.contains(year + "<td class=\"gain\">+10.00 %</td></tr>"))
  }

  @Test("text is escaped wherever it comes from")
  func escaped() {
    let evil = "</script><img src=x onerror=\"alert('1')\">&"
    #expect(
      HTMLText.escaped(evil)
        == "&lt;/script&gt;&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;")
    var curve = ChartFold()
    curve.add(1, at: at(1))
    let page = ReportPage.html(
      RunReport(
        title: evil, subtitle: evil, currency: evil, equity: curve, drawdown: curve,
        prices: [.init(symbol: evil, curve: curve)], months: [],
        figures: [.init(title: evil, rows: [(name: evil, value: evil)])]))
    #expect(!page.contains("<img") && !page.contains("</script><img"))
    // The page's own: two charts and a price with their data, and one at the end.
    #expect(page.components(separatedBy: "</script>").count == 5)
  }

  @Test("the page of a run in which nothing happened is whole")
  func empty() {
    let page = ReportPage.html(
      RunReport(
        title: "t", subtitle: "s", currency: "USDT", equity: ChartFold(), drawdown: ChartFold(), prices: [],
        months: [], figures: []))
    #expect(page.hasSuffix("</html>\n") && page.contains("Nothing happened."))
  }

  @Test("labels have the decimals that tell them from each other")
  func labels() {
    #expect(ReportNumber.label(0, step: 250) == "0" && ReportNumber.label(99_750.4, step: 250) == "99750")
    #expect(
      ReportNumber.label(-52.613, step: 13) == "−52.61" && ReportNumber.label(1.09514, step: 0.02) == "1.0951"
    )
  }

  @Test("percentages have their sign and two decimals")
  func percent() {
    #expect(HTMLText.percent(0.01254) == "+1.25 %" && HTMLText.percent(-0.5) == "−50.00 %")
    #expect(HTMLText.percent(0) == "0.00 %" && HTMLText.percent(.infinity) == "–")
  }
}
