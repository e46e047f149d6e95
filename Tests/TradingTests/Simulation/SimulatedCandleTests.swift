import Primitives
import Testing

@testable import Trading

@Suite("Candles of which only the close matters")
struct SimulatedCandleTests {
  private static func exchange(_ profile: ExchangeProfile, seed: UInt64) throws -> SimulatedExchange {
    let instruments = try ["AAA", "BBB"].map {
      try Listings.instrument(
        .linear, symbol: $0, lotStep: decimal("0.001"), tiers: [Listings.tier(rate: decimal("0.005"))])
    }
    return SimulatedExchange(
      instruments: try #require(InstrumentBook(instruments)), currency: instruments[0].settle,
      profile: profile, startingBalance: 1_500, leverage: 20, seed: seed)
  }

  private static func order(
    _ number: Int, _ instrument: InstrumentIndex, near price: Fixed, _ generator: inout SeededGenerator
  ) -> VenueRequest {
    let limit = generator.below(2) == 0 ? nil : price + Fixed(Int(generator.below(60))) - 30
    return .submit(
      OrderRequest(
        orderID: OrderID(digest: Digest128(high: 5, low: UInt64(number))), instrument: instrument,
        side: generator.below(2) == 0 ? .buy : .sell, type: limit == nil ? .market : .limit,
        timeInForce: .goodTillCancel, quantity: Fixed(Int(generator.below(6)) + 1), limitPrice: limit,
        reduceOnly: false))
  }

  @Test("give the same facts and the same account as their four ticks", arguments: 0..<3)
  func sameFacts(profile: Int) throws {
    var busy = SimulatedExchangePropertyTests.instant
    busy.fundingIntervalNanos = 7 * Nanos.perMinute
    let profiles: [ExchangeProfile] = [.ideal, .standard, busy]
    var (skipped, liquidations, stopped) = (0, 0, 0)
    for seed in 1...8 as ClosedRange<UInt64> {
      var short = try Self.exchange(profiles[profile], seed: seed)
      var whole = short
      var generator = SeededGenerator(seed: seed &+ 99)
      var closes: [Fixed] = [1_000, 2_000]
      for number in 0..<1_500 {
        let at = TestExchange.time(Int64(number) * 60_000)
        let index = Int(generator.below(2))
        var (facts, expected): ([VenueFact], [VenueFact]) = ([], [])
        if generator.below(12) == 0 {
          let request = Self.order(number, index, near: closes[index], &generator)
          short.receive(request, at: at, into: &facts)
          whole.receive(request, at: at, into: &expected)
        } else {
          let range = generator.below(20) == 0 ? 120 : 12
          func near(_ price: Fixed) -> Fixed {
            max(price + Fixed(Int(generator.below(UInt64(2 * range + 1))) - range), 100)
          }
          let open = closes[index]
          let close = near(open)
          // Once in a while a price nobody takes in.
          let low = generator.below(50) == 0 ? Fixed(0) : min(open, close) - Fixed(Int(generator.below(20)))
          let candle = Candle(
            instrument: index, openAt: at.adding(nanoseconds: -Nanos.perMinute), closeAt: at, open: open,
            high: max(open, close) + Fixed(Int(generator.below(20))), low: low, close: close, volume: 0)
          closes[index] = close
          let ticks = [candle.open, candle.high, candle.low, candle.close].map {
            MarketTick(instrument: index, at: at, bid: $0, ask: $0, bidSize: 0, askSize: 0)
          }
          if short.observeClose(ticks[3], of: candle) {
            skipped += 1
          } else {
            stopped += 1
            for tick in ticks { short.observe(tick, into: &facts) }
          }
          for tick in ticks { whole.observe(tick, into: &expected) }
        }
        #expect(facts == expected, "seed \(seed), step \(number)")
        #expect(
          short.wallet == whole.wallet && short.margin == whole.margin && short.nextDue == whole.nextDue)
        for fill in facts.fills where fill.kind == .liquidation { liquidations += 1 }
      }
    }
    #expect(
      skipped > 500 && stopped > 500, "\(skipped) of which one price counted, \(stopped) of which all did")
    #expect(liquidations > 3, "\(liquidations) liquidations")
  }
}
