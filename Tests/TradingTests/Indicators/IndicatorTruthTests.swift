import TestSupport
import Testing

@testable import Trading

/// TA-Lib's values for 5,000 recorded minutes of Bitcoin.
@Suite("Indicators against TA-Lib", .enabled(if: SharedData.isPresent, "needs the shared test data"))
struct IndicatorTruthTests {
  let table: IndicatorTable
  let (highs, lows, closes): ([Double], [Double], [Double])

  init() throws {
    table = try IndicatorTable(
      SharedData.lines("data/stats/indicators_expected.csv.gz"), separator: ",")
    (highs, lows, closes) = (try table.whole("high"), try table.whole("low"), try table.whole("close"))
    try #require(table.count == 5_000)
  }

  @Test("exponential averages", arguments: [10, 20])
  func exponential(period: Int) throws {
    var average = ExponentialMovingAverage(period: period)
    let values = closes.map { average.update($0) }
    expectEqual(values, try table.optional("talib_ema\(period)"), "ema\(period)")
    // The peer that seeds alike and adds the product unrounded agrees to the last bit.
    #expect(try values == table.optional("naut2_ema\(period)"))
  }

  @Test("the simple average")
  func simple() throws {
    var average = SimpleMovingAverage(period: 20)
    expectEqual(closes.map { average.update($0) }, try table.optional("talib_sma20"), "sma20")
  }

  @Test("Wilder's strength index and true range")
  func wilder() throws {
    var index = RelativeStrengthIndex(period: 14)
    expectEqual(closes.map { index.update($0) }, try table.optional("talib_rsi14"), "rsi14")
    var range = AverageTrueRange(period: 14)
    let ranges = closes.indices.map { range.update(high: highs[$0], low: lows[$0], close: closes[$0]) }
    expectEqual(ranges, try table.optional("talib_atr14"), "atr14")
  }

  @Test("convergence/divergence")
  func convergence() throws {
    var macd = MACD(fastPeriod: 12, slowPeriod: 26, signalPeriod: 9)
    let values = closes.map { macd.update($0) }
    expectEqual(values.map { $0?.line }, try table.optional("talib_macd"), "line")
    expectEqual(values.map { $0?.signal }, try table.optional("talib_macd_signal"), "signal")
    expectEqual(values.map { $0?.histogram }, try table.optional("talib_macd_hist"), "histogram")
  }

  @Test("Bollinger's bands of closes and of typical prices", arguments: ["bb", "bbtyp"])
  func bands(column: String) throws {
    var bands = BollingerBands(period: 20, deviations: 2)
    let values = closes.indices.map { row in
      bands.update(column == "bb" ? closes[row] : (highs[row] + lows[row] + closes[row]) / 3)
    }
    expectEqual(values.map { $0?.upper }, try table.optional("talib_\(column)_upper"), "upper")
    expectEqual(values.map { $0?.middle }, try table.optional("talib_\(column)_mid"), "middle")
    expectEqual(values.map { $0?.lower }, try table.optional("talib_\(column)_lower"), "lower")
  }
}
