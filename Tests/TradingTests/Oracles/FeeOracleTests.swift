import Primitives
import TestSupport
import Testing

@testable import Trading

private let stated = "the exchange states the rate: nothing is reckoned"
private let dictionary = "whether another library's order dictionary has a fee; a fill of ours always has one"

/// Why rows of `fees.json` are not simply reproduced.
private let rulings: [String: OracleRuling] = [
  "fees/freqtrade/fee_rate_cases/6": .outOfScope(stated),
  "fees/freqtrade/fee_rate_cases/7": .outOfScope(stated),
  // An order without cost has no price either: 0 / 0.
  "fees/freqtrade/fee_rate_cases/9/expected": .disagreed(
    ours: "none", "nothing of nothing is no rate, as the rows before and after it say of other assets"),
  "fees/freqtrade/extract_cases/0": .outOfScope("the rate is a stub's: amount and cost are not stated"),
  "fees/freqtrade/extract_cases/1": .outOfScope("the rate is a stub's: amount and cost are not stated"),
  "fees/freqtrade/extract_cases/2": .outOfScope(stated),
  "fees/freqtrade/has_fee_cases/0": .outOfScope(dictionary),
  "fees/freqtrade/has_fee_cases/1": .outOfScope(dictionary),
  "fees/freqtrade/has_fee_cases/2": .outOfScope(dictionary),
  "fees/freqtrade/has_fee_cases/3": .outOfScope(dictionary),
  "fees/freqtrade/has_fee_cases/4": .outOfScope(dictionary),
  "fees/lean/default_rates/binance_usdm": .outOfScope("rates of their day: ours come with the instrument"),
  "fees/lean/default_rates/binance_coinm": .outOfScope("rates of their day: ours come with the instrument"),
  "fees/lean/rules/0": .input("lean/cases/0 puts numbers in"),
  "fees/lean/rules/1": .input("lean/cases/1 puts numbers in"),
  "fees/nautilus/cases/0": .outOfScope("a fixed fee an order: no exchange of ours charges one"),
  "fees/nautilus/cases/1": .outOfScope("a fixed fee a fill: no exchange of ours charges one"),
  "fees/nautilus/cases/2": .outOfScope("option spreads are not traded"),
]

/// The source knows no market of that name, so that nothing says its fee is in the base currency.
private let unlisted: Set<String> = [
  "fees/freqtrade/fee_rate_cases/11", "fees/freqtrade/fee_rate_cases/12", "fees/freqtrade/fee_rate_cases/13",
]

@Suite("Shared fee cases")
struct FeeOracleTests {
  let tolerance = decimal("0.00000001")

  @Test("fees: every row agrees", .enabled(if: SharedData.isPresent, "needs SEXTANT_SHARED data/cases"))
  func rows() throws {
    let audit = OracleAudit(try OracleFile("fees"), rulings: rulings) { row in
      switch row.table {
      case "fees/freqtrade/fee_rate_cases": try checkRate(row)
      case "fees/hummingbot/cases": row.has("flat") ? try checkFlatFees(row) : try checkReturns(row)
      case "fees/lean/cases": try checkContract(row)
      case "fees/lean/rules": row.name.hasSuffix("/2") ? try checkBaseFee(row) : try checkLiquidity(row)
      case "fees/nautilus/cases": try checkInverse(row)
      case "fees/octobot": try checkThirdToken(row)
      default: return false
      }
      return true
    }
    #expect(audit.faults == [])
    #expect(audit.checkedRows >= 21)
  }

  /// The fee's worth over the order's cost. A third token is worth what the file's ticker says (0.081),
  /// else the rate configured for what has no ticker.
  private func checkRate(_ row: OracleRow) throws {
    let (amount, cost) = (try row.decimal("order/amount"), try row.decimal("order/cost"))
    let pair = try #require(row.text("order/symbol")).split(separator: "/").map(String.init)
    let instrument = try Listings.instrument(
      .spot, base: unlisted.contains(row.name) ? "" : pair[0], quote: pair[1])
    row.note("order/fee/rate")
    let asset = row.text("order/fee/currency") ?? "unknown"
    let configured = row.optional("unknown_fee_rate")
    let worth = Fees.worth(
      try row.decimal("order/fee/cost"), asset: asset,
      price: cost.divided(by: amount, rounding: .halfEven), instrument: instrument,
      rate: asset == "NEO" ? decimal("0.081") : configured)
    let rate = worth.flatMap { $0.dividedReportingOverflow(by: cost, rounding: .halfEven) }
    row.compare("expected", rate, within: tolerance)
  }

