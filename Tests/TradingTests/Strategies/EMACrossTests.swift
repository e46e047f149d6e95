import Primitives
import Testing

@testable import Trading

@Suite("The moving-average cross")
struct EMACrossTests {
  /// A strategy of 2 and 3 bars with what it needs, fed by closes.
  struct Run {
    var strategy: EMACross
    var context: StrategyContext
    var signals: [Signal] = []
    var bars = 0

    init(_ settings: StrategySettings = Run.quick, rules: Instrument? = nil) throws {
      strategy = EMACross(instrument: 0, settings: settings)
      context = StrategyContext(
        instrumentRules: try rules ?? MarketSample.rules(), positionQuantity: 0, hasWorkingEntry: false,
        equity: 10_000, bid: 0, ask: 0, now: MarketSample.start)
    }

    static var quick: StrategySettings {
      StrategySettings(fastPeriod: 2, slowPeriod: 3, sizing: .quantity(1))
    }

    mutating func feed(_ closes: [Fixed]) {
      for close in closes {
        context.bid = close
        context.ask = close + 1
        take(MarketSample.candle(bars, close: close, high: close + 2, low: close - 2))
        bars += 1
      }
    }

    mutating func take(_ candle: Candle) {
      let context = context
      strategy.onCandle(candle, context: { context }, into: &signals)
    }

    mutating func take(_ tick: MarketTick) {
      let context = context
      strategy.onTick(tick, context: { context }, into: &signals)
    }

    mutating func wake(at due: Timestamp) {
      let context = context
      strategy.onTime(due, context: { context }, into: &signals)
    }
  }

  @Test("the first reading only stores which average is above, the flip enters")
  func firstReading() throws {
    var run = try Run()
    run.feed([100, 101])
    #expect(!run.strategy.isWarm)
    run.feed([102])
    #expect(run.strategy.isWarm)
    #expect(run.signals.isEmpty)
    run.feed([103, 104])
    #expect(run.signals.isEmpty)
    run.feed([90])
    let signal = try #require(run.signals.first)
    #expect(run.signals.count == 1)
    #expect(signal.type == .entry)
    #expect(signal.side == .sell)
    #expect(signal.quantity == 1)
    #expect(signal.symbol.text == "BTCUSDT")
    #expect(signal.strategyName == "ema-cross")
    #expect(signal.source == .strategy)
    let close = MarketSample.start.adding(nanoseconds: 6 * Nanos.perMinute)
    #expect(signal.barTime == close)
    #expect(signal.id?.text == "ema-cross_BTCUSDT_S1_\(close.milliseconds)")
    #expect(signal.indicatorValues.map(\.name) == ["ema_fast", "ema_slow", "atr"])
    let values = signal.indicatorValues.map(\.value)
    // Fast over 2: 101.5, 102.5, 103.5, 94.5; slow over 3: 101, 102, 103, 96.5.
    #expect(abs(values[0] - 94.5) < 1e-9)
    #expect(abs(values[1] - 96.5) < 1e-9)
  }

  @Test("a flip against a position exits it first, at market, then enters")
  func exitThenEntry() throws {
    var run = try Run()
    run.feed([100, 101, 102, 90])
    run.context.positionQuantity = try MarketSample.decimal("-0.75")
    run.feed([120])
    #expect(run.signals.map(\.type) == [.entry, .exit, .entry])
    let exit = run.signals[1]
    #expect(exit.side == .buy)
    #expect(exit.quantity == (try MarketSample.decimal("0.75")))
    #expect(exit.orderType == .market)
    #expect(exit.price == nil)
    #expect(exit.timeToLiveNanos == nil)
    #expect(run.signals[2].side == .buy)
    #expect(Set(run.signals.compactMap(\.id)).count == 3)
  }

  @Test("equal averages are no flip")
  func equalAverages() throws {
    var run = try Run()
    run.feed([100, 100, 100, 100])
    #expect(run.signals.isEmpty)
    run.feed([110])
    #expect(run.signals.isEmpty)
    run.feed([80])
    #expect(run.signals.map(\.side) == [.sell])
  }

  @Test("entries are limits at the touch of their own side with a time to live")
  func limitAtTouch() throws {
    var run = try Run()
    run.feed([100, 101, 102, 90, 120])
    #expect(run.signals.map(\.side) == [.sell, .buy])
    #expect(run.signals.map(\.price) == [91, 120])
    #expect(run.signals.allSatisfy { $0.orderType == .limit })
    #expect(run.signals.allSatisfy { $0.timeToLiveNanos == 20 * Nanos.perSecond })
  }

