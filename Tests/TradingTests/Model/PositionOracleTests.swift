import Primitives
import TestSupport
import Testing

@testable import Trading

/// Rows of the shared `position_sequences.json` that are read otherwise, each with the reason.
private let departures: [String: String] = [
  "ob-linear-add-long": "carries no expected value: a known divergence of its source",
  "bybit-inverse-upnl-long": "published rounded up to five digits (exact 0.0181818): compared to 1e-5",
  "bybit-inverse-upnl-short": "published rounded up to five digits (exact 0.0222222): compared to 1e-5",
  "spot-roundtrip":
    "97.90 leaves out the base fee of 0.001 ETH, worth 2 USDT; net of all fees it is 95.90 (ruling 23)",
  "same-trade-id-twice": "a position has no trade ids: the book that owns it drops the second one",
  "ob-pnl-short": "closes 1.5 of 1 and counts the excess as loss; the excess opens the other side here",
  "ob-pnl-partial-close": "scales the fill by a close ratio that a fill does not have",
]

@Suite("Shared position sequences")
struct PositionOracleTests {
  static let path = "data/cases/position_sequences.json"
  let tolerance = decimal("0.00000001")

  @Test(
    "position sequences: every row agrees",
    .enabled(if: SharedData.isPresent, "needs SEXTANT_SHARED data/cases"))
  func sequences() throws {
    let rows = try #require(SharedData.object(Self.path)["sequences"] as? [[String: Any]])
    #expect(rows.count >= 34)
    for row in rows { try check(row) }
  }

