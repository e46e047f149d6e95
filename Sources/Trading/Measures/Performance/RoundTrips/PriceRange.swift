public import Primitives

/// The highest and the lowest price seen: all that a market tick costs a round trip.
@usableFromInline
struct PriceRange: Hashable, Sendable {
  /// Quote currency.
  @usableFromInline private(set) var highest: Fixed
  /// Quote currency.
  @usableFromInline private(set) var lowest: Fixed

  /// One price.
  init(_ price: Fixed) { (highest, lowest) = (price, price) }

  /// Takes a price: two comparisons.
  @inlinable @inline(__always)
  mutating func see(_ price: Fixed) {
    if price > highest { highest = price }
    if price < lowest { lowest = price }
  }

  /// Takes all of another range.
  mutating func see(_ other: PriceRange) {
    highest = max(highest, other.highest)
    lowest = min(lowest, other.lowest)
  }

  /// The worst (at most zero) and best (at least zero) unrealised profit of contracts within the range.
  /// The profit rises or falls with the price throughout, so its extremes are at the ends.
  func excursion(
    quantity: Fixed, cost: Fixed, instrument: Instrument
  ) -> (worst: Fixed, best: Fixed) {
    func profit(at price: Fixed) -> Fixed {
      guard price.isPositive else { return 0 }
      return ProfitAndLoss.unrealised(quantity: quantity, cost: cost, mark: price, instrument: instrument)
    }
    let atHighest = profit(at: highest)
    let atLowest = lowest == highest ? atHighest : profit(at: lowest)
    return (min(0, min(atLowest, atHighest)), max(0, max(atLowest, atHighest)))
  }
}
