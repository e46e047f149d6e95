import Desk
import Platform
import Testing

@testable import Ingest

@Suite("Days, digests, sums and texts of a comparison")
struct VerifyPartsTests {
  @Test("a day is found by its text and by any moment in it, before 1970 too")
  func days() throws {
    let day = try #require(VerifyDay(text: "2024-02-29"))
    #expect(day.description == "2024-02-29")
    #expect(VerifyDay(micros: day.range.lowerBound) == day)
    #expect(VerifyDay(micros: day.range.upperBound) == day)
    #expect(VerifyDay(micros: day.range.upperBound + 1).description == "2024-03-01")
    #expect(VerifyDay(micros: -1).description == "1969-12-31")
    #expect(VerifyDay(micros: 0).number == 0)
    for text in ["2024-02-30", "24-02-01", "2024-2-1", "yesterday", "", "2024-02-01 "] {
      #expect(VerifyDay(text: text) == nil, "\(text)")
    }
    #expect(VerifyDay(micros: .max).range.upperBound == .max)
    #expect(VerifyDay(micros: 250_000_000_000_000_000).description.hasPrefix("day "))
  }

  @Test("a day in parts is whole, each moment in one of them")
  func slices() throws {
    let day = try #require(VerifyDay(text: "2024-02-29"))
    for count in [0, 1, 7, 1_000] {
      let slices = day.slices(count)
      #expect(slices.count == max(1, count))
      #expect(slices.first?.lowerBound == day.range.lowerBound)
      #expect(slices.last?.upperBound == day.range.upperBound)
      #expect(zip(slices, slices.dropFirst()).allSatisfy { $0.upperBound + 1 == $1.lowerBound })
    }
  }

  @Test("a day is held while it ends after the newest row, or now, less the time rows are kept")
  func lifetimes() throws {
    let day = { (text: String) in try #require(VerifyDay(text: text)) }
    let tenDays = try #require(RowLifetime(days: 10))
    let newest = try day("2024-03-15").range.lowerBound + 1
    #expect(tenDays.firstHeldDay(newest: newest, now: .max) == (try day("2024-03-05")))
    #expect(tenDays.firstHeldDay(newest: .max, now: newest) == (try day("2024-03-05")))
    #expect(RowLifetime(value: 2, unit: "week") == RowLifetime(value: 2, unit: "WEEK"))
    #expect(RowLifetime(value: 2, unit: "WEEK")?.micros == RowLifetime(days: 14)?.micros)
    #expect(RowLifetime(value: 0, unit: "HOUR") == nil)
    #expect(RowLifetime(days: 0) == nil)
    #expect(tenDays.reason == "rows are kept 10 DAYS behind the newest")
  }

  @Test("SQLite counts a day's rows as Swift does, on both sides of 1970")
  func dayGroups() throws {
    let expected = try ExpectedRows()
    let layout = TableLayout.journaled[TableLayout.index(.equity)]
    let moments: [Int64] = [-86_400_000_001, -86_400_000_000, -1, 0, 86_399_999_999, 86_400_000_000]
    for moment in moments {
      let values = layout.schema.columns.map { column -> RowValue in
        column.name == "ts" ? .timestamp(moment) : column.type == .real ? .real(1.5) : .null
      }
      try expected.write([Row(.equity, values)])
    }
    let sums = try expected.sums(layout)
    #expect(
      sums.mapValues(\.rows)
        == [-2: 1, -1: 2, 0: 2, 1: 1].reduce(into: [:]) {
          $0[VerifyDay(number: $1.key)] = $1.value
        })
    #expect(sums[VerifyDay(number: -1)]?.sums.first == 3)
  }

  @Test("a digest does not depend on the order of rows, and tells values of different kinds apart")
  func digests() {
    let rows: [[RowValue]] = [
      [.text("a"), .text("bc")], [.text("ab"), .text("c")], [.null, .text("")], [.text(""), .null],
      [.real(1), .integer(1)], [.integer(1), .real(1)], [.timestamp(1), .boolean(true)],
      [.real(0.1), .boolean(false)],
    ]
    var forward = RowDigest()
    var backward = RowDigest()
    for row in rows { forward += RowDigest(of: row) }
    for row in rows.reversed() { backward += RowDigest(of: row) }
    #expect(forward == backward)
    #expect(Set(rows.map { RowDigest(of: $0) }).count == rows.count)
    #expect(RowDigest(of: [.real(0.0)]) == RowDigest(of: [.real(-0.0)]))
    #expect(RowDigest(of: [.text("é")]) != RowDigest(of: [.text("e\u{301}")]))
    #expect(RowDigest(stored: forward.stored) == forward)
    for row in rows { backward -= RowDigest(of: row) }
    #expect(backward == RowDigest())
  }