  private func check(_ row: [String: Any]) throws {
    let id = try #require(row["id"] as? String)
    let kind = try #require((row["contract"] as? String).flatMap(ContractKind.init(rawValue:)))
    let instrument = try Listings.instrument(kind)
    let published = departures[id] != nil && kind == .inverse
    let tolerance = published ? decimal("0.00001") : tolerance
    var position = Position(instrument: 0)
    var entryFees: Fixed = 0
    var booked: Fixed = 0
    for fill in try #require(row["fills"] as? [[String: Any]]) {
      let before = position
      let change = try apply(fill, to: &position, instrument)
      // freqtrade books an entry's fee when its contracts are closed.
      var exit: Fixed?
      if change.closedQuantity.isPositive {
        let share = try #require(
          Fixed.mulDiv(entryFees, change.closedQuantity, before.quantity.magnitude, rounding: .halfEven))
        exit = change.realisedGross - change.closingFee - share
        entryFees -= share
        booked += change.realisedGross - change.closingFee - share
      }
      entryFees += change.fee - change.closingFee
      let expected = fill["expected_after"] as? [String: Any] ?? [:]
      for (key, value) in expected {
        guard let actual = actual(key, position, before, change, exit, booked, instrument) else {
          Issue.record("\(id): nothing answers \(key)")
          continue
        }
        guard let known = actual.value else { continue }
        let wanted = SharedData.decimal(value)
        #expect(near(known, wanted, within: tolerance), "\(id): \(key) is \(known), not \(value)")
      }
    }
  }

  private struct Answer { let value: Fixed? }

  /// What we say to a key of a row; an answer of nil: the key is out of scope.
  private func actual(
    _ key: String, _ position: Position, _ before: Position, _ change: Position.Change,
    _ exit: Fixed?, _ booked: Fixed, _ instrument: Instrument
  ) -> Answer? {
    let parts = key.split(separator: "@")
    let mark = parts.count == 2 ? decimal(String(parts[1])) : 1
    let unrealised = position.unrealised(mark: mark, instrument: instrument)
    switch parts[0] {
    case "qty": return Answer(value: position.quantity)
    case "avg_entry": return Answer(value: position.averageEntry(instrument) ?? 0)
    case "realized": return Answer(value: position.realised)
    case "unrealized": return Answer(value: unrealised)
    case "total": return Answer(value: position.realised + unrealised)
    case "closed_leg_realized":
      return Answer(value: before.realised + change.realisedGross - change.closingFee)
    case "new_leg_realized": return Answer(value: change.closingFee - change.fee)
    // The last exit's row keeps the closing order's stake: nothing to compare once flat.
    case "freqtrade_open_rate": return Answer(value: position.averageEntry(instrument))
    case "freqtrade_stake": return Answer(value: position.isFlat ? nil : position.cost.magnitude)
    case "freqtrade_cumulative_profit": return Answer(value: booked)
    case "freqtrade_last_exit_profit": return Answer(value: exit)
    // A ratio to freqtrade's largest stake: no measure of ours.
    case "freqtrade_rel_profit": return Answer(value: nil)
    default: return nil
    }
  }

  private func apply(
    _ fill: [String: Any], to position: inout Position, _ instrument: Instrument,
    at: Timestamp = .zero
  ) throws -> Position.Change {
    let side = try #require((fill["side"] as? String).flatMap { Side(rawValue: $0.uppercased()) })
    let fee = (fill["fee"] as? String)?.split(separator: " ") ?? []
    return position.apply(
      side: side, quantity: try #require(SharedData.decimal(fill["qty"])),
      price: try #require(SharedData.decimal(fill["price"])),
      fee: fee.first.map { decimal(String($0)) } ?? 0,
      feeInBase: fee.count == 2 && !fee[1].hasPrefix("USD"), instrument: instrument, at: at)
  }

  @Test(
    "position sequences: fees in base currency",
    .enabled(if: SharedData.isPresent, "needs SEXTANT_SHARED data/cases"))
  func baseFees() throws {
    let rows = try #require(SharedData.object(Self.path)["spot_base_fee_cases"] as? [[String: Any]])
    for row in rows {
      let id = try #require(row["id"] as? String)
      let kind: ContractKind = row["instrument"] == nil ? .spot : .linear
      let instrument = try Listings.instrument(kind)
      var position = Position(instrument: 0)
      var quantities: [Fixed] = []
      for (number, fill) in (row["fills"] as? [[String: Any]] ?? []).enumerated() {
        _ = try apply(
          fill, to: &position, instrument, at: Timestamp(nanoseconds: Int64(number)))
        quantities.append(position.quantity)
      }
      switch id {
      case "spot-buy-base-fee", "spot-buy-quote-fee", "perp-base-fee-no-adjust":
        #expect(position.quantity == SharedData.decimal(row["expected_qty"]), "\(id)")
      case "spot-sell-base-fee":
        #expect(position.quantity == SharedData.decimal(row["expected_signed_qty"]), "\(id)")
      case "spot-sell-two-partials":
        let expected = try #require(row["expected_signed_qty_after_each"] as? [String])
        #expect(quantities == expected.map { decimal($0) }, "\(id)")
      case "spot-roundtrip":
        #expect(position.isFlat && position.realised == decimal("95.9"), "\(id)")
      case "close-and-reopen-clears":
        #expect(quantities == [decimal("0.999"), 0, decimal("1.998")], "\(id)")
        #expect(position.openedAt == Timestamp(nanoseconds: 2), "\(id)")
        #expect(position.averageEntry(instrument) == 52_000, "\(id)")
      case "small-amounts": #expect(position.realised == decimal("-0.01"), "\(id)")
      case "late-earlier-timestamp":
        var late = Position(instrument: 0)
        for time: Int64 in [9, 4] {
          _ = late.apply(
            side: .buy, quantity: 1, price: 1, fee: 0, instrument: instrument,
            at: Timestamp(nanoseconds: time))
        }
        #expect(late.openedAt == Timestamp(nanoseconds: 4), "\(id)")
      default: #expect(departures[id] != nil, "\(id): a row nobody reads")
      }
    }
  }

  @Test(
    "position sequences: function tables",
    .enabled(if: SharedData.isPresent, "needs SEXTANT_SHARED data/cases"))
  func functionTables() throws {
    let tables = try #require(
      SharedData.object(Self.path)["function_tables_barter"] as? [[String: Any]])
    let instrument = try Listings.instrument()
    for table in tables {
      let function = try #require(table["fn"] as? String)
      for row in try #require(table["rows"] as? [[Any]]) {
        func number(_ column: Int) -> Fixed { SharedData.decimal(row[column]) ?? -1 }
        let side: Side = row.first as? String == "sell" ? .sell : .buy
        var position = Position(instrument: 0)
        func add(_ side: Side, _ quantity: Fixed, _ price: Fixed, fee: Fixed = 0) {
          _ = position.apply(
            side: side, quantity: quantity, price: price, fee: fee, instrument: instrument, at: .zero)
        }
        switch function {
        case "avg_entry":
          add(.buy, number(1), number(0))
          add(.buy, number(3), number(2))
          let average = position.averageEntry(instrument) ?? 0
          #expect(near(average, number(4), within: tolerance), "\(function) \(row)")
        case "unrealized_net_of_est_exit_fee":
          add(side, number(2), number(1))
          let fee = try #require(Fixed.mulDiv(number(4), number(2), number(3), rounding: .halfEven))
          let net = position.unrealised(mark: number(5), instrument: instrument) - fee
          #expect(near(net, number(6), within: tolerance), "\(function) \(row)")
        case "realized":
          add(side, number(2), number(1))
          add(side.opposite, number(2), number(3), fee: number(4))
          #expect(near(position.realised, number(5), within: tolerance), "\(function) \(row)")
        case "pnl_return":
          add(.buy, number(2), number(1))
          let percent = ProfitAndLoss.percentOfCost(unrealised: number(0), cost: position.cost)
          #expect(percent == number(3).multiplied(by: 100), "\(function) \(row)")
        default: Issue.record("\(function): a table nobody reads")
        }
      }
    }
  }

  @Test(
    "position sequences: profits of a round trip",
    .enabled(if: SharedData.isPresent, "needs SEXTANT_SHARED data/cases"))
  func roundTrips() throws {
    let rows = try #require(SharedData.object(Self.path)["octobot_trade_pnl"] as? [[String: Any]])
    let instrument = try Listings.instrument()
    for row in rows {
      let id = try #require(row["id"] as? String)
      var position = Position(instrument: 0)
      func apply(_ key: String) throws {
        for leg in try #require(row[key] as? [[Any]]) {
          let fee = try #require(leg[3] as? String).split(separator: " ")
          _ = position.apply(
            side: leg[0] as? String == "buy" ? .buy : .sell,
            quantity: try #require(SharedData.decimal(leg[1])),
            price: try #require(SharedData.decimal(leg[2])), fee: decimal(String(fee[0])),
            feeInBase: fee[1] == "BTC", instrument: instrument, at: .zero)
        }
      }
      try apply("entries")
      if let average = SharedData.decimal(row["correct_vwap_entry"]) {
        #expect(near(position.averageEntry(instrument), average, within: tolerance), "\(id)")
        #expect(position.averageEntry(instrument) != SharedData.decimal(row["octobot_entry_price"]))
        continue
      }
      guard departures[id] == nil else { continue }
      try apply("closes")
      #expect(position.isFlat && position.realised == SharedData.decimal(row["expected_profit"]), "\(id)")
    }
  }

  @Test(
    "position sequences: every row listed as read otherwise still exists",
    .enabled(if: SharedData.isPresent, "needs SEXTANT_SHARED data/cases"))
  func departuresExist() throws {
    let file = try SharedData.object(Self.path)
    var known: Set<String> = []
    for section in ["sequences", "spot_base_fee_cases", "octobot_trade_pnl"] {
      for row in try #require(file[section] as? [[String: Any]]) {
        if let id = row["id"] as? String { known.insert(id) }
      }
    }
    #expect(departures.keys.filter { !known.contains($0) } == [])
  }
}
