internal import Primitives

/// Contracts of one entry that are still open.
struct Lot: Hashable, Sendable {
  /// Its entry.
  let openedAt: Timestamp
  /// Contracts left, not negative.
  private(set) var quantity: Fixed
  /// Cost of those left, not negative; settlement currency.
  private(set) var cost: Fixed
  /// The entry's fee for those left.
  private(set) var fee: Fixed
  /// Prices seen since the entry.
  private(set) var range: PriceRange

  /// Money that belongs to a part of the contracts.
  struct Share {
    let cost: Fixed
    let fee: Fixed
  }

  /// Memberwise.
  init(openedAt: Timestamp, quantity: Fixed, cost: Fixed, fee: Fixed, range: PriceRange) {
    self.openedAt = openedAt
    self.quantity = quantity
    self.cost = cost
    self.fee = fee
    self.range = range
  }

  /// Takes contracts off with their share of cost and fee; the last ones take all that is left.
  mutating func take(_ part: Fixed) -> Share {
    let all = part == quantity
    let share = Share(
      cost: all ? cost : Self.share(of: cost, part, outOf: quantity),
      fee: all ? fee : Self.share(of: fee, part, outOf: quantity))
    quantity -= part
    cost -= share.cost
    fee -= share.fee
    return share
  }

  /// Takes a range; false when it held nothing new.
  mutating func widen(_ other: PriceRange) -> Bool {
    let before = range
    range.see(other)
    return range != before
  }

  /// One lot of this one's time and of both's contracts.
  func merged(with younger: Lot) -> Lot {
    var all = range
    all.see(younger.range)
    return Lot(
      openedAt: openedAt, quantity: quantity + younger.quantity, cost: cost + younger.cost,
      fee: fee + younger.fee, range: all)
  }

  /// amount · part / whole, half-even.
  static func share(of amount: Fixed, _ part: Fixed, outOf whole: Fixed) -> Fixed {
    guard let share = Fixed.mulDiv(amount, part, whole, rounding: .halfEven) else {
      preconditionFailure("a share of an amount is larger than the amount")
    }
    return share
  }
}
