import Foundation
import Primitives
import Testing

@testable import Trading

/// Vectors/activity_bars.tsv: ticks, and the bars of each rule as text.
struct ActivityBarVectors {
  /// A rule, the contract it is for and the bars it gives.
  struct Case {
    let rule: BarRule
    let contractSize: Fixed
    let kind: ContractKind
    var bars: [String] = []
  }

  var ticks: [MarketTick] = []
  var cases: [Case] = []

  init() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Vectors/activity_bars.tsv")
    for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
      let fields = line.split(separator: "\t").map(String.init)
      switch fields[0] {
      case "tick":
        let (bid, ask, size) = (
          try Fixed(parsing: fields[2]), try Fixed(parsing: fields[3]), try Fixed(parsing: fields[4])
        )
        ticks.append(
          MarketTick(
            instrument: 2, at: Timestamp(nanoseconds: try #require(Int64(fields[1]))), bid: bid, ask: ask,
            bidSize: size, askSize: size))
      case "rule":
        try #require(Int(fields[1]) == cases.count)
        cases.append(
          Case(
            rule: try Self.rule(fields[2], fields[3]), contractSize: try Fixed(parsing: fields[4]),
            kind: try #require(ContractKind(rawValue: fields[5]))))
      default:
        cases[try #require(Int(fields[1]))].bars.append(fields.dropFirst(2).joined(separator: " "))
      }
    }
  }

  private static func rule(_ counted: String, _ least: String) throws -> BarRule {
    switch counted {
    case "ticks": .ticks(try #require(Int(least)))
    case "volume": .volume(try Fixed(parsing: least))
    default: .notional(try Fixed(parsing: least))
    }
  }
}

@Suite("Bars that activity ends")
struct ActivityBarTests {
  static func text(_ bar: Candle) -> String {
    "\(bar.openAt.nanoseconds) \(bar.closeAt.nanoseconds) \(bar.open) \(bar.high) \(bar.low) \(bar.close) "
      + "\(bar.volume)"
  }

  @Test("close where exact fractions close them, whatever ends them")
  func vectors() throws {
    let vectors = try ActivityBarVectors()
    #expect(vectors.cases.count == 8)
    for one in vectors.cases {
      var bars = BarStream(one.rule, contractSize: one.contractSize, kind: one.kind)
      var found: [Candle] = []
      for tick in vectors.ticks {
        #expect(bars.nextClose == nil)
        #expect(bars.close(at: .distantFuture) == nil)
        if let bar = bars.add(tick) { found.append(bar) }
      }
      #expect(found.allSatisfy { $0.instrument == 2 })
      #expect(!one.bars.isEmpty)
      #expect(found.map(Self.text) == one.bars, "\(one.rule)")
    }
  }

  @Test("a tick larger than what is missing closes its bar whole, and the next begins from nothing")
  func excess() throws {
    var bars = ActivityBarBuilder.volume(10)
    #expect(bars.add(try MarketSample.trade("100", size: 9, seconds: 1)) == nil)
    let closed = try bar(&bars, "101", size: 25, seconds: 2)
    #expect(closed.volume == 34)
    #expect(closed.closeAt == MarketSample.at(seconds: 2))
    #expect(bars.add(try MarketSample.trade("102", size: 9, seconds: 3)) == nil)
    let next = try bar(&bars, "103", size: 1, seconds: 4)
    #expect([next.open, next.close, next.volume] == [102, 103, 10])
    #expect(next.openAt == MarketSample.at(seconds: 3))
  }

  @Test("notional counts price and contract size; an inverse contract's counts size alone")
  func notional() throws {
    var linear = ActivityBarBuilder.notional(
      100, contractSize: try MarketSample.decimal("0.1"), kind: .linear)
    #expect(linear.add(try MarketSample.trade("90", size: 11, seconds: 1)) == nil)
    #expect(try bar(&linear, "100", size: 1, seconds: 2).volume == 12)
    var inverse = ActivityBarBuilder.notional(1_000, contractSize: 100, kind: .inverse)
    #expect(inverse.add(try MarketSample.trade("60000", size: 9, seconds: 1)) == nil)
    #expect(try bar(&inverse, "60000", size: 1, seconds: 2).volume == 10)
  }

  @Test("a notional below the last digit of a decimal is not lost")
  func tinyNotional() throws {
    let (price, size) = ("0.000001", try MarketSample.decimal("0.0000003"))
    var bars = ActivityBarBuilder.notional(.smallest)
    for second in 1...3 {
      #expect(bars.add(try MarketSample.trade(price, size: size, seconds: Double(second))) == nil)
    }
    #expect(try bar(&bars, price, size: size, seconds: 4).volume == (try MarketSample.decimal("0.0000012")))
  }

  @Test("a threshold that is no decimal is reached by the first digit above it")
  func thirds() throws {
    // A third: twelve decimals are short of it, so are eighteen, until their last digit is one more.
    var bars = ActivityBarBuilder.notional(1, contractSize: 3)
    let sizes = ["0.333333333333", "0.000000333333", "0.000000000001"]
    let prices = ["1", "0.000001", "0.000001"]
    for (price, size) in zip(prices, sizes).dropLast() {
      #expect(bars.add(try MarketSample.trade(price, size: MarketSample.decimal(size), seconds: 1)) == nil)
    }
    _ = try bar(&bars, prices[2], size: MarketSample.decimal(sizes[2]), seconds: 2)
  }

  @Test("sums that cannot be held have reached any threshold, and trap nowhere")
  func overflow() throws {
    let huge = MarketTick(
      instrument: 0, at: .zero, bid: Fixed(mantissa: .max / 2), ask: Fixed(mantissa: .max / 2),
      bidSize: .greatest, askSize: .greatest)
    var notional = ActivityBarBuilder.notional(Bounds.money, contractSize: .smallest)
    #expect(notional.add(try MarketSample.trade("1", size: 5, seconds: 1)) == nil)
    let closed = notional.add(huge)
    #expect(try #require(closed).volume == .greatest)
    var volume = ActivityBarBuilder.volume(.greatest)
    #expect(volume.add(try MarketSample.trade("1", size: 5, seconds: 1)) == nil)
    #expect(volume.add(huge) != nil)
  }

  @Test("quotes move the prices of a bar and count as ticks, but bring no volume")
  func quotes() throws {
    let quote = MarketTick(
      instrument: 0, at: MarketSample.at(seconds: 2), bid: 120, ask: 122, bidSize: 50, askSize: 50)
    var volume = ActivityBarBuilder.volume(10)
    #expect(volume.add(try MarketSample.trade("100", size: 4, seconds: 1)) == nil)
    #expect(volume.add(quote) == nil)
    let closed = try bar(&volume, "101", size: 6, seconds: 3)
    #expect([closed.high, closed.volume] == [121, 10])
    var ticks = ActivityBarBuilder.ticks(2)
    #expect(ticks.add(quote) == nil)
    #expect(ticks.add(quote) != nil)
  }

  private func bar(
    _ bars: inout ActivityBarBuilder, _ price: String, size: Fixed, seconds: Double
  ) throws -> Candle {
    let closed = bars.add(try MarketSample.trade(price, size: size, seconds: seconds))
    return try #require(closed)
  }
}
