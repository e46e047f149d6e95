import Primitives
import Testing

@testable import Trading

@Suite("Rules of bars")
struct BarRuleTests {
  @Test(
    "what can be used has no fault",
    arguments: [
      .time(lengthNanos: Nanos.perSecond), .time(lengthNanos: Nanos.perDay), .ticks(1), .volume(.smallest),
      .notional(Bounds.money),
    ] as [BarRule])
  func usable(rule: BarRule) {
    #expect(rule.fault == nil)
  }

  @Test("what cannot be used says what is allowed and what it got")
  func faults() {
    let wrong: [(BarRule, String)] = [
      (.time(lengthNanos: 999_999_999), "a bar must last one second to one day, got 999999999 ns"),
      (.ticks(0), "a bar must have 1 to 1000000000 ticks, got 0"),
      (.volume(0), "the volume of a bar must be above 0 and at most 1000000000, got 0"),
      (.notional(-1), "the notional of a bar must be above 0 and at most 1000000000000000, got -1"),
    ]
    for (rule, fault) in wrong { #expect(rule.fault == fault) }
  }

  @Test("time bars by a rule are those of the builder for time")
  func time() throws {
    var bars = BarStream(.time(lengthNanos: Nanos.perMinute))
    var builder = BarBuilder(lengthNanos: Nanos.perMinute)
    #expect(bars.nextClose == nil)
    var count = 0
    for second in [5.0, 60, 61, 200, 310] {
      let tick = try MarketSample.trade("10\(count)", seconds: second)
      while let due = bars.nextClose, due < tick.at {
        let closed = bars.close(at: due)
        #expect(closed != nil && closed == builder.close(at: due))
        count += 1
      }
      #expect(bars.add(tick) == nil)
      builder.add(tick)
      #expect(bars.nextClose == builder.nextClose)
    }
    #expect(count == 5)
  }
}
