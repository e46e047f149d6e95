internal import Primitives

/// The highest and the lowest price seen: all that a market tick costs a round trip.
struct PriceRange: Hashable, Sendable {
  /// Quote currency.
  private(set) var highest: Fixed
  /// Quote currency.
  private(set) var lowest: Fixed

  /// One price.
  init(_ price: Fixed) { (highest, lowest) = (price, price) }

  /// Takes a price: two comparisons.
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
    let low = profit(lowest, quantity, cost, instrument)
    let high = profit(highest, quantity, cost, instrument)
    return (min(0, low, high), max(0, low, high))
  }

  /// Unrealised profit at a price; none at one that is not above zero.
  private func profit(
    _ price: Fixed, _ quantity: Fixed, _ cost: Fixed, _ instrument: Instrument
  ) -> Fixed {
    guard price.isPositive else { return 0 }
    return ProfitAndLoss.unrealised(quantity: quantity, cost: cost, mark: price, instrument: instrument)
  }
}