  @Test("entries at market have no price")
  func market() throws {
    var settings = Run.quick
    settings.entryStyle = .market
    var run = try Run(settings)
    run.feed([100, 101, 102, 90])
    #expect(run.signals.map(\.orderType) == [.market])
    #expect(run.signals.map(\.price) == [nil])
    #expect(run.signals.map(\.timeToLiveNanos) == [nil])
  }

  @Test("confidence grows from a half with the distance in true ranges, four decimals")
  func confidence() throws {
    var run = try Run()
    run.feed([100, 101, 102, 90])
    let signal = try #require(run.signals.first)
    // Two true ranges: 4 each at first (bars overlap), then (4 + 14) / 2 = 9; averages 93.83, 95.5.
    let confidence = try #require(signal.confidence)
    let values = signal.indicatorValues.map(\.value)
    #expect(abs(values[2] - 9) < 1e-9)
    #expect(confidence == (try MarketSample.decimal("0.5926")))
    #expect(confidence > 0 && confidence <= 1)
  }

  @Test("an entry is left out and counted when it may not or need not be")
  func skipped() throws {
    var run = try Run()
    run.feed([100, 101, 102])
    run.context.hasWorkingEntry = true
    run.feed([90])
    run.context.hasWorkingEntry = false
    run.context.positionQuantity = 1
    run.feed([120])
    #expect(run.signals.isEmpty)
    #expect(run.strategy.skipped.workingEntry == 1)
    #expect(run.strategy.skipped.alreadyOpen == 1)

    var settings = Run.quick
    settings.sizing = .notional(1)
    var small = try Run(settings)
    small.feed([100, 101, 102, 90])
    #expect(small.signals.isEmpty)
    #expect(small.strategy.skipped.tooSmall == 1)

    var spot = try Run(rules: try MarketSample.rules(kind: .spot))
    spot.feed([100, 101, 102])
    spot.context.positionQuantity = 2
    spot.feed([90])
    #expect(spot.signals.map(\.type) == [.exit])
    #expect(spot.strategy.skipped.noShortSale == 1)
  }

  @Test("ticks give the same signals as the candles made of them, with or without timers")
  func ticksAndCandles() throws {
    let closes: [Fixed] = [100, 101, 102, 103, 90, 95, 120, 121, 80]
    var timed = try Run()
    var lazy = try Run()
    var reference = try Run()
    var builder = BarBuilder(lengthNanos: Nanos.perMinute)
    for (minute, close) in closes.enumerated() {
      for (offset, price) in [(10.0, close + 1), (40.0, close)] {
        let tick = MarketTick(
          instrument: 0, at: MarketSample.at(seconds: Double(minute) * 60 + offset), bid: price,
          ask: price, bidSize: 1, askSize: 1)
        while let due = timed.strategy.nextDeadline, due < tick.at {
          timed.wake(at: due)
        }
        timed.take(tick)
        lazy.take(tick)
        while let bar = builder.close(at: tick.at.adding(nanoseconds: -1)) {
          reference.take(bar)
        }
        builder.add(tick)
      }
    }
    #expect(reference.signals.count >= 2)
    #expect(timed.signals == reference.signals)
    #expect(lazy.signals == reference.signals)
  }

  @Test("a bar that was seen already is ignored, so history may overlap the ticks")
  func overlappingHistory() throws {
    var run = try Run()
    run.feed([100, 101, 102])
    var again = run
    again.take(MarketSample.candle(2, close: 10))
    #expect(again.strategy == run.strategy)
    #expect(again.signals.isEmpty)
  }

  @Test("trades the synthetic market more than once an hour")
  func synthetic() throws {
    let rules = try MarketSample.rules()
    let book = try #require(InstrumentBook([rules]))
    var market = SyntheticMarket(book: book, seed: 1, start: MarketSample.start)
    var run = try Run(StrategySettings(), rules: rules)
    for _ in 0..<(6 * 7_200) {
      guard case .tick(let tick)? = market.next() else { break }
      run.context.bid = tick.bid
      run.context.ask = tick.ask
      run.take(tick)
    }
    let entries = run.signals.filter { $0.type == .entry }
    #expect(entries.count > 6 && entries.count < 60)
    #expect(Set(entries.compactMap(\.id)).count == entries.count)
    #expect(zip(entries, entries.dropFirst()).allSatisfy { $0.side != $1.side })
  }
}
