import Primitives
import Testing

@testable import Trading

@Suite("Parameters of strategies")
struct StrategyParameterTests {
  @Test("each strategy's own parameters have two names each, all different, and standards that are allowed")
  func names() throws {
    for entry in StrategyCatalogue.entries {
      let names = entry.parameters.flatMap { $0.name == $0.key ? [$0.name] : [$0.name, $0.key] }
      #expect(Set(names).count == names.count, "\(entry.name)")
      for parameter in entry.parameters {
        #expect(parameter.standard.map { parameter.fault(in: $0) == nil } ?? true, "\(parameter.name)")
        #expect(entry.parameter(parameter.key)?.name == parameter.name)
      }
      // The standards are what the strategy does without any.
      var settings = StrategySettings()
      for parameter in entry.parameters { parameter.standard.map { _ = parameter.apply($0, to: &settings) } }
      #expect(entry.faults(settings).isEmpty)
    }
  }

  @Test("a value is taken exactly or refused with the range")
  func values() throws {
    let entry = try #require(StrategyCatalogue.entry("ema-cross"))
    var settings = StrategySettings()
    let fast = try #require(entry.parameter("fast"))
    #expect(fast.apply("7", to: &settings) && settings.fastPeriod == 7)
    for bad in ["0", "10001", "1.0", "", "x", "99999999999999999999"] {
      #expect(!fast.apply(bad, to: &settings))
      #expect(fast.fault(in: bad) == "must be a whole number from 1 to 10000")
    }
    #expect(settings.fastPeriod == 7)
    let notional = try #require(entry.parameter("entry_notional"))
    #expect(notional.apply("0.5", to: &settings))
    #expect(settings.sizing == .notional(Fixed(mantissa: Fixed.unit / 2)))
    #expect(notional.fault(in: "0")?.hasPrefix("must be a decimal from 0.000000000001 to ") == true)
    #expect(entry.parameter("risk")?.apply("1", to: &settings) == true)
    #expect(settings.sizing == .riskPercent(1, atrMultiple: 2))
  }

  @Test("a strategy's own parameter is read by its name")
  func own() throws {
    let entry = try #require(StrategyCatalogue.entry("donchian"))
    var settings = StrategySettings()
    #expect(settings.whole("entry") == nil)
    #expect(entry.parameter("entry_bars")?.apply("55", to: &settings) == true)
    #expect(settings.whole("entry") == 55 && settings.decimal("entry") == 55)
  }
}
