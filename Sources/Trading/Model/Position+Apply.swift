public import Primitives

extension Position {
  /// What one fill did to a position.
  public struct Change: Hashable, Sendable {
    /// Profit of the contracts closed, before fees; settlement currency.
    public let realisedGross: Fixed
    /// The whole fee, settlement currency; positive is paid.
    public let fee: Fixed
    /// The closed contracts' share of the fee, pro rata, half-even; the rest opened contracts.
    public let closingFee: Fixed
    /// Contracts closed, not negative.
    public let closedQuantity: Fixed
    /// Contracts opened, not negative.
    public let openedQuantity: Fixed
    /// The side before; nil when it was flat.
    public let was: PositionSide?
    /// The side after; nil when it is flat.
    public let now: PositionSide?

    /// True when a position began: from flat.
    public var isOpened: Bool { was == nil && now != nil }
    /// True when a position ended: to flat.
    public var isClosed: Bool { was != nil && now == nil }
    /// True when one fill ended a position and began the opposite one.
    public var isFlipped: Bool { was != nil && now != nil && was != now }
  }

  /// Books one fill.
  ///
  /// Same side: quantity and cost add. Opposite side: the closed share of the cost, cost · closed /
  /// quantity, is released (one rounding, half-even); the remainder stays in the open cost. What exceeds
  /// the position opens the other side at the fill's price (trap 17). A quantity of zero changes nothing.
  ///
  /// A fee in base currency moves the quantity of a spot position: a buy receives `quantity − fee`, a sell
  /// gives `quantity + fee`. Its worth, the fill's value less the value of the quantity so moved, is
  /// booked as the fee, so that the money adds up exactly. On a linear contract it is worth fee · price;
  /// on an inverse one the base is the settlement currency.
  ///
  /// - Parameters:
  ///   - quantity: contracts, not negative, within `Bounds`.
  ///   - price: quote currency, above zero, within `Bounds`.
  ///   - fee: positive is paid, negative a rebate; settlement currency, or base with `feeInBase`.
  public mutating func apply(
    side fillSide: Side, quantity filled: Fixed, price: Fixed, fee: Fixed, feeInBase: Bool = false,
    instrument: Instrument, at: Timestamp
  ) -> Change {
    let was = side
    guard filled.isPositive else {
      return Change(
        realisedGross: 0, fee: 0, closingFee: 0, closedQuantity: 0, openedQuantity: 0, was: was, now: was)
    }
    let leg = Leg(
      signed: fillSide == .buy ? filled : -filled, price: price, fee: fee, feeInBase: feeInBase,
      instrument: instrument)
    let opposes = leg.quantity.signum == -quantity.signum && !isFlat
    let size = leg.quantity.magnitude
    let closed = opposes ? min(size, quantity.magnitude) : 0
    let opened = size - closed
    let gross = close(closed, of: leg, price: price, instrument: instrument)
    open(opened, of: leg, closed: closed, price: price, instrument: instrument)
    book(gross: gross, fee: leg.fee)
    let now = side
    touch(at: at, opens: opened.isPositive && was != now, adds: opened.isPositive)
    let closingFee = closed.isZero ? 0 : Self.share(of: leg.fee, closed, outOf: size)
    return Change(
      realisedGross: gross, fee: leg.fee, closingFee: closingFee, closedQuantity: closed,
      openedQuantity: opened, was: was, now: now)
  }

  /// A fill as it moves the position: signed contracts and the fee in settlement currency.
  private struct Leg {
    let quantity: Fixed
    let value: Fixed
    let fee: Fixed

    @inline(__always)
    init(signed: Fixed, price: Fixed, fee: Fixed, feeInBase: Bool, instrument: Instrument) {
      let whole = ProfitAndLoss.value(quantity: signed, price: price, instrument: instrument)
      switch (feeInBase, instrument.kind) {
      case (false, _), (true, .inverse):
        (quantity, value, self.fee) = (signed, whole, fee)
      case (true, .linear):
        (quantity, value) = (signed, whole)
        self.fee = fee.multiplied(by: price, rounding: .halfEven)
      case (true, .spot):
        quantity = signed - fee
        value = ProfitAndLoss.value(quantity: quantity, price: price, instrument: instrument)
        self.fee = whole - value
      }
    }
  }

  /// Takes `closed` contracts off and returns their profit before fees.
  @inline(__always)
  private mutating func close(
    _ closed: Fixed, of leg: Leg, price: Fixed, instrument: Instrument
  ) -> Fixed {
    guard closed.isPositive else { return 0 }
    let all = closed == quantity.magnitude
    let released = all ? cost : Self.share(of: cost, closed, outOf: quantity.magnitude)
    let signed = leg.quantity.isNegative ? -closed : closed
    let exit =
      signed == leg.quantity
      ? leg.value : ProfitAndLoss.value(quantity: signed, price: price, instrument: instrument)
    replace(quantity: quantity + signed, cost: all ? 0 : cost - released)
    switch instrument.kind {
    case .linear, .spot: return -(released + exit)
    case .inverse: return released + exit
    }
  }

  /// Adds `opened` contracts; what a flip opens costs the fill's value less what closed the old side.
  @inline(__always)
  private mutating func open(
    _ opened: Fixed, of leg: Leg, closed: Fixed, price: Fixed, instrument: Instrument
  ) {
    guard opened.isPositive else { return }
    var entry = leg.value
    if closed.isPositive {
      let signed = leg.quantity.isNegative ? -closed : closed
      entry = entry - ProfitAndLoss.value(quantity: signed, price: price, instrument: instrument)
    }
    replace(quantity: quantity + (leg.quantity.isNegative ? -opened : opened), cost: cost + entry)
  }

  /// amount · part / whole, half-even.
  private static func share(of amount: Fixed, _ part: Fixed, outOf whole: Fixed) -> Fixed {
    if part == whole { return amount }
    guard let share = Fixed.mulDiv(amount, part, whole, rounding: .halfEven) else {
      preconditionFailure("a share of an amount is larger than the amount")
    }
    return share
  }
}