  @Test("sums are equal within rounding, and a hundredth in a million is a difference")
  func sums() {
    let base = DaySums(rows: 2, sums: [1_000_000, 0], magnitudes: [1_000_000, 5_000])
    #expect(base.isEqual(to: DaySums(rows: 2, sums: [1_000_000.000_000_1, 1e-9])))
    #expect(!base.isEqual(to: DaySums(rows: 2, sums: [1_000_000.01, 0])))
    #expect(!base.isEqual(to: DaySums(rows: 2, sums: [1_000_000, 0.01])))
    #expect(!base.isEqual(to: DaySums(rows: 3, sums: [1_000_000, 0])))
    #expect(!base.isEqual(to: DaySums(rows: 2)))
  }

  @Test("what is read again covers every moment once, in few ranges")
  func ranges() {
    #expect(FoundDifferences.ranges([], most: 4) == [])
    #expect(FoundDifferences.ranges([1, 1, 5, 9], most: 4) == [1...1, 5...5, 9...9])
    let moments = (0..<1_000).map { Int64($0 / 2) }
    let ranges = FoundDifferences.ranges(moments, most: 10)
    #expect(ranges.count <= 11)
    #expect(moments.allSatisfy { moment in ranges.count { $0.contains(moment) } == 1 })
  }

  @Test("a differing value is shown where it differs, cut, and steers no terminal")
  func texts() {
    let layout = TableLayout.journaled[TableLayout.index(.riskEvents)]
    let base = layout.schema.columns.map { _ in RowValue.null }
    let message = layout.schema.index(of: "message") ?? 0
    let show = { (left: RowValue, right: RowValue) -> [String] in
      var (one, other) = (base, base)
      one[message] = left
      other[message] = right
      return ColumnDifference.between(layout, journal: one, store: other).flatMap { [$0.journal, $0.store] }
    }
    #expect(show(.text("a\u{1B}[2J"), .null) == ["a\\x1b[2J", "NULL"])
    #expect(show(.text("same"), .text("same")) == [])
    let long = String(repeating: "x", count: 3_000)
    let shown = show(.text(long + "A" + long), .text(long + "B" + long))
    #expect(shown.allSatisfy { $0.count <= 62 })
    #expect(shown.first?.contains("A") == true)
    #expect(shown.last?.contains("B") == true)
    #expect(show(.text("é"), .text("e\u{301}")) == ["\\u{e9}", "e\\u{301}"])
    #expect(show(.text("a\u{202E}b"), .null).first == "a\\u{202e}b")
    #expect(show(.timestamp(0), .timestamp(.max)) == ["1970-01-01T00:00:00.000000Z", "\(Int64.max) µs"])
  }

  @Test("the report is one JSON object that says the same as its text")
  func json() throws {
    let harness = try VerifyHarness(trades: 2)
    harness.model.alter(.liveOrders, row: 0, "status", .text("say \"what\""))
    let report = try harness.verify()
    var writer = JSONWriter()
    report.write(to: &writer)
    let json = try JSONParser.parse(writer.bytes)
    #expect(json["equal"]?.bool == false)
    #expect(json["differences"]?.int64 == 1)
    let named = try #require(json["named"]?.array?.first)
    #expect(named["kind"]?.string == "altered")
    #expect(named["key"]?.array?.count == 2)
    #expect(named["columns"]?.array?.first?["store"]?.string == "say \"what\"")
    #expect(json["compared"]?.array?.count == report.days.count)
  }

  @Test("numbers are grouped by thousands")
  func grouping() {
    #expect(
      [0, 999, 1_000, 31_234, 1_234_567, -1_000].map(VerifyReport.grouped)
        == ["0", "999", "1,000", "31,234", "1,234,567", "-1,000"])
  }
}
