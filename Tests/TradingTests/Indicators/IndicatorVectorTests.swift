import Foundation
import Testing

@testable import Trading

/// Vectors/indicators.tsv by column; nil where a value is not defined.
struct IndicatorTable {
  private let columns: [String: [Double?]]
  /// Number of bars.
  let count: Int

  init(_ lines: [Substring], separator: Character) throws {
    let rows = lines.map { $0.split(separator: separator, omittingEmptySubsequences: false) }
    let names = try #require(rows.first)
    columns = Dictionary(
      uniqueKeysWithValues: names.enumerated().map { place, name in
        (String(name), rows.dropFirst().map { Double($0[place]) })
      })
    count = rows.count - 1
  }

  static func vectors() throws -> IndicatorTable {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Vectors/indicators.tsv")
    return try IndicatorTable(
      String(contentsOf: file, encoding: .utf8).split(separator: "\n"), separator: "\t")
  }

  /// A column by name, nil where it has no value.
  func optional(_ name: String) throws -> [Double?] { try #require(columns[name], "no column \(name)") }
  /// A column by name that has a value everywhere.
  func whole(_ name: String) throws -> [Double] {
    let values = try optional(name).compactMap { $0 }
    try #require(values.count == count, "\(name) has holes")
    return values
  }
}

/// Whether each value is defined in the same rows as what is expected, and within 10⁻⁹ of it, relative to
/// it; or within 10⁻¹⁴ of the terms it is the difference of, about what doubles keep of those.
func expectEqual(
  _ values: [Double?], _ expected: [Double?], terms: [Double]? = nil, _ name: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(values.count == expected.count, sourceLocation: sourceLocation)
  #expect(expected.contains { $0 != nil }, "\(name) is never defined", sourceLocation: sourceLocation)
  let wrong = values.indices.first { row in
    guard let value = values[row], let reference = expected[row] else {
      return (values[row] == nil) != (expected[row] == nil)
    }
    return !(abs(value - reference) <= max(1e-9 * abs(reference), 1e-14 * abs(terms?[row] ?? 0)))
  }
  let (value, reference) = (wrong.flatMap { values[$0] }, wrong.flatMap { expected[$0] })
  #expect(
    wrong == nil, "\(name) is \(String(describing: value)), not \(String(describing: reference))",
    sourceLocation: sourceLocation)
}

@Suite("Indicators against vectors computed with exact fractions")
struct IndicatorVectorTests {
  let table: IndicatorTable
  let (highs, lows, closes): ([Double], [Double], [Double])

  init() throws {
    table = try IndicatorTable.vectors()
    (highs, lows, closes) = (try table.whole("high"), try table.whole("low"), try table.whole("close"))
    try #require(table.count == 400)
  }

  @Test("the exponential average adds its product unrounded: it agrees to the last bit")
  func exponential() throws {
    var average = ExponentialMovingAverage(period: 10)
    let values = closes.map { average.update($0) }
    #expect(try values == table.optional("ema10_fused"))
    expectEqual(values, try table.optional("ema10"), "ema10")
  }

  @Test("simple and weighted average agree")
  func averages() throws {
    var simple = SimpleMovingAverage(period: 7)
    expectEqual(closes.map { simple.update($0) }, try table.optional("sma7"), "sma7")
    var weighted = WeightedMovingAverage(period: 9)
    expectEqual(closes.map { weighted.update($0) }, try table.optional("wma9"), "wma9")
  }

  @Test("the standard deviation agrees, and is exactly 0 where nothing moves")
  func deviation() throws {
    var deviation = RollingStandardDeviation(period: 12)
    let values = closes.map { deviation.update($0) }
    expectEqual(values, try table.optional("deviation12"), "deviation12")
    #expect(values[131..<169].allSatisfy { $0 == 0 })
  }

  @Test("Bollinger's bands agree")
  func bands() throws {
    var bands = BollingerBands(period: 20, deviations: 2)
    let values = closes.map { bands.update($0) }
    // An outer band is a sum of two terms, of which the upper one is the larger.
    let terms = values.map { $0?.upper ?? 0 }
    expectEqual(values.map { $0?.upper }, try table.optional("bands20x2_upper"), "upper")
    expectEqual(values.map { $0?.middle }, try table.optional("bands20x2_middle"), "middle")
    expectEqual(values.map { $0?.lower }, try table.optional("bands20x2_lower"), terms: terms, "lower")
  }

  @Test("Wilder's strength index and true range agree")
  func wilder() throws {
    var index = RelativeStrengthIndex(period: 14)
    expectEqual(closes.map { index.update($0) }, try table.optional("rsi14"), "rsi14")
    var range = AverageTrueRange(period: 14)
    let ranges = closes.indices.map { range.update(high: highs[$0], low: lows[$0], close: closes[$0]) }
    expectEqual(ranges, try table.optional("atr14"), "atr14")
  }

  @Test("convergence/divergence agrees")
  func convergence() throws {
    var macd = MACD(fastPeriod: 12, slowPeriod: 26, signalPeriod: 9)
    var slow = ExponentialMovingAverage(period: 26)
    let values = closes.map { macd.update($0) }
    let terms = closes.map { slow.update($0) ?? 0 }
    expectEqual(values.map { $0?.line }, try table.optional("macd_line"), terms: terms, "line")
    expectEqual(values.map { $0?.signal }, try table.optional("macd_signal"), terms: terms, "signal")
    expectEqual(
      values.map { $0?.histogram }, try table.optional("macd_histogram"), terms: terms, "histogram")
  }

  @Test("Donchian's channel is the bars' own highs and lows")
  func channel() throws {
    var channel = DonchianChannel(period: 15)
    let values = closes.indices.map { channel.update(high: highs[$0], low: lows[$0]) }
    #expect(try values.map { $0?.upper } == table.optional("donchian15_upper"))
    #expect(try values.map { $0?.lower } == table.optional("donchian15_lower"))
    #expect(values.allSatisfy { $0.map { $0.middle == ($0.upper + $0.lower) / 2 } ?? true })
  }

  @Test("the volume-weighted price agrees, each session for itself")
  func sessionPrice() throws {
    let sessions = try table.whole("session")
    let volumes = try table.whole("volume")
    var average = VolumeWeightedAveragePrice()
    var values: [Double?] = []
    for row in closes.indices {
      if row > 0, sessions[row] != sessions[row - 1] { average.reset() }
      values.append(
        average.update(high: highs[row], low: lows[row], close: closes[row], volume: volumes[row]))
    }
    expectEqual(values, try table.optional("vwap"), "vwap")
  }
}
