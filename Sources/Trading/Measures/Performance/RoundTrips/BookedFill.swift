internal import Primitives

/// A fill booked into a position, taken apart into what it closed and what it opened.
struct BookedFill {
  /// What the position says.
  let change: Position.Change
  /// Value at the fill's price of the contracts closed, not negative; settlement currency.
  let exitValue: Fixed
  /// Value of the contracts opened, not negative.
  let entryValue: Fixed
  /// The opened contracts' share of the fee: all that is not the closed ones'.
  var openingFee: Fixed { change.fee - change.closingFee }

  /// Books the fill; the parameters are those of `Position.apply`.
  init(
    into position: inout Position, side: Side, quantity: Fixed, price: Fixed, fee: Fixed, feeInBase: Bool,
    instrument: Instrument, at: Timestamp
  ) {
    let costBefore = position.cost
    change = position.apply(
      side: side, quantity: quantity, price: price, fee: fee, feeInBase: feeInBase, instrument: instrument,
      at: at)
    // A fill closes and opens only when it ends the position, which releases the whole cost.
    let opens = change.openedQuantity.isPositive
    let released = change.closedQuantity.isPositive ? costBefore - (opens ? 0 : position.cost) : 0
    let kept = costBefore - released
    entryValue = opens ? (position.cost - kept).magnitude : 0
    exitValue = released.magnitude + change.realisedGross.times(Self.gain(of: change.was, instrument.kind))
  }

  /// +1 where profit is exit value − entry value, −1 where it is the reverse: a short linear or a long
  /// inverse position gains when its value falls. Zero for no side.
  static func gain(of side: PositionSide?, _ kind: ContractKind) -> Int {
    guard let side else { return 0 }
    switch kind {
    case .linear, .spot: return side.sign
    case .inverse: return -side.sign
    }
  }
}

extension Fixed {
  /// The value with its sign kept (1), turned (−1) or nothing (0).
  func times(_ sign: Int) -> Fixed { sign > 0 ? self : sign < 0 ? -self : 0 }
}
