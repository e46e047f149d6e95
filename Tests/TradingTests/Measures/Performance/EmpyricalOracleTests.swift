import Foundation
import TestSupport
import Testing

@testable import Trading

@Suite("empyrical's tables")
struct EmpyricalOracleTests {
  static let path = "data/cases/performance_stats_empyrical.json"

  /// Rows we answer otherwise, each with the reason; the test says what we answer.
  static let disagreements: [String: String] = [
    "sortino[5]": "no downside: undefined is nil, never infinite"
  ]

  /// Tolerances of tables whose figures were rounded where they come from.
  static let tolerances: [String: Double] = [
    "cum_returns": 1e-4, "cum_returns_final": 1e-4, "roll_max_drawdown": 3e-4, "roll_sharpe_ratio": 1e-8,
    "up_down_capture": 1e-6,
  ]

  /// Periods a year.
  static let periods: [String: Double] = ["daily": 252, "weekly": 52, "monthly": 12, "yearly": 1]

  @Test(
    "every row is checked or named as a disagreement",
    .enabled(if: SharedData.isPresent, "needs SEXTANT_SHARED data/cases"))
  func everyRow() throws {
    let file = try SharedData.object(Self.path)
    let series = try #require(file["series"] as? [String: [Any]])
    let tables = try #require(file["tables"] as? [String: [String: Any]])
    var rows: [(id: String, value: Any)] = []
    for (name, table) in tables.sorted(by: { $0.key < $1.key }) {
      for (number, row) in try #require(table["rows"] as? [[String: Any]]).enumerated() {
        rows.append(("\(name)[\(number)]", row))
      }
    }
    #expect(rows.count >= 60)
    try OracleRows.audit(rows, excused: Self.disagreements) { id, value in
      let row = Row(
        table: String(id.prefix { $0 != "[" }), series: series,
        fields: try #require(value as? [String: Any]))
      guard let actual = try row.figures() else { return false }
      if Self.disagreements[id] != nil {
        #expect(actual == [nil], "\(id)")
        return false
      }
      let expected = row.fields["expected"] as? [Any] ?? [row.fields["expected"] ?? "no figure"]
      #expect(actual.count == expected.count, "\(id)")
      for (figure, oracle) in zip(actual, expected) {
        expect(figure, is: oracle, within: Self.tolerances[row.table] ?? 1e-9, id)
      }
      return true
    }
  }

  /// One row with the series it speaks of.
  private struct Row {
    let table: String
    let series: [String: [Any]]
    let fields: [String: Any]

    /// Our figures in the row's order; nil for a table nobody knows.
    func figures() throws -> [Double?]? {
      let raw = try values("returns")
      let returns = try self.returns()
      switch table {
      case "cum_returns":
        // A missing return grows nothing; "starting_value" 0 asks for growth, another one for a value.
        let growth = ReturnSeries(raw.map { $0 ?? 0 }, periodsPerYear: 252).cumulative
        return try growth.map { try scaled($0) }
      case "cum_returns_final": return [try returns.totalReturn.map { try scaled($0) }]
      case "max_drawdown": return [returns.maxDrawdown]
      case "annual_ret":
        // empyrical counts a missing first return as an observation.
        let growth = try #require(returns.totalReturn)
        return [
          CompoundGrowth.byObservations(
            growth: growth, count: raw.count, periodsPerYear: returns.periodsPerYear)
        ]
      case "annual_volatility": return [returns.volatility]
      case "omega":
        let annual = try #require(fields["required_return"] as? Double)
        let required = try #require(
          CompoundGrowth.byObservations(growth: annual, count: 252, periodsPerYear: 1))
        return [try excess("risk_free").excess(over: required).omega]
      case "sharpe_ratio": return [try excess("risk_free").sharpe]
      case "sortino": return [try excess("required_return").sortino]
      case "tail_ratio":
        // The figure counts the missing first return as zero: 0.072 / 0.076.
        return [ReturnSeries(raw.map { $0 ?? 0 }, periodsPerYear: 252).tailRatio]
      case "alpha": return [try comparison("benchmark").alpha]
      case "beta": return [try comparison("benchmark").beta]
      case "down_alpha_beta":
        let down = try comparison("benchmark").down
        return [down.alpha, down.beta]
      case "up_down_capture": return [try comparison("factor_returns").upDownCapture]
      case "batting_average":
        let both = try comparison("benchmark")
        return [both.battingAverage, both.up.battingAverage, both.down.battingAverage]
      case "roll_max_drawdown": return try rolled(raw) { $0.maxDrawdown }
      case "roll_sharpe_ratio": return try rolled(raw) { $0.sharpe }
      default: return nil
      }
    }

    /// A series by the name in a field; a minus before it turns it over, null is a missing return.
    private func values(_ field: String) throws -> [Double?] {
      let name = try #require(fields[field] as? String, "\(table).\(field)")
      let isTurned = name.hasPrefix("-")
      let values = try #require(series[isTurned ? String(name.dropFirst()) : name], "\(name)")
      return values.map { ($0 as? Double).map { isTurned ? -$0 : $0 } }
    }

    private var periodsPerYear: Double {
      (fields["period"] as? String).flatMap { EmpyricalOracleTests.periods[$0] } ?? 252
    }

    private func returns() throws -> ReturnSeries {
      ReturnSeries(try values("returns").compactMap { $0 }, periodsPerYear: periodsPerYear)
    }

    /// The returns less a rate: a number, or a series of which missing periods are left out.
    private func excess(_ field: String) throws -> ReturnSeries {
      let text = try #require(fields[field] as? String, "\(table).\(field)")
      if let rate = Double(text) { return try returns().excess(over: rate) }
      let pairs = zip(try values("returns"), try values(field)).compactMap { value, rate in
        value.flatMap { value in rate.map { (value, $0) } }
      }
      let series = ReturnSeries(pairs.map(\.0), periodsPerYear: periodsPerYear)
      return try #require(series.excess(over: pairs.map(\.1)))
    }

    private func comparison(_ field: String) throws -> BenchmarkComparison {
      let (left, right) = (try values("returns"), try values(field))
      let count = min(left.count, right.count)
      return try #require(
        BenchmarkComparison(
          left.prefix(count).map { $0 ?? .nan }, benchmark: right.prefix(count).map { $0 ?? .nan },
          periodsPerYear: periodsPerYear))
    }

    private func scaled(_ growth: Double) throws -> Double {
      let start = try #require(fields["starting_value"] as? Double)
      return start == 0 ? growth : start * (1 + growth)
    }

    /// A missing first return makes the first window one shorter; the others are ours.
    private func rolled(_ raw: [Double?], _ measure: (ReturnSeries) -> Double?) throws -> [Double?] {
      let window = try #require(fields["window"] as? Int)
      let returns = try returns()
      let rolled = returns.rolling(window, measure)
      guard let first = raw.first, first == nil else { return rolled }
      let short = ReturnSeries(
        Array(returns.returns.prefix(window - 1)), periodsPerYear: returns.periodsPerYear)
      return [measure(short)] + rolled
    }
  }
}
