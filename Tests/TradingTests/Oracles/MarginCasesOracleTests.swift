import Primitives
import TestSupport
import Testing

@testable import Trading

private let locked =
  "locks initial and maintenance margin both; exchanges hold the initial: available = equity − initial"
private let stepped = "the ladder has a step there, as tiers_not_continuous_in_fixture says"
private let leveraged = "maintenance is value · rate, whatever the leverage, as the standard row has it"

/// Why rows of `margin_and_tiers.json` are not simply reproduced.
private let rulings: [String: OracleRuling] = [
  "margin_and_tiers": .input("the rule in words: the ladders below hold it in numbers"),
  // floor · (rate − rate before) + deduction before: 5,000 · 0.01, 25,000 · 0.03 + 75,
  // 10,000,000 · 0.375 + 11,950.
  "margin_and_tiers/tiers/AAVE/USDT:USDT/1/maintAmt": .disagreed(ours: "50", stepped),
  "margin_and_tiers/tiers/AAVE/USDT:USDT/2/maintAmt": .disagreed(ours: "825", stepped),
  "margin_and_tiers/tiers/AAVE/USDT:USDT/5/maintAmt": .disagreed(ours: "3761950", stepped),
  "margin_and_tiers/max_leverage_cases/3": .outOfScope(
    "an instrument has a largest quantity, no largest value: beyond the last tier the exchange refuses"),
  "margin_and_tiers/max_leverage_cases/4": .outOfScope(
    "no contract without a ladder: the instrument file refuses one"),
  "margin_and_tiers/errors/0": .outOfScope("a value is a magnitude: it is never below zero"),
  "margin_and_tiers/errors/1": .outOfScope("no contract without a ladder: the instrument file refuses one"),
  // 1,000,000 · 3 %, and 100,000 / 100,000 · 0.35 %.
  "margin_and_tiers/nautilus_margin_cases/4/maint": .disagreed(ours: "30000", leveraged),
  "margin_and_tiers/nautilus_margin_cases/8/maint": .disagreed(ours: "0.0035", leveraged),
  // Bankrupt at 40 · (1 − 1/1) = 0, where closing costs nothing: 1,000 + 1,000 · 0.0004.
  "margin_and_tiers/octobot_margin_cases/3/order_cost": .disagreed(
    ours: "1000.4", "the source takes the mark for the bankruptcy price, here alone"),
  "margin_and_tiers/lean/0/rows/2": .outOfScope("states neither a rate nor a leverage"),
  "margin_and_tiers/nautilus_locked_balance_cases/0": .outOfScope(locked),
  "margin_and_tiers/nautilus_locked_balance_cases/1": .outOfScope(locked),
  "margin_and_tiers/nautilus_locked_balance_cases/2": .outOfScope(locked),
]

@Suite("Shared margin and tier cases")
struct MarginCasesOracleTests {
  let tolerance = decimal("0.00000001")

  @Test(
    "margin and tiers: every row agrees",
    .enabled(if: SharedData.isPresent, "needs SEXTANT_SHARED data/cases"))
  func rows() throws {
    let oracle = try OracleFile("margin_and_tiers")
    let ladders = try MarginLadders(oracle)
    let audit = OracleAudit(oracle, rulings: rulings) { row in
      if row.table.hasPrefix("margin_and_tiers/tiers/") {
        try ladders.checkTier(row)
        return true
      }
      switch row.table {
      case "margin_and_tiers/tiers_not_continuous_in_fixture": try ladders.checkStep(row)
      case "margin_and_tiers/maintenance_ratio_cases": try ladders.checkMaintenance(row)
      case "margin_and_tiers/max_leverage_cases": try ladders.checkLeverage(row)
      case "margin_and_tiers/nautilus_margin_cases": try checkRated(row)
      case "margin_and_tiers/octobot_margin_cases": try checkOrder(row)
      case "margin_and_tiers/lean/0/rows": try checkInitial(row)
      case "margin_and_tiers/margin_ratio_cases":
        row.has("positions/0") ? try checkAccount(row) : try checkIsolated(row)
      default: return false
      }
      return true
    }
    #expect(audit.faults == [])
    #expect(audit.checkedRows >= 90)
  }

  /// A model with a margin rate, 3 % for AUD/USD, 1 % (maintenance 0.35 %) for XBTUSD: the initial margin
  /// is the rated value over the leverage, unless the model is the standard one.
  private func checkRated(_ row: OracleRow) throws {
    let name = try #require(row.text("instrument"))
    let isInverse = name.hasPrefix("XBTUSD")
    let tier = Listings.tier(rate: decimal(isInverse ? "0.0035" : "0.03"))
    let instrument = try Listings.instrument(isInverse ? .inverse : .linear, tiers: [tier])
    let (quantity, price) = (try row.decimal("qty"), try row.decimal("price"))
    let inQuote = name.contains("quote currency")
    let value =
      inQuote
      ? ProfitAndLoss.units(quantity: quantity, instrument: instrument)
      : ProfitAndLoss.value(quantity: quantity, price: price, instrument: instrument)
    let leverage = try row.whole("leverage")
    let counted = row.text("model") == "standard" ? 1 : leverage
    if row.has("maint") {
      row.compare("maint", Margin.maintenance(value: value, instrument: instrument), within: tolerance)
    } else {
      let rated = value.multiplied(by: decimal(isInverse ? "0.01" : "0.03"), rounding: .halfEven)
      row.compare("init", Margin.initialMargin(value: rated, leverage: counted), within: tolerance)
    }
  }

