import Foundation
import Ingest
import Primitives
import TestSupport
import Testing
import Trading

@testable import Runners

@Suite("A tape held in memory")
struct LoadedMarketTests {
  /// Rows of every kind: bad ones at the start, in the middle and in twos, numbers that need each unit and
  /// numbers no unit fits.
  private static let tapes: [(name: String, text: String)] = [
    (
      "trades",
      """
      ts_ns,price,size,side,trade_id
      1700000000000000000,-1,1,buy,a
      1700000000000000000,60000.5,0.001,buy,b
      1700000000000000001,60000.500000000001,2,sell,c
      1700000000000000002,x,2,sell,d
      1700000000000000003,60001,y,sell,e
      1700000000000000004,60001,900000000,sell,f
      1700000000000000005,60001,900000000.000000000001,sell,g
      """
    ),
    (
      "quotes",
      """
      ts_ns,bid,bid_size,ask,ask_size,recv_ns
      1700000000000000000,999999999.99,0,1000000000,12.5,1
      1700000000000000000,0.00000001,1000000000,0.00000002,7,2
      1700000000000000009,0.00000001,1000000000,0.00000002
      1700000000000000010,5,1,6,1,3
      """
    ),
    (
      "candles",
      """
      ts_ms,open,high,low,close,volume
      1700000000000,60000,60010,59990,60005,1000000000000000
      1700000060000,60005,60010,59990,60001.25,0
      1700000180000,60001.25,60010,59990,60001.25,12.000000000001
      """
    ),
  ]

  private func expectSame(_ file: String, minimum: Int) throws {
    let market = try LoadedMarket(file: file, instrument: 1)
    let tape = try TapeReader(path: file, instrument: 1)
    var source = market.source()
    var count: Int64 = 0
    while let expected = try tape.next() {
      let found = source.next()
      count += 1
      guard found == expected, source.row == tape.row else {
        Issue.record("event \(count): \(String(describing: found)) at row \(source.row), not \(expected)")
        return
      }
    }
    #expect(source.next() == nil)
    #expect(source.next() == nil)
    #expect(source.row == tape.row)
    #expect(market.count == count)
    #expect(count >= minimum)
    #expect(market.badRowCount == tape.badRowCount)
    #expect(market.badRows == tape.badRows)
    #expect(market.kind == tape.kind && market.candleLengthNanos == tape.candleLengthNanos)
  }

  @Test("gives exactly the events and rows of the reader", arguments: tapes.map(\.name))
  func same(name: String) throws {
    let scratch = try Scratch()
    let tape = try #require(Self.tapes.first { $0.name == name })
    let file = scratch.path + "/tape.csv"
    try tape.text.write(toFile: file, atomically: true, encoding: .utf8)
    try expectSame(file, minimum: 3)
  }

  @Test("holds more than a block, at 40 bytes a quote, and is played again and again")
  func blocks() throws {
    let scratch = try Scratch()
    let file = try scratch.quoteTape(rows: 2 * LoadedBlock.cap + 17)
    try expectSame(file, minimum: 2 * LoadedBlock.cap + 17)
    let market = try LoadedMarket(file: file, instrument: 0)
    #expect(market.byteCount == 40 * (2 * LoadedBlock.cap + 17))
    var first = market.source()
    var events: [MarketEvent] = []
    while let event = first.next() { events.append(event) }
    var second = market.source()
    for event in events { #expect(second.next() == event) }
  }

  @Test("a tape with nothing but bad rows has no event; a missing one is an error")
  func nothing() throws {
    let scratch = try Scratch()
    let file = scratch.path + "/tape.csv"
    try "ts_ns,bid,bid_size,ask,ask_size\n1,2,3\n".write(toFile: file, atomically: true, encoding: .utf8)
    let market = try LoadedMarket(file: file, instrument: 0)
    #expect(market.count == 0 && market.badRowCount == 1)
    var source = market.source()
    #expect(source.next() == nil)
    #expect(throws: TapeError.self) { try LoadedMarket(file: file + "-absent", instrument: 0) }
  }

  @Test(
    "gives exactly the events of the recorded tapes",
    .enabled(if: SharedData.isPresent, "needs SEXTANT_SHARED data/market"))
  func recorded() throws {
    let trades = SharedData.root.appendingPathComponent("data/market/trades/binance_usdm_ETHUSDT_trades.csv")
    try expectSame(trades.path, minimum: 10_000)
  }
}
