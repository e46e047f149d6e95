import Primitives
import TestSupport
import Testing

@testable import Trading

private let file = "pnl_linear_fees_freqtrade"

/// Why rows of `pnl_linear_fees_freqtrade.json` are not simply reproduced.
private let rulings: [String: OracleRuling] = {
  var rulings: [String: OracleRuling] = [
    file + "/setup": .input("the trade of every row"),
    file + "/rules": .input("the formulas in words; the tables hold them in numbers"),
    // (1 − 30.00125 · 2 · 1.0025 / 65.835) · 3 = 0.25894253: interest of two hours.
    file + "/update_limit_order_cases/1": .outOfScope(
      "needs interest for two hours, which it does not state"),
  ]
  let loans = ["interest_function_cases": 8, "interest_cases": 10, "borrowed_cases": 4]
  for (table, count) in loans {
    for place in 0..<count {
      rulings["\(file)/\(table)/\(place)"] = .outOfScope("no instrument of ours borrows: margin loans")
    }
  }
  return rulings
}()

/// One round trip of 30 units as the rows describe it.
private struct Trip {
  var isShort: Bool
  var leverage = 1
  var open: Fixed
  var close: Fixed
  var fees: (open: Fixed, close: Fixed)
  /// Received is positive.
  var funding: Fixed = 0
  /// Interest on a margin loan: quote currency for a long, base for a short. Ours has none: it is put in.
  var interest: Fixed = 0
}

/// What a round trip came to.
private struct Outcome {
  /// Paid (long) or received (short) at the opening, fee included.
  let openValue: Fixed
  /// Received (long) or paid (short) at the close, with fee, interest and funding.
  let closeValue: Fixed
  let profit: Fixed
  /// Profit over the open value's margin, a fraction.
  let ratio: Fixed?
}

@Suite("Shared linear profits with fees")
struct LinearProfitOracleTests {
  /// Absolute, as the file says: a few of its rows are cut off.
  let tolerance = decimal("0.000002")

  @Test(
    "linear profits with fees and funding: every row agrees",
    .enabled(if: SharedData.isPresent, "needs SEXTANT_SHARED data/cases"))
  func rows() throws {
    let oracle = try OracleFile(file)
    let setup = try #require(oracle.row(file + "/setup"))
    let audit = OracleAudit(oracle, rulings: rulings) { row in
      let trip = try trip(row, setup)
      let outcome = try outcome(of: trip, quantity: try setup.decimal("qty"))
      switch row.table {
      case file + "/open_value_cases": row.compare("result", outcome.openValue, within: tolerance)
      case file + "/close_value_cases": row.compare("result", outcome.closeValue, within: tolerance)
      case file + "/round_trip_cases", file + "/profit_cases":
        if row.has("open_value") {
          row.compare("open_value", outcome.openValue, within: tolerance)
          row.compare("close_value", outcome.closeValue, within: tolerance)
        }
        row.compare("profit", outcome.profit, within: tolerance)
        row.compare("profit_ratio", outcome.ratio, within: tolerance)
      // The source names the ratio profit here.
      case file + "/update_limit_order_cases": row.compare("profit", outcome.ratio, within: tolerance)
      default: return false
      }
      return true
    }
    #expect(audit.faults == [])
    #expect(audit.checkedRows >= 53)
  }

  /// The trade of a row; what it does not state is the setup's.
  private func trip(_ row: OracleRow, _ setup: OracleRow) throws -> Trip {
    let open = try row.optional("open_rate") ?? setup.decimal("open_rate")
    let both = row.optional("fee_rate")
    let entryFee = try both ?? setup.decimal("fee_open")
    var trip = Trip(
      isShort: row.flag("is_short"), open: open, close: row.optional("close_rate") ?? open,
      fees: (entryFee, both ?? row.optional("fee_close") ?? entryFee))
    if row.has("lev") { trip.leverage = try row.whole("lev") }
    trip.funding = row.optional("funding_fees") ?? 0
    if row.text("trading_mode") == "margin" { trip.interest = try interest(on: trip, row, setup) }
    row.note("exchange")
    return trip
  }

  /// The file's rule for ten minutes: Binance borrowed · rate · 1 h / 24 h, Kraken borrowed · rate · 2.
  private func interest(on trip: Trip, _ row: OracleRow, _ setup: OracleRow) throws -> Fixed {
    #expect(try setup.decimal("held_minutes") == 10)
    let quantity = try setup.decimal("qty")
    let share = Fixed.mulDiv(
      quantity.multiplied(by: trip.open, rounding: .halfEven), Fixed(trip.leverage - 1),
      Fixed(trip.leverage), rounding: .halfEven)
    let borrowed = trip.isShort ? quantity : try #require(share)
    let due = borrowed.multiplied(by: try setup.decimal("borrow_rate"), rounding: .halfEven)
    return row.text("exchange") == "kraken" ? due.multiplied(by: 2) : due.divided(by: 24, rounding: .halfEven)
  }

  private func outcome(of trip: Trip, quantity: Fixed) throws -> Outcome {
    let instrument = try Listings.instrument()
    let entry: Side = trip.isShort ? .sell : .buy
    var position = Position(instrument: 0)
    func fill(_ side: Side, _ price: Fixed, _ rate: Fixed) {
      let value = ProfitAndLoss.value(quantity: quantity, price: price, instrument: instrument)
      _ = position.apply(
        side: side, quantity: quantity, price: price, fee: value.multiplied(by: rate, rounding: .halfEven),
        instrument: instrument, at: .zero)
    }
    fill(entry, trip.open, trip.fees.open)
    let openValue = (position.cost - position.realised).magnitude
    fill(entry.opposite, trip.close, trip.fees.close)
    position.book(funding: trip.funding, at: .zero)
    // A short buys the interest it owes in base as well, and pays the fee of that.
    var loan = trip.interest
    if trip.isShort {
      loan = loan.multiplied(by: trip.close, rounding: .halfEven)
        .multiplied(by: 1 + trip.fees.close, rounding: .halfEven)
    }
    let profit = position.realised + position.funding - loan
    let margin = Margin.initialMargin(value: openValue, leverage: trip.leverage)
    return Outcome(
      openValue: openValue, closeValue: trip.isShort ? openValue - profit : openValue + profit,
      profit: profit,
      ratio: ProfitAndLoss.percentOfInitialMargin(unrealised: profit, initialMargin: margin)?
        .divided(by: 100, rounding: .halfEven))
  }
}
