import Primitives
import TestSupport
import Testing

@testable import Trading

private let file = "position_sequences"

/// Why rows of `position_sequences.json` are not simply reproduced.
private let rulings: [String: OracleRuling] = [
  file + "/conventions": .input("what the keys mean, in words"),
  file + "/function_tables_barter/unrealized_net_of_est_exit_fee": .input("the rule in words"),
  // 0.999 · 2,100 − 2 − 2,000 in cash: 97.90 leaves the base fee of 0.001 ETH, worth 2, out (ruling 23).
  file + "/spot_base_fee_cases/spot-roundtrip/expected_realized": .disagreed(
    ours: "95.9", "net of all fees, which is what the cash says"),
  file + "/spot_base_fee_cases/same-trade-id-twice": .outOfScope(
    "a position has no trade ids: the desk that owns it drops the second, see its tests"),
  // 15 − 10 − 1.5 − 1; the source counts 1.5 · 10 as the price of buying 1 back.
  file + "/octobot_trade_pnl/ob-pnl-short/expected_profit": .disagreed(
    ours: "2.5", "the 0.5 bought beyond the short opens a long and is no loss"),
  file + "/octobot_trade_pnl/ob-pnl-short/expected_percent": .disagreed(
    ours: "16.666666666667", "follows from the profit"),
  file + "/octobot_trade_pnl/ob-pnl-partial-close/expected_profit": .disagreed(
    ours: "2.5", "1 sold at 15 and bought back at 10, fees 2.5: a close ratio is no part of a fill"),
  file + "/octobot_trade_pnl/ob-pnl-partial-close/expected_percent": .disagreed(
    ours: "16.666666666667", "follows from the profit"),
  // (10 + 0.5 · 9) / 1.5, (0.4 · 15 + 16) / 1.4, and 22 − 14.5 · 1.4 / 1.5 − 3.4.
  file + "/octobot_trade_pnl/\(unweighted)/octobot_entry_price": .disagreed(
    ours: "9.666666666667", "prices are weighted by quantity: the file's own anti-case"),
  file + "/octobot_trade_pnl/\(unweighted)/octobot_close_price": .disagreed(
    ours: "15.714285714286", "prices are weighted by quantity: the file's own anti-case"),
  file + "/octobot_trade_pnl/\(unweighted)/octobot_profit": .disagreed(
    ours: "5.066666666667", "follows from the prices"),
  file + "/octobot_trade_pnl/\(unweighted)/octobot_percent": .outOfScope("follows from the prices"),
]
private let unweighted = "ob-pnl-unweighted (ANTI-CASE)"

@Suite("Shared position sequences")
struct PositionOracleTests {
  let tolerance = decimal("0.00000001")

  @Test(
    "position sequences: every row agrees",
    .enabled(if: SharedData.isPresent, "needs SEXTANT_SHARED data/cases"))
  func rows() throws {
    let audit = OracleAudit(try OracleFile(file), rulings: rulings) { row in
      switch row.table {
      case file: try checkEmptyFill(row)
      case file + "/sequences": try checkSequence(row)
      case file + "/spot_base_fee_cases": try checkBaseFee(row)
      case file + "/octobot_trade_pnl": try checkRoundTrip(row)
      default:
        guard row.table.hasPrefix(file + "/function_tables_barter/") else { return false }
        return try checkFunction(row)
      }
      return true
    }
    #expect(audit.faults == [])
    #expect(audit.checkedRows >= 76)
    #expect(audit.comparedFigures >= 519)
  }

  private func checkEmptyFill(_ row: OracleRow) throws {
    row.note("fold_zero_qty_rule")
    var replay = PositionReplay(try Listings.instrument())
    try replay.apply(.buy, 2, price: 10)
    try replay.apply(.sell, 0, price: 50, fee: 1)
    row.hold(replay.position == replay.before, "a fill of nothing changes nothing")
  }

  private func checkSequence(_ row: OracleRow) throws {
    let kind = try #require(row.text("contract").flatMap(ContractKind.init(rawValue:)))
    var replay = PositionReplay(try Listings.instrument(kind))
    // Published rounded up to five digits.
    let tolerance = row.name.contains("/bybit-inverse") ? decimal("0.00001") : tolerance
    let feeRate = row.optional("fee_rate")
    for place in 0..<row.count("fills") {
      let path = "fills/\(place)"
      try replay.apply(row, path)
      if let feeRate {
        let value = ProfitAndLoss.value(
          quantity: try row.decimal(path + "/qty"), price: try row.decimal(path + "/price"),
          instrument: replay.instrument)
        row.compare(path + "/fee", value.multiplied(by: feeRate, rounding: .halfEven), within: 0)
      }
      for key in row.members(path + "/expected_after") {
        let answer = replay.answer(key)
        row.hold(answer != nil, "\(path): an answer to \(key)")
        // freqtrade's ratios have seven digits.
        let isRatio = key == "freqtrade_rel_profit"
        row.compare(
          "\(path)/expected_after/\(key)", answer?.value,
          within: isRatio ? decimal("0.0000001") : tolerance)
      }
    }
    if row.name.hasSuffix("/ob-linear-add-long") {
      // States no figure; its note gives these for the standard average.
      row.hold(replay.position.averageEntry(replay.instrument) == decimal("43.2"), "entry 43.2")
      row.hold(replay.position.unrealised(mark: 120, instrument: replay.instrument) == 1_920, "1,920 at 120")
    }
  }

