import Primitives
import Testing

@testable import Trading

@Suite("Bars of several lengths from one stream")
struct TimeframeBarsTests {
  static let lengths = [Nanos.perMinute, 5 * Nanos.perMinute, Nanos.perHour]

  /// Ten hours of ticks at uneven distances: many in a second, some exactly on a minute, quiet hours.
  static func ticks() -> [MarketTick] {
    var generator = SeededGenerator(seed: 3)
    var at = MarketSample.start.adding(nanoseconds: 17)
    var price = 10_000
    var ticks: [MarketTick] = []
    let end = MarketSample.at(seconds: 36_000)
    while at < end {
      price += Int(generator.below(21)) - 10
      let size = Fixed(Int(generator.below(9)) + 1)
      ticks.append(
        MarketTick(
          instrument: 1, at: at, bid: Fixed(price), ask: Fixed(price), bidSize: size, askSize: size))
      switch generator.below(200) {
      case 0: at = at.adding(nanoseconds: Int64(generator.below(5_000)) * Nanos.perSecond)
      case 1...20:
        let past = at.nanoseconds % Nanos.perMinute
        at = at.adding(nanoseconds: Nanos.perMinute - past)
      default: at = at.adding(nanoseconds: Int64(generator.below(9_000_000_000)))
      }
    }
    return ticks
  }

  static func bars(_ ticks: [MarketTick], until end: Timestamp) -> [TimeframeBars.Bar] {
    var bars = TimeframeBars(lengthsNanos: lengths)
    var found: [TimeframeBars.Bar] = []
    for tick in ticks {
      while let bar = bars.close(at: tick.at.adding(nanoseconds: -1)) { found.append(bar) }
      bars.add(tick)
    }
    while let bar = bars.close(at: end) { found.append(bar) }
    return found
  }

  @Test("are those that each length alone gives")
  func alone() {
    let ticks = Self.ticks()
    let end = MarketSample.at(seconds: 50_000)
    let together = Self.bars(ticks, until: end)
    for length in Self.lengths {
      var builder = BarBuilder(lengthNanos: length)
      var alone: [Candle] = []
      for tick in ticks {
        while let bar = builder.close(at: tick.at.adding(nanoseconds: -1)) { alone.append(bar) }
        builder.add(tick)
      }
      while let bar = builder.close(at: end) { alone.append(bar) }
      #expect(alone.count > 9)
      #expect(together.filter { $0.lengthNanos == length }.map(\.candle) == alone)
    }
  }

  @Test("are those that the ticks of their interval make")
  func fromTicks() throws {
    let ticks = Self.ticks()
    var last: [Int64: Fixed] = [:]
    for bar in Self.bars(ticks, until: MarketSample.at(seconds: 50_000)) {
      let candle = bar.candle
      let own = ticks.filter { $0.at > candle.openAt && $0.at <= candle.closeAt }
      let prices = own.map(\.bid)
      let before = last[bar.lengthNanos]
      let expected = [
        prices.first ?? before, prices.max() ?? before, prices.min() ?? before, prices.last ?? before,
        own.reduce(Fixed.zero) { $0 + $1.askSize },
      ]
      #expect([candle.open, candle.high, candle.low, candle.close, candle.volume] == expected)
      #expect(candle.closeAt - candle.openAt == bar.lengthNanos)
      last[bar.lengthNanos] = candle.close
    }
  }

  @Test("come in the order in which they end, the shorter first where several end together")
  func order() {
    let bars = Self.bars(Self.ticks(), until: MarketSample.at(seconds: 50_000))
    #expect(
      zip(bars, bars.dropFirst()).allSatisfy {
        ($0.candle.closeAt, $0.lengthNanos) < ($1.candle.closeAt, $1.lengthNanos)
      })
    let hour = bars.first { $0.lengthNanos == Nanos.perHour }
    let together = bars.filter { $0.candle.closeAt == hour?.candle.closeAt }
    #expect(together.map(\.lengthNanos) == Self.lengths)
  }

  @Test("say when the next of them closes")
  func nextClose() throws {
    var bars = TimeframeBars(lengthsNanos: Self.lengths)
    #expect(bars.nextClose == nil)
    #expect(bars.close(at: .distantFuture) == nil)
    #expect(bars.lengthsNanos == Self.lengths)
    bars.add(try MarketSample.trade("100", seconds: 5))
    #expect(bars.nextClose == MarketSample.at(seconds: 60))
  }
}
