import Primitives
import Testing

@testable import Trading

@Suite("The catalogue of strategies")
struct StrategyCatalogueTests {
  @Test("every strategy has its own name and can be made by it")
  func names() throws {
    #expect(StrategyCatalogue.names.starts(with: ["ema-cross"]))
    for name in StrategyCatalogue.names {
      let strategy = try #require(StrategyCatalogue.make(name, instrument: 4))
      #expect(strategy.name == name)
      #expect(strategy.instrument == 4)
      #expect(!strategy.isWarm)
    }
    #expect(StrategyCatalogue.make("ema", instrument: 0) == nil)
  }

  @Test("the default settings have no faults, and each bad one is named")
  func settings() {
    #expect(StrategySettings().faults.isEmpty)
    #expect(StrategySettings().sizing == .notional(10_000))
    let bad = StrategySettings(
      fastPeriod: 0, slowPeriod: 0, rangePeriod: 0, barLengthNanos: 5, sizing: .quantity(0),
      entryStyle: .limitAtTouch(timeToLiveNanos: 0))
    #expect(bad.faults.count == 6)
    #expect(StrategySettings(fastPeriod: 20, slowPeriod: 20).faults.count == 1)
  }
}