  private func checkBaseFee(_ row: OracleRow) throws {
    var replay = PositionReplay(
      try Listings.instrument(row.text("instrument") == "perpetual" ? .linear : .spot))
    var quantities: [Fixed] = []
    var adjustments = 0
    for place in 0..<row.count("fills") {
      try replay.apply(row, "fills/\(place)", at: Timestamp(nanoseconds: Int64(place)))
      quantities.append(replay.position.quantity)
      let moved = (replay.position.quantity - replay.before.quantity).magnitude
      if moved != (try row.decimal("fills/\(place)/qty")) { adjustments += 1 }
    }
    if row.has("adjustments") { row.compare("adjustments", Fixed(adjustments), within: 0) }
    for key in ["expected_qty", "expected_signed_qty"] where row.has(key) {
      row.compare(key, replay.position.quantity, within: 0)
    }
    if row.has("expected_realized") {
      row.hold(row.text("expected_side") == "flat" && replay.position.isFlat, "flat in the end")
      row.compare("expected_realized", replay.position.realised, within: 0)
    }
    switch row.name.split(separator: "/").last {
    case "spot-sell-two-partials":
      for place in quantities.indices {
        row.compare("expected_signed_qty_after_each/\(place)", quantities[place], within: 0)
      }
      let sold = try row.decimal("fills/0/qty") + row.decimal("fills/1/qty")
      row.compare("expected_sell_qty", sold, within: 0)
    case "close-and-reopen-clears":
      row.note("expected")
      row.hold(quantities == [decimal("0.999"), 0, decimal("1.998")], "one adjustment of −0.002")
      row.hold(replay.position.openedAt == Timestamp(nanoseconds: 2), "opened by the third fill")
      row.hold(replay.position.averageEntry(replay.instrument) == 52_000, "its price alone")
    case "small-amounts":
      row.hold(replay.position.realised == decimal("-0.01"), "a small fee is not lost")
    case "late-earlier-timestamp":
      row.note("expected")
      for time: Int64 in [9, 4] {
        try replay.apply(.buy, 1, price: 1, at: Timestamp(nanoseconds: time))
      }
      row.hold(replay.position.openedAt == Timestamp(nanoseconds: 4), "opened at the earlier time")
    default: break
    }
  }

  private func checkFunction(_ row: OracleRow) throws -> Bool {
    var replay = PositionReplay(try Listings.instrument())
    let side: Side = row.text("0") == "sell" ? .sell : .buy
    switch row.table.split(separator: "/").dropLast().last {
    case "avg_entry":
      try replay.apply(.buy, try row.decimal("1"), price: try row.decimal("0"))
      try replay.apply(.buy, try row.decimal("3"), price: try row.decimal("2"))
      row.compare("4", replay.position.averageEntry(replay.instrument) ?? 0, within: tolerance)
    case "unrealized_net_of_est_exit_fee":
      try replay.apply(side, try row.decimal("2"), price: try row.decimal("1"))
      let fee = Fixed.mulDiv(
        try row.decimal("4"), try row.decimal("2"), try row.decimal("3"), rounding: .halfEven)
      let unrealised = replay.position.unrealised(
        mark: try row.decimal("5"), instrument: replay.instrument)
      row.compare("6", fee.map { unrealised - $0 }, within: tolerance)
    case "realized":
      try replay.apply(side, try row.decimal("2"), price: try row.decimal("1"))
      try replay.apply(
        side.opposite, try row.decimal("2"), price: try row.decimal("3"), fee: try row.decimal("4"))
      row.compare("5", replay.position.realised, within: tolerance)
    case "pnl_return":
      try replay.apply(.buy, try row.decimal("2"), price: try row.decimal("1"))
      let percent = ProfitAndLoss.percentOfCost(
        unrealised: try row.decimal("0"), cost: replay.position.cost)
      row.compare("3", percent?.divided(by: 100, rounding: .halfEven), within: 0)
    default: return false
    }
    return true
  }

  private func checkRoundTrip(_ row: OracleRow) throws {
    var replay = PositionReplay(try Listings.instrument())
    var (closed, proceeds): (Fixed, Fixed) = (0, 0)
    for leg in ["entries", "closes"] {
      for place in 0..<row.count(leg) {
        let path = "\(leg)/\(place)/"
        let side = try #require(row.text(path + "0").flatMap { Side(rawValue: $0.uppercased()) })
        let (quantity, price) = (try row.decimal(path + "1"), try row.decimal(path + "2"))
        let isInBase = row.text(path + "3")?.hasSuffix(" BTC") ?? false
        try replay.apply(
          side, quantity, price: price, fee: try row.decimal(path + "3"), feeInBase: isInBase)
        if leg == "closes" {
          closed += quantity
          proceeds += ProfitAndLoss.value(quantity: quantity, price: price, instrument: replay.instrument)
        }
      }
      guard leg == "entries" else { continue }
      for key in ["correct_vwap_entry", "octobot_entry_price"] where row.has(key) {
        row.compare(key, replay.position.averageEntry(replay.instrument), within: tolerance)
      }
    }
    let realised = replay.position.realised
    if row.has("octobot_profit") {
      let average = ProfitAndLoss.averagePrice(
        quantity: closed, cost: proceeds, instrument: replay.instrument)
      row.compare("correct_vwap_close", average, within: tolerance)
      row.compare("octobot_close_price", average, within: tolerance)
      row.compare("octobot_profit", realised, within: tolerance)
      return
    }
    row.note("close_ratio")
    let cost = try row.decimal("entries/0/1").multiplied(by: row.decimal("entries/0/2"), rounding: .halfEven)
    row.compare("expected_profit", realised, within: tolerance)
    row.compare(
      "expected_percent", ProfitAndLoss.percentOfCost(unrealised: realised, cost: cost), within: tolerance)
  }
}
