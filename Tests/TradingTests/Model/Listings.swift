import Primitives
import Testing

@testable import Trading

/// Instruments of the tests.
enum Listings {
  /// A contract of the kind, priced in USDT (linear, spot) or USD (inverse), one unit a contract.
  static func instrument(
    _ kind: ContractKind = .linear, symbol: String = "BTCUSDT", contractSize: Fixed = 1,
    tickSize: Fixed = decimal("0.1"), lotStep: Fixed = decimal("0.001"), minNotional: Fixed = 5,
    makerFeeRate: Fixed = decimal("0.0002"), takerFeeRate: Fixed = decimal("0.0005"),
    minQuantity: Fixed? = nil, maxQuantity: Fixed = 1_000_000, tiers: [MaintenanceTier] = [tier()],
    base: String = "BTC", quote: String? = nil
  ) throws -> Instrument {
    let quote = quote ?? (kind == .inverse ? "USD" : "USDT")
    return Instrument(
      symbol: try #require(Symbol(symbol)), venue: "test", kind: kind, base: base, quote: quote,
      settle: kind == .inverse ? base : quote,
      tickSize: tickSize, lotStep: lotStep, minQuantity: minQuantity ?? lotStep,
      maxQuantity: maxQuantity, minNotional: minNotional, contractSize: contractSize,
      makerFeeRate: makerFeeRate,
      takerFeeRate: takerFeeRate, tiers: kind == .spot ? [] : tiers)
  }

  static func tier(
    floor: Fixed = 0, rate: Fixed = decimal("0.004"), deduction: Fixed = 0, maxLeverage: Int = 125
  ) -> MaintenanceTier {
    MaintenanceTier(
      floor: floor, maintenanceRate: rate, deduction: deduction, maxLeverage: maxLeverage)
  }
}

/// A number of the test itself; one that does not parse fails every comparison by its odd value.
func decimal(_ text: String) -> Fixed {
  guard let value = try? Fixed(parsing: text, rounding: .halfEven) else {
    Issue.record("\(text) is no number")
    return Fixed(mantissa: 123_456_789)
  }
  return value
}

/// True when two numbers differ by at most a tolerance.
func near(_ left: Fixed?, _ right: Fixed?, within tolerance: Fixed) -> Bool {
  guard let left, let right else { return left == nil && right == nil }
  return (left - right).magnitude <= tolerance
}