  /// Initial margin, maintenance margin, the fee of both ways (the second at the bankruptcy price), and
  /// their sum.
  private func checkOrder(_ row: OracleRow) throws {
    let kind = try #require(row.text("contract").flatMap(ContractKind.init(rawValue:)))
    let tier = Listings.tier(rate: row.optional("mmr") ?? 0)
    let instrument = try Listings.instrument(kind, tiers: [tier])
    let (quantity, price) = (try row.decimal("qty"), try row.decimal("price"))
    row.note("side")
    let value = ProfitAndLoss.value(quantity: quantity, price: price, instrument: instrument)
    guard row.has("leverage") else {
      row.compare("maintenance_margin", Margin.maintenance(value: value, instrument: instrument), within: 0)
      return
    }
    let margin = Margin.initialMargin(value: value, leverage: try row.whole("leverage"))
    guard let taker = row.optional("taker") else {
      row.compare("initial_margin", margin, within: 0)
      return
    }
    // Bankruptcy is liquidation of an isolated position that needs no maintenance margin.
    let long = MarginInput(instrument: instrument, quantity: quantity, cost: value, mark: price)
    let close = LiquidationPrice.cross(long, wallet: margin).map {
      ProfitAndLoss.value(quantity: quantity, price: $0, instrument: instrument)
    }
    let fees = (value + (close ?? 0)).multiplied(by: taker, rounding: .halfEven)
    if row.has("two_way_fee") {
      row.compare("two_way_fee", fees, within: decimal("0.0000000001"))
    } else {
      row.compare("order_cost", margin + fees, within: tolerance)
    }
  }

  private func checkInitial(_ row: OracleRow) throws {
    let isInverse = try #require(row.text("symbol")).contains("coin-margined")
    let instrument = try Listings.instrument(
      isInverse ? .inverse : .linear, contractSize: try row.decimal("multiplier"))
    let (quantity, price) = (try row.decimal("qty"), try row.decimal("price"))
    let leverage = try row.whole("leverage")
    for signed in [quantity, -quantity] {
      let value = ProfitAndLoss.value(quantity: signed, price: price, instrument: instrument)
      let margin = Margin.initialMargin(value: value, leverage: leverage)
      let dollars = isInverse ? margin.multiplied(by: price, rounding: .halfEven) : margin
      row.compare("initial_margin_usd", dollars, within: tolerance)
    }
  }

  /// OKX's ratio has the taker fee in the maintenance rate; it is ours over a hundred.
  private func checkIsolated(_ row: OracleRow) throws {
    let rate = try row.decimal("mmr") + row.decimal("fee")
    let position = try position(row, "", rate: rate, deduction: 0)
    row.hold(row.text("side") == "long", "the position is long")
    let account = Margin.account(wallet: try row.decimal("margin"), positions: [position], leverage: 1)
    let ratio = account.ratioPercent?.divided(by: 100, rounding: .halfEven)
    row.compare("expected", ratio, within: decimal("0.000005"))
    row.hold(account.isLiquidated == (ratio.map { $0 <= 1 } ?? false), "liquidated at 1 and below")
  }

  /// Binance's ratio is the inverse of ours.
  private func checkAccount(_ row: OracleRow) throws {
    let positions = try (0..<row.count("positions")).map { place in
      row.note("positions/\(place)/pair")
      let at = "positions/\(place)/"
      return try position(
        row, at, rate: row.decimal(at + "mmr"), deduction: row.decimal(at + "cum"))
    }
    let account = Margin.account(
      wallet: try row.decimal("wallet_balance"), positions: positions, leverage: 20)
    let money = decimal("0.00005")
    row.compare("expected/maintenance_margin", account.maintenanceMargin, within: money)
    row.compare("expected/unrealized_pnl", account.unrealised, within: money)
    row.compare("expected/margin_balance", account.equity, within: money)
    let ratio = account.ratioPercent.map { Fixed(100).divided(by: $0, rounding: .halfEven) }
    row.compare("expected/margin_ratio", ratio, within: tolerance)
  }

  private func position(
    _ row: OracleRow, _ path: String, rate: Fixed, deduction: Fixed
  ) throws -> MarginInput {
    let tier = Listings.tier(rate: rate, deduction: deduction)
    let instrument = try Listings.instrument(tiers: [tier])
    let quantity = try row.decimal(path + "qty")
    let cost = ProfitAndLoss.value(
      quantity: quantity, price: try row.decimal(path + "entry"), instrument: instrument)
    return MarginInput(
      instrument: instrument, quantity: quantity, cost: cost, mark: try row.decimal(path + "mark"))
  }
}
