import Primitives
import TestSupport
import Testing

@testable import Trading

/// The maintenance ladders of the shared `margin_and_tiers.json`, and the rows that ask them.
struct MarginLadders {
  private let tables = "margin_and_tiers/tiers/"
  /// By pair, lowest tier first, as the file states them.
  private var instruments: [String: Instrument] = [:]

  init(_ oracle: OracleFile) throws {
    var ladders: [String: [MaintenanceTier]] = [:]
    for row in oracle.rows where row.table.hasPrefix(tables) {
      ladders[String(row.table.dropFirst(tables.count)), default: []].append(
        Listings.tier(
          floor: try row.decimal("minNotional"), rate: try row.decimal("maintenanceMarginRate"),
          deduction: try row.decimal("maintAmt"), maxLeverage: try row.whole("maxLeverage")))
    }
    for (pair, tiers) in ladders { instruments[pair] = try Listings.instrument(tiers: tiers) }
  }

  /// The instrument of a tier's row or of a row's pair.
  private func instrument(_ row: OracleRow, pair: String?) throws -> Instrument {
    let pair = pair ?? String(row.table.dropFirst(tables.count))
    return try #require(instruments[pair], "\(row.name)")
  }

  /// A tier has the deduction that joins it to the one before, and holds from its floor to its ceiling.
  func checkTier(_ row: OracleRow) throws {
    let instrument = try instrument(row, pair: nil)
    let floor = try row.decimal("minNotional")
    let place = try #require(instrument.tiers.firstIndex { $0.floor == floor })
    row.compare("maintAmt", deduction(of: place, in: instrument), within: 0)
    let tier = try #require(instrument.tier(forValue: floor))
    row.compare("maintenanceMarginRate", tier.maintenanceRate, within: 0)
    let leverage = Margin.leverage(1_000, value: floor, instrument: instrument)
    row.compare("maxLeverage", Fixed(leverage), within: 0)
    let ceiling = try row.decimal("maxNotional")
    row.hold(instrument.tier(forValue: ceiling - .smallest) == tier, "the tier lasts to \(ceiling)")
  }

  private func deduction(of place: Int, in instrument: Instrument) -> Fixed {
    let tier = instrument.tiers[place]
    let before = place > 0 ? instrument.tiers[place - 1] : nil
    return Margin.deduction(
      floor: tier.floor, rate: tier.maintenanceRate, previousRate: before?.maintenanceRate ?? 0,
      previousDeduction: before?.deduction ?? 0)
  }

  /// Pair, place, the deduction without a step, the stated one.
  func checkStep(_ row: OracleRow) throws {
    let instrument = try instrument(row, pair: row.text("0"))
    let place = try row.whole("1")
    row.compare("2", deduction(of: place, in: instrument), within: decimal("0.000000000001"))
    row.compare("3", instrument.tiers[place].deduction, within: 0)
  }

  /// The rate and the deduction that hold for a value, and the margin they come to.
  func checkMaintenance(_ row: OracleRow) throws {
    let instrument = try instrument(row, pair: row.text("pair"))
    let value = try row.decimal("notional")
    let tier = try #require(instrument.tier(forValue: value))
    row.compare("expected_mmr", tier.maintenanceRate, within: 0)
    row.compare("expected_maint_amount", tier.deduction, within: 0)
    let (rate, deduction) = (try row.decimal("expected_mmr"), try row.decimal("expected_maint_amount"))
    row.hold(
      Margin.maintenance(value: value, instrument: instrument)
        == value.multiplied(by: rate, rounding: .halfEven) - deduction, "value · rate − deduction")
  }

  /// The highest leverage of a stake: the greatest whole one that the value it gives allows.
  func checkLeverage(_ row: OracleRow) throws {
    let instrument = try instrument(row, pair: row.text("pair"))
    let stake = try row.decimal("stake")
    let highest = (1...instrument.tiers[0].maxLeverage).last { leverage in
      Margin.leverage(leverage, value: stake.multiplied(by: leverage), instrument: instrument) == leverage
    }
    row.compare("expected_max_leverage", highest.map { Fixed($0) }, within: 0)
  }
}
