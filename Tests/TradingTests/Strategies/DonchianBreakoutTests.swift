import Primitives
import Testing

@testable import Trading

@Suite("The channel breakout")
struct DonchianBreakoutTests {
  /// Channels of 3 and 2 bars, fed by bars one above and one below their close.
  struct Run {
    var strategy: DonchianBreakout
    var context: StrategyContext
    var signals: [Signal] = []
    var bars = 0

    init(rules: Instrument? = nil) throws {
      var settings = StrategySettings(sizing: .quantity(2))
      settings.own = ["entry": 3, "exit": 2]
      strategy = DonchianBreakout(instrument: 0, settings: settings)
      context = StrategyContext(
        instrumentRules: try rules ?? MarketSample.rules(), positionQuantity: 0, hasWorkingEntry: false,
        equity: 10_000, bid: 0, ask: 0, now: MarketSample.start)
    }

    mutating func feed(_ closes: [Fixed]) -> [String] {
      let before = signals.count
      for close in closes {
        strategy.onCandle(
          MarketSample.candle(bars, close: close, high: close + 1, low: close - 1), context: context,
          into: &signals)
        bars += 1
      }
      return signals[before...].map { "\($0.type.rawValue) \($0.side.rawValue) \($0.quantity)" }
    }
  }

  @Test("enters beyond the channel of the bars before, not at its edge, and not before it is full")
  func enters() throws {
    var run = try Run()
    #expect(run.feed([100, 110]).isEmpty)
    #expect(run.feed([120]).isEmpty, "only two bars stand before it")
    #expect(run.strategy.isWarm)
    // The highest high of 100, 110, 120 is 121.
    #expect(run.feed([121]).isEmpty)
    #expect(run.feed([123]) == ["S1 BUY 2"])
    let signal = try #require(run.signals.last)
    let close = MarketSample.start.adding(nanoseconds: 5 * Nanos.perMinute)
    #expect(signal.id?.text == "donchian_BTCUSDT_S1_\(close.milliseconds)" && signal.barTime == close)
    // The lowest low of 120, 121, 123 is 119.
    #expect(run.feed([119]).isEmpty)
    #expect(run.feed([117]) == ["S1 SELL 2"])
  }

  @Test("leaves a long below the shorter channel, and turns only beyond the longer one")
  func exits() throws {
    var run = try Run()
    _ = run.feed([100, 104, 106])
    run.context.positionQuantity = 3
    // Lowest lows: 103 of the last two, 99 of the last three.
    #expect(run.feed([102]) == ["E1 SELL 3"])
    // Lowest lows: 101 of both.
    #expect(run.feed([90]) == ["E1 SELL 3", "S1 SELL 2"])
    run.context.positionQuantity = -2
    #expect(run.feed([80]).isEmpty, "what it holds it does not enter again")
    run.context.positionQuantity = 0
    run.context.hasWorkingEntry = true
    #expect(run.feed([70]).isEmpty)
  }

  @Test("sells no spot it does not hold, and takes each bar once")
  func spot() throws {
    var run = try Run(rules: try MarketSample.rules(kind: .spot))
    #expect(run.feed([100, 100, 100, 50]).isEmpty)
    run.bars -= 1
    #expect(run.feed([900]).isEmpty)
  }

  @Test("an exit channel longer than the entry channel is a fault")
  func faults() {
    var settings = StrategySettings()
    #expect(DonchianBreakout.entry.faults(settings).isEmpty)
    settings.own = ["entry": 5, "exit": 6]
    #expect(
      DonchianBreakout.entry.faults(settings) == ["the exit bars must be at most the entry bars (5), got 6"])
  }
}
