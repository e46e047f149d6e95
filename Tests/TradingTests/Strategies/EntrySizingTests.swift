import Primitives
import Testing

@testable import Trading

@Suite("The size of an entry")
struct EntrySizingTests {
  func contracts(
    _ sizing: EntrySizing, _ rules: Instrument, price: Fixed = 60_000, equity: Fixed = 10_000,
    range: Double? = 100
  ) -> Fixed? {
    sizing.contracts(for: rules, price: price, equity: equity, averageTrueRange: range)
  }

  @Test("a fixed quantity is rounded down to the lot and held at the largest order")
  func quantity() throws {
    let rules = try MarketSample.rules()
    #expect(
      contracts(.quantity(try MarketSample.decimal("0.0129")), rules) == (try MarketSample.decimal("0.012")))
    #expect(contracts(.quantity(5_000), rules) == 1_000)
    #expect(contracts(.quantity(try MarketSample.decimal("0.0009")), rules) == nil)
    #expect(contracts(.quantity(0), rules) == nil)
  }

  @Test("a notional is divided by the value of one contract, rounded down")
  func notional() throws {
    // 10,000 / 61,801 = 0.1618...
    #expect(
      contracts(.notional(10_000), try MarketSample.rules(), price: 61_801)
        == (try MarketSample.decimal("0.161")))
    let inverse = try MarketSample.rules(kind: .inverse, lotStep: "1", contractSize: 100)
    #expect(contracts(.notional(10_050), inverse) == 100)
    let large = try MarketSample.rules(lotStep: "1", contractSize: 10)
    #expect(contracts(.notional(1_300_000), large) == 2)
  }

  @Test("a percentage of equity at risk is lost when the price moves by the multiple of the range")
  func risk() throws {
    // 1 % of 10,000 = 100; a move of 2 · 100 = 200 against 0.5 contracts costs 100.
    let sizing = EntrySizing.riskPercent(1, atrMultiple: 2)
    #expect(contracts(sizing, try MarketSample.rules()) == (try MarketSample.decimal("0.5")))
    #expect(contracts(sizing, try MarketSample.rules(), range: nil) == nil)
    #expect(contracts(sizing, try MarketSample.rules(), range: 0) == nil)
    #expect(contracts(sizing, try MarketSample.rules(), range: .nan) == nil)
    #expect(contracts(sizing, try MarketSample.rules(), equity: -5) == nil)
    // Inverse: 1 % of 2 BTC = 0.02 BTC; a contract of 100 USD loses 100 · 200 / 60,000² BTC: 3,600.
    let inverse = try MarketSample.rules(kind: .inverse, lotStep: "1", contractSize: 100)
    let wanted = contracts(sizing, inverse, equity: 2)
    #expect(wanted == 1_000)
    #expect(contracts(sizing, inverse, equity: try MarketSample.decimal("0.5")) == 900)
  }

  @Test("less than the exchange's smallest value is nothing")
  func minimum() throws {
    let rules = try MarketSample.rules(minNotional: "100")
    #expect(contracts(.notional(119), rules) == nil)
    #expect(contracts(.notional(121), rules) == (try MarketSample.decimal("0.002")))
    #expect(contracts(.quantity(1), rules, price: 0) == nil)
  }
}
