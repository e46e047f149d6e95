import Primitives
import TestSupport
import Testing

@testable import Trading

/// The fills of a row of the shared `position_sequences.json`, booked one by one, and what we say to the
/// keys it expects after one.
struct PositionReplay {
  let instrument: Instrument
  private(set) var position = Position(instrument: 0)
  /// As it was before the latest fill.
  private(set) var before = Position(instrument: 0)
  private(set) var latest: Position.Change?
  /// Fees of open contracts: freqtrade books them when the contracts are closed.
  private var entryFees: Fixed = 0
  /// Cost of everything ever opened, with its fees.
  private var invested: Fixed = 0
  private var lastExit: Fixed?
  /// Everything booked so far over everything invested so far, in percent, as of the last exit.
  private var lastPercent: Fixed?
  private var booked: Fixed = 0

  init(_ instrument: Instrument) { self.instrument = instrument }

  /// Books the fill at a path: side, qty, price and a fee, which is in base unless its currency is a USD.
  mutating func apply(_ row: OracleRow, _ path: String, at: Timestamp = .zero) throws {
    let side = try #require(row.text(path + "/side").flatMap { Side(rawValue: $0.uppercased()) })
    let currency = row.text(path + "/fee")?.split(separator: " ").dropFirst().first ?? "USD"
    try apply(
      side, try row.decimal(path + "/qty"), price: try row.decimal(path + "/price"),
      fee: row.optional(path + "/fee") ?? 0, feeInBase: !currency.hasPrefix("USD"), at: at)
  }

  mutating func apply(
    _ side: Side, _ quantity: Fixed, price: Fixed, fee: Fixed = 0, feeInBase: Bool = false,
    at: Timestamp = .zero
  ) throws {
    before = position
    let change = position.apply(
      side: side, quantity: quantity, price: price, fee: fee, feeInBase: feeInBase,
      instrument: instrument, at: at)
    latest = change
    if change.closedQuantity.isPositive {
      let share = try #require(
        Fixed.mulDiv(entryFees, change.closedQuantity, before.quantity.magnitude, rounding: .halfEven))
      let exit = change.realisedGross - change.closingFee - share
      entryFees -= share
      booked += exit
      lastExit = exit
      lastPercent = ProfitAndLoss.percentOfCost(unrealised: booked, cost: invested)
    }
    entryFees += change.fee - change.closingFee
    invested +=
      ProfitAndLoss.value(quantity: change.openedQuantity, price: price, instrument: instrument)
      + change.fee - change.closingFee
  }

  /// What we say to a key; nil for a key we do not know, a value of nil for no figure.
  func answer(_ key: String) -> Answer? {
    let parts = key.split(separator: "@")
    let mark = parts.count == 2 ? decimal(String(parts[1])) : 1
    let unrealised = position.unrealised(mark: mark, instrument: instrument)
    let closingFee = latest?.closingFee ?? 0
    // freqtrade's last exit keeps price and stake of what it closed.
    let shown = position.isFlat ? before : position
    switch parts[0] {
    case "qty": return Answer(position.quantity)
    case "avg_entry": return Answer(position.averageEntry(instrument) ?? 0)
    case "realized": return Answer(position.realised)
    case "unrealized": return Answer(unrealised)
    case "total": return Answer(position.realised + unrealised)
    case "closed_leg_realized":
      return Answer(before.realised + (latest?.realisedGross ?? 0) - closingFee)
    case "new_leg_realized": return Answer(closingFee - (latest?.fee ?? 0))
    case "freqtrade_open_rate": return Answer(shown.averageEntry(instrument))
    case "freqtrade_stake": return Answer(shown.cost.magnitude)
    case "freqtrade_cumulative_profit": return Answer(booked)
    case "freqtrade_last_exit_profit": return Answer(lastExit)
    case "freqtrade_rel_profit":
      return Answer(lastPercent?.divided(by: 100, rounding: .halfEven))
    default: return nil
    }
  }

  /// A figure of ours; nil: there is none.
  struct Answer {
    let value: Fixed?
    init(_ value: Fixed?) { self.value = value }
  }
}
