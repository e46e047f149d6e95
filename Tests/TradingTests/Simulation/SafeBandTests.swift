import Primitives
import Testing

@testable import Trading

@Suite("Marks that need no reckoning")
struct SafeBandTests {
  /// Two instruments whose ladders have a step in them: a maintenance margin can fall as a value grows.
  private static func exchange(_ kind: ContractKind, seed: UInt64) throws -> SimulatedExchange {
    let tiers = [
      Listings.tier(rate: decimal("0.005")),
      Listings.tier(floor: 20_000, rate: decimal("0.02"), deduction: 250, maxLeverage: 20),
    ]
    let instruments = try ["AAA", "BBB"].map {
      try Listings.instrument(
        kind, symbol: $0, contractSize: kind == .inverse ? 100 : 1,
        lotStep: kind == .inverse ? 1 : decimal("0.001"), tiers: tiers)
    }
    var profile = ExchangeProfile.ideal
    profile.fundingIntervalNanos = 5 * Nanos.perMinute
    profile.fundingRate = .seeded(most: decimal("0.001"))
    return SimulatedExchange(
      instruments: try #require(InstrumentBook(instruments)), currency: instruments[0].settle,
      profile: profile, startingBalance: kind == .inverse ? 2 : 1_500, leverage: 20, seed: seed)
  }

  @Test(
    "Skipping marks inside the bands gives the same facts, to the tick, as reckoning each of them",
    arguments: [ContractKind.linear, .inverse])
  func sameFacts(_ kind: ContractKind) throws {
    var liquidations = 0
    var skipped = 0
    for seed in 1...12 as ClosedRange<UInt64> {
      var skipping = try Self.exchange(kind, seed: seed)
      var reckoning = skipping
      var generator = SeededGenerator(seed: seed)
      var marks: [Fixed] = [1_000, 2_000]
      for number in 0..<3_000 {
        let at = TestExchange.time(Int64(number) * 700)
        let index = Int(generator.below(2))
        var facts: [VenueFact] = []
        var expected: [VenueFact] = []
        if generator.below(40) == 0 {
          let request = VenueRequest.submit(
            OrderRequest(
              orderID: OrderID(digest: Digest128(high: seed, low: UInt64(number))), instrument: index,
              side: generator.below(2) == 0 ? .buy : .sell, type: .market, timeInForce: .goodTillCancel,
              quantity: Fixed(Int(generator.below(kind == .inverse ? 300 : 9)) + 1),
              limitPrice: nil, reduceOnly: false))
          skipping.receive(request, at: at, into: &facts)
          reckoning.receive(request, at: at, into: &expected)
        } else {
          let step = Int(generator.below(601)) - 300
          marks[index] = max(marks[index] + Fixed(mantissa: Int128(step) * 40_000_000_000), 100)
          let tick = MarketTick(
            instrument: index, at: at, bid: marks[index], ask: marks[index] + 1, bidSize: 0, askSize: 0)
          if skipping.areBandsDrawn, !skipping.position(index).isFlat, skipping.bands[index].holds(tick) {
            skipped += 1
          }
          skipping.observe(tick, into: &facts)
          reckoning.areBandsDrawn = false
          reckoning.observe(tick, into: &expected)
        }
        #expect(facts == expected, "seed \(seed), step \(number)")
        #expect(skipping.wallet == reckoning.wallet && skipping.margin == reckoning.margin)
        for case .fill(let fill) in facts where fill.kind == .liquidation { liquidations += 1 }
      }
    }
    #expect(liquidations > 10 && skipped > 1_000, "\(liquidations) liquidations, \(skipped) skipped")
  }
}
