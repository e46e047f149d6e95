import Foundation
import Ingest
import Primitives
import TestSupport
import Testing
import Trading

@Suite("Recorded tapes", .enabled(if: SharedData.isPresent, "needs the shared test data"))
struct RecordedTapeTests {
  struct Recording: Sendable, CustomTestStringConvertible {
    let file: String
    let kind: TapeKind
    let rows: Int64
    let first: String
    let last: String
    var testDescription: String { file }
  }

  static let recordings = [
    Recording(
      file: "trades/binance_usdm_BTCUSDT_trades.csv", kind: .trades, rows: 21_313,
      first: "2024-08-08T23:54:16.322Z", last: ""),
    Recording(
      file: "trades/binance_usdm_ETHUSDT_trades.csv", kind: .trades, rows: 14_076,
      first: "2024-08-08T23:54:16.560Z", last: ""),
    Recording(
      file: "trades/equity_SPY_trades.csv.gz", kind: .trades, rows: 1_887_450,
      first: "2013-10-07T08:00:00.464Z", last: "2013-10-11T23:59:32.543Z"),
    Recording(
      file: "quotes/binance_usdm_BTCUSDT_quotes.csv", kind: .quotes, rows: 66_089,
      first: "2024-08-08T23:54:16.313Z", last: ""),
    Recording(
      file: "quotes/EURUSD_quotes.csv.gz", kind: .quotes, rows: 99_308,
      first: "2020-01-30T10:27:51.336Z", last: ""),
    Recording(
      file: "candles/binance_spot_BTCUSDT_1m_2024.csv.gz", kind: .candles, rows: 527_040,
      first: "2024-01-01T00:01:00.000Z", last: "2025-01-01T00:00:00.000Z"),
  ]

  @Test("read whole, without a bad row", arguments: recordings)
  func whole(recording: Recording) throws {
    let path = SharedData.root.appendingPathComponent("data/market/\(recording.file)").path
    let reader = try TapeReader(path: path, instrument: 0)
    #expect(reader.kind == recording.kind)
    let first = try reader.next()
    var last = first
    while let event = try reader.next() { last = event }
    #expect(reader.row == recording.rows)
    #expect(reader.badRowCount == 0, "\(reader.badRows.prefix(3))")
    #expect(first?.at.rfc3339 == recording.first)
    if !recording.last.isEmpty { #expect(last?.at.rfc3339 == recording.last) }
    #expect(reader.progress.fraction == 1)
  }

  @Test("funding is no tape and says so")
  func funding() throws {
    let path = SharedData.root.appendingPathComponent("data/market/funding/XRPUSDT_funding.csv").path
    #expect(TapeSample.fault(path)?.code == .unknownHeader)
  }

  @Test("one-minute bars of Bitcoin trades end where a reckoning apart ends them")
  func bars() throws {
    let path = SharedData.root.appendingPathComponent(
      "data/market/trades/binance_usdm_BTCUSDT_trades.csv"
    ).path
    let reader = try TapeReader(path: path, instrument: 0)
    var builder = BarBuilder(lengthNanos: Nanos.perMinute)
    var bars: [Candle] = []
    while case .tick(let tick)? = try reader.next() {
      while let bar = builder.close(at: tick.at.adding(nanoseconds: -1)) { bars.append(bar) }
      builder.add(tick)
    }
    let shown = bars.map {
      "\($0.closeAt.rfc3339) \($0.open) \($0.high) \($0.low) \($0.close) \($0.volume)"
    }
    // The last minute of the tape is still running.
    #expect(
      shown == [
        "2024-08-08T23:55:00.000Z 61800.3 61839.8 61800 61807.8 125.967",
        "2024-08-08T23:56:00.000Z 61807.7 61839.9 61760.3 61760.3 136.45",
        "2024-08-08T23:57:00.000Z 61760.4 61760.4 61700 61701.2 203.143",
        "2024-08-08T23:58:00.000Z 61701.3 61719 61620 61628.1 607.148",
        "2024-08-08T23:59:00.000Z 61628.2 61730.4 61590.3 61694.4 890.437",
      ])
  }
}