  /// A percentage of the value and flat amounts in other tokens, each at its rate.
  private func checkFlatFees(_ row: OracleRow) throws {
    let pair = try #require(row.text("pair")).split(separator: "-").map(String.init)
    let instrument = try Listings.instrument(.spot, base: pair[0], quote: pair[1])
    let price = try row.decimal("price")
    let value = ProfitAndLoss.value(
      quantity: try row.decimal("amount"), price: price, instrument: instrument)
    row.note("side")
    let daiRate = try row.decimal("rates/DAI-COINALPHA")
    let tetherRate = daiRate.multiplied(by: try row.decimal("rates/USDT-DAI"), rounding: .up)
    let rates = ["DAI": daiRate, "USDT": tetherRate]
    func worth(_ fee: Fixed, _ asset: String) throws -> Fixed {
      let worth = Fees.worth(
        fee, asset: asset, price: price, instrument: instrument, rate: rates[asset])
      return try #require(worth)
    }
    var sum = try worth(
      value.multiplied(by: try row.decimal("percent"), rounding: .halfEven),
      try #require(row.text("percent_token")))
    for place in 0..<row.count("flat") {
      sum += try worth(try row.decimal("flat/\(place)/1"), try #require(row.text("flat/\(place)/0")))
    }
    row.compare("expected_fee_in_quote", sum, within: 0)
  }

  private func checkReturns(_ row: OracleRow) throws {
    row.note("fee", "percent_token", "side")
    let (price, amount) = (try row.decimal("price"), try row.decimal("amount"))
    var position = Position(instrument: 0)
    _ = position.apply(
      side: .buy, quantity: amount, price: price,
      fee: amount.multiplied(by: price, rounding: .up)
        .multiplied(by: try row.decimal("percent"), rounding: .up),
      instrument: try Listings.instrument(), at: .zero)
    row.compare("expected_quote_volume_impact", position.realised, within: 0)
  }

  private func checkContract(_ row: OracleRow) throws {
    let kind: ContractKind = row.text("contract") == "COIN-M" ? .inverse : .linear
    let instrument = try Listings.instrument(
      kind, contractSize: try row.decimal("multiplier"), takerFeeRate: try row.decimal("rate"))
    let value = ProfitAndLoss.value(
      quantity: try row.decimal("qty"), price: try row.decimal("price"), instrument: instrument)
    let fee = value.multiplied(by: instrument.feeRate(.taker), rounding: .halfEven)
    row.compare("expected", fee, within: decimal("0.000000000001"))
  }

  private func checkInverse(_ row: OracleRow) throws {
    let rate = try #require(row.text("model")).split(separator: " ").last
    let instrument = try Listings.instrument(.inverse, takerFeeRate: decimal(String(try #require(rate))))
    let value = ProfitAndLoss.value(
      quantity: try row.decimal("qty"), price: try row.decimal("price"), instrument: instrument)
    row.compare(
      "expected", value.multiplied(by: instrument.feeRate(.taker), rounding: .halfEven), within: tolerance)
  }

  /// A spot buy pays in base, a sell in quote.
  private func checkBaseFee(_ row: OracleRow) throws {
    row.note("")
    let spot = try Listings.instrument(.spot)
    var position = Position(instrument: 0)
    let bought = position.apply(
      side: .buy, quantity: 2, price: 100, fee: decimal("0.002"), feeInBase: true, instrument: spot,
      at: .zero)
    row.hold(position.quantity == decimal("1.998"), "less is held after a fee in base")
    row.hold(
      bought.fee == Fees.worth(decimal("0.002"), asset: "BTC", price: 100, instrument: spot),
      "a fee in base is worth fee · price")
    let sold = position.apply(
      side: .sell, quantity: decimal("1.998"), price: 100, fee: decimal("0.1998"), instrument: spot,
      at: .zero)
    row.hold(position.isFlat && sold.fee == decimal("0.1998"), "a fee in quote leaves the quantity alone")
  }

  /// What crosses the book at once is a taker, what rests a maker.
  private func checkLiquidity(_ row: OracleRow) throws {
    row.note("")
    var test = try TestExchange([try Listings.instrument()])
    test.tick(0, bid: "100", ask: "101")
    test.submit(1, .buy, "1")
    test.submit(2, .buy, "1", limit: "102")
    row.hold(test.news().fills.map(\.liquidity) == [.taker, .taker], "market and marketable limit: taker")
    test.submit(3, .buy, "1", limit: "99")
    test.tick(4, bid: "98", ask: "99")
    row.hold(test.news().fills.map(\.liquidity) == [.maker], "resting limit: maker")
  }

  /// The stricter bar: converted at the rate of the fill; without one it is not taken for money.
  private func checkThirdToken(_ row: OracleRow) throws {
    row.note("rule", "stricter_bar")
    let instrument = try Listings.instrument()
    func worth(_ rate: Fixed?) -> Fixed? {
      Fees.worth(decimal("0.01"), asset: "BNB", price: 50_000, instrument: instrument, rate: rate)
    }
    row.hold(worth(600) == 6, "0.01 BNB at 600 is 6")
    row.hold(worth(nil) == nil, "without a rate it is unknown")
  }
}
