import Primitives
import TestSupport
import Testing

@testable import Trading

/// Rows of the shared `margin_examples.json` that are out of scope, each with the reason.
private let outOfScope: [String: String] = [
  "byb_linear_iso_long": "Bybit's isolated formula; liquidation prices are reckoned as Binance's",
  "byb_linear_iso_2026_long": "Bybit's isolated formula",
  "byb_linear_mm_2026": "Bybit adds the fee of a close at bankruptcy",
  "byb_bankruptcy_long": "no bankruptcy price is reckoned",
  "byb_inverse_cross_bankruptcy_2019": "no bankruptcy price is reckoned",
  "mexc_iso_btc_2x_hist": "MEXC's isolated formula, reverse-engineered: the venue's value is shown",
  "mexc_iso_eth_100x_2021": "MEXC's isolated formula",
  "mexc_im_with_fee_eth": "MEXC adds the fee to the initial margin",
  "mexc_blog_long_25x": "maintenance on the entry value, simplified by its source",
  "okx_linear_iso_5x_short": "OKX adds the taker fee to the rate",
  "okx_linear_iso_5x_long": "OKX adds the taker fee to the rate",
  "byb_real_position_im": "Bybit adds the fee of a close at bankruptcy",
  "byb_real_position_mm": "Bybit adds the fee of a close at bankruptcy",
]

@Suite("Shared margin examples")
struct MarginOracleTests {
  static let path = "data/venues/margin_examples.json"

  @Test(
    "margin examples: every row agrees", .enabled(if: SharedData.isPresent, "needs SEXTANT_SHARED data/cases")
  )
  func examples() throws {
    let rows = try #require(SharedData.object(Self.path)["examples"] as? [[String: Any]])
    var unseen = outOfScope
    for row in rows {
      let id = try #require(row["id"] as? String)
      guard unseen.removeValue(forKey: id) == nil else { continue }
      let inputs = try #require(row["inputs"] as? [String: Any])
      let actual = try reckon(
        try #require(row["kind"] as? String), inputs, id: id)
      let published = try #require(SharedData.decimal(row["published"]))
      let tolerance = try #require(SharedData.decimal(row["tolerance"]))
      #expect(near(actual, published, within: tolerance), "\(id): \(String(describing: actual))")
    }
    #expect(unseen.keys.sorted() == [], "listed as out of scope, but gone")
  }

  private func reckon(_ kind: String, _ inputs: [String: Any], id: String) throws -> Fixed? {
    func number(_ key: String) throws -> Fixed {
      try #require(SharedData.decimal(inputs[key]), "\(id): \(key)")
    }
    func optional(_ key: String) -> Fixed { SharedData.decimal(inputs[key]) ?? 0 }
    switch kind {
    case "liq_cross_linear", "liq_isolated_linear":
      let other = inputs["other"] as? [String: Any]
      return LiquidationPrice.cross(
        try position(.linear, units: try number("q"), inputs), wallet: try number("WB"),
        otherMaintenance: SharedData.decimal(other?["TMM1"]) ?? 0,
        otherUnrealised: SharedData.decimal(other?["UPNL1"]) ?? 0)
    case "liq_cross_inverse":
      let wallet = optional("WB") - optional("TMM") + optional("UPNL")
      return LiquidationPrice.cross(
        try position(.inverse, units: try number("contracts"), inputs), wallet: wallet)
    case "maintenance_margin":
      return try position(.inverse, units: try number("contracts"), inputs).maintenance
    case "maintenance_amount":
      return Margin.deduction(
        floor: try number("floor"), rate: try number("MMR_n"), previousRate: try number("MMR_prev"),
        previousDeduction: try number("cum_prev"))
    case "initial_margin":
      let kind: ContractKind = id == "mexc_margin_inverse" ? .inverse : .linear
      let value = try position(kind, units: try number("contracts"), inputs).value
      return Margin.initialMargin(value: value, leverage: Int(try number("lev").mantissa / Fixed.unit))
    case "realised_pnl":
      let instrument = try Listings.instrument(contractSize: try number("contractSize"))
      var held = Position(instrument: 0)
      _ = held.apply(
        side: .buy, quantity: try number("vol"), price: try number("EP"), fee: -(try number("fee")),
        instrument: instrument, at: .zero)
      _ = held.apply(
        side: .sell, quantity: try number("vol"), price: try number("exit"), fee: 0,
        instrument: instrument, at: .zero)
      return held.realised + (try number("holdFee"))
    case "roe":
      let instrument = try Listings.instrument(contractSize: try number("contractSize"))
      let value = ProfitAndLoss.value(
        quantity: try number("vol"), price: try number("EP"), instrument: instrument)
      let leverage = Int(try number("lev").mantissa / Fixed.unit)
      let fee = value.multiplied(by: try number("takerFee"), rounding: .halfEven)
      let margin = Margin.initialMargin(value: value, leverage: leverage) + fee
      return ProfitAndLoss.percentOfInitialMargin(
        unrealised: try number("realised"), initialMargin: margin
      )?.divided(by: 100, rounding: .halfEven)
    default:
      Issue.record("\(id): a kind nobody reads: \(kind)")
      return nil
    }
  }

  private func position(
    _ kind: ContractKind, units: Fixed, _ inputs: [String: Any]
  ) throws -> MarginInput {
    func optional(_ key: String) -> Fixed? { SharedData.decimal(inputs[key]) }
    let size = optional("CM") ?? optional("contractSize") ?? 1
    let tier = Listings.tier(rate: optional("MMR") ?? 0, deduction: optional("cum") ?? 0)
    let instrument = try Listings.instrument(kind, contractSize: size, tiers: [tier])
    let side = optional("side") ?? 1
    let quantity = side.isNegative ? -units : units
    let entry = try #require(optional("EP") ?? optional("markPrice"))
    let mark = optional("markPrice") ?? optional("MP") ?? entry
    return MarginInput(
      instrument: instrument, quantity: quantity,
      cost: ProfitAndLoss.value(quantity: quantity, price: entry, instrument: instrument), mark: mark)
  }
}
