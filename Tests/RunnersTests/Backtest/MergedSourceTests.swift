import Foundation
import Primitives
import Testing
import Trading

@testable import Runners

@Suite("Several tapes on one clock")
struct MergedSourceTests {
  private func tick(_ instrument: Int, _ nanos: Int64, _ price: Fixed) -> MarketEvent {
    .tick(
      MarketTick(
        instrument: instrument, at: Timestamp(nanoseconds: nanos), bid: price, ask: price, bidSize: 1,
        askSize: 1))
  }

  private struct Listed: MarketSource {
    var events: [MarketEvent]
    var row: Int64 = 0
    mutating func next() -> MarketEvent? {
      guard row < events.count else { return nil }
      row += 1
      return events[Int(row) - 1]
    }
  }

  @Test("come in time order, of one time in the order in which they were named, each with its own row")
  func order() throws {
    let first = Listed(events: [tick(0, 5, 1), tick(0, 5, 2), tick(0, 9, 3)])
    let second = Listed(events: [tick(1, 1, 4), tick(1, 5, 5)])
    let third = Listed(events: [])
    func prices(_ sources: [Listed]) throws -> [Fixed] {
      var merged = try MergedSource(sources)
      var prices: [Fixed] = []
      while case .tick(let tick)? = try merged.next() {
        prices.append(tick.bid)
        #expect(merged.row == Int64(prices.count))
      }
      #expect(try merged.next() == nil)
      return prices
    }
    #expect(try prices([first, second, third]) == [4, 1, 2, 5, 3])
    #expect(try prices([third, second, first]) == [4, 5, 1, 2, 3])
    #expect(try prices([]) == [])
  }

  @Test("trade on one account: each instrument as alone, the sums together")
  func oneAccount() throws {
    let scratch = try Scratch()
    let bitcoin = try scratch.quoteTape(rows: 5_000)
    let other = scratch.path + "/ETHUSDT_quotes.csv"
    try FileManager.default.copyItem(atPath: bitcoin, toPath: other)
    var settings = ServiceSettings()
    settings.caps.maxOrderNotional = 1_000_000
    func run(_ files: [String], symbols: [String?]) throws -> BacktestReport {
      var backtest = Backtest(
        tapes: zip(files, symbols).map { .init(file: $0, symbol: $1) }, strategy: "ema-cross",
        settings: settings)
      backtest.exchange = .ideal
      return try backtest.run { _, _ in }
    }
    let both = try run([bitcoin, other], symbols: [nil, nil])
    let parts = try [run([bitcoin], symbols: [nil]), run([other], symbols: [nil])]
    #expect(both.symbols.map(\.text) == ["BTCUSDT", "ETHUSDT"])
    #expect(both.marketEvents == 10_000)
    #expect(both.fills > 20 && both.fills == parts[0].fills + parts[1].fills)
    #expect(both.fees == parts[0].fees + parts[1].fees)
    #expect(both.realised == parts[0].realised + parts[1].realised)
    #expect(both.unrealised == parts[0].unrealised + parts[1].unrealised)
  }

  @Test("held in memory give what they give from their files")
  func loaded() throws {
    let scratch = try Scratch()
    let bitcoin = try scratch.quoteTape(rows: 3_000)
    let other = scratch.path + "/SOLUSDT.csv"
    try FileManager.default.copyItem(atPath: bitcoin, toPath: other)
    let backtest = Backtest(
      tapes: [.init(file: other, symbol: nil), .init(file: bitcoin, symbol: "BTCUSDT")],
      strategy: "donchian")
    let streamed = try backtest.run { _, _ in }
    let held = try backtest.run(over: try backtest.load())
    #expect(streamed.fills > 0)
    #expect(BacktestSummary.json(held) == BacktestSummary.json(streamed))
  }

  @Test("of two settlement currencies are refused, by name")
  func currencies() throws {
    let scratch = try Scratch()
    let tape = try scratch.quoteTape(rows: 10)
    let backtest = Backtest(
      tapes: [.init(file: tape, symbol: "BTCUSDT"), .init(file: tape, symbol: "BTCUSD")],
      strategy: "ema-cross")
    let error = try #require(throws: MarketFailure.self) { try backtest.run { _, _ in } }
    #expect(error.description.contains("BTCUSDT settles in USDT and BTCUSD in BTC"))
  }
}
