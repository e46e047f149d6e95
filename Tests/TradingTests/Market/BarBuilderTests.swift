import Primitives
import Testing

@testable import Trading

@Suite("Time bars from ticks")
struct BarBuilderTests {
  func close(_ builder: inout BarBuilder, at time: Timestamp) throws -> Candle {
    let bar = builder.close(at: time)
    return try #require(bar)
  }

  @Test("a bar holds first, highest, lowest and last price and the traded size")
  func oneBar() throws {
    var builder = BarBuilder(lengthNanos: Nanos.perMinute)
    #expect(builder.nextClose == nil)
    for (price, second) in [("100", 5.0), ("104", 20), ("98", 30), ("101", 59)] {
      builder.add(try MarketSample.trade(price, size: 2, seconds: second))
    }
    #expect(builder.nextClose == MarketSample.at(seconds: 60))
    #expect(builder.close(at: MarketSample.at(seconds: 59.999)) == nil)
    let bar = try close(&builder, at: MarketSample.at(seconds: 60))
    #expect([bar.open, bar.high, bar.low, bar.close, bar.volume] == [100, 104, 98, 101, 8])
    #expect(bar.openAt == MarketSample.start)
    #expect(bar.closeAt == MarketSample.at(seconds: 60))
  }

  @Test("a tick exactly at a full minute belongs to the bar that closes there")
  func boundary() throws {
    var builder = BarBuilder(lengthNanos: Nanos.perMinute)
    builder.add(try MarketSample.trade("100", seconds: 60))
    #expect(builder.nextClose == MarketSample.at(seconds: 60))
    let first = try close(&builder, at: MarketSample.at(seconds: 60))
    #expect(first.close == 100)
    #expect(first.openAt == MarketSample.start)
    builder.add(try MarketSample.trade("200", seconds: 60.000000001))
    builder.add(try MarketSample.trade("300", seconds: 120))
    let second = try close(&builder, at: MarketSample.at(seconds: 120))
    #expect(second.open == 200)
    #expect(second.close == 300)
  }

  @Test("minutes without ticks are flat at the last close, one bar each")
  func emptyMinutes() throws {
    var builder = BarBuilder(lengthNanos: Nanos.perMinute)
    builder.add(try MarketSample.trade("100", seconds: 1))
    builder.add(try MarketSample.trade("105", seconds: 2))
    var bars: [Candle] = []
    while let bar = builder.close(at: MarketSample.at(seconds: 239)) { bars.append(bar) }
    #expect(bars.count == 3)
    for bar in bars.dropFirst() {
      #expect([bar.open, bar.high, bar.low, bar.close] == [105, 105, 105, 105])
      #expect(bar.volume.isZero)
    }
    #expect(
      bars.map(\.closeAt.nanoseconds) == [60, 120, 180].map { MarketSample.at(seconds: $0).nanoseconds })
    // The first tick after the gap opens its own bar; the flat price is gone.
    builder.add(try MarketSample.trade("90", seconds: 200))
    let bar = try close(&builder, at: MarketSample.at(seconds: 240))
    #expect([bar.open, bar.high, bar.low, bar.close] == [90, 90, 90, 90])
  }

  @Test("a quote counts with its mid and adds no volume")
  func quotes() throws {
    var builder = BarBuilder(lengthNanos: Nanos.perMinute)
    builder.add(
      MarketTick(
        instrument: 3, at: MarketSample.at(seconds: 1), bid: 99, ask: 102, bidSize: 5, askSize: 6))
    let bar = try close(&builder, at: MarketSample.at(seconds: 60))
    #expect(bar.close == (try MarketSample.decimal("100.5")))
    #expect(bar.volume.isZero)
    #expect(bar.instrument == 3)
  }

  @Test("bars of any length end at its multiples, before 1970 too")
  func otherLengths() throws {
    var builder = BarBuilder(lengthNanos: 5 * Nanos.perSecond)
    builder.add(
      MarketTick(
        instrument: 0, at: Timestamp(nanoseconds: -7_000_000_000), bid: 1, ask: 1, bidSize: 1, askSize: 1))
    #expect(builder.nextClose == Timestamp(nanoseconds: -5_000_000_000))
  }
}
