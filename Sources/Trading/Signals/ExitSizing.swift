public import Primitives

extension Instrument {
  /// Contracts of the next order when so many are to be closed: all of them, or what one order may hold.
  ///
  /// An order may not exceed `maxQuantity`. What it leaves is not under `minQuantity` where a smaller order
  /// now can prevent that: each order then stands for itself, whatever becomes of the others. Whole lots;
  /// zero when not even one lot is left to close.
  public func exitQuantity(of wanted: Fixed) -> Fixed {
    let lots = wanted.rounded(toStep: lotStep, .down)
    let most = maxQuantity.rounded(toStep: lotStep, .down)
    guard lots > most else { return max(lots, 0) }
    guard lots - most < minQuantity else { return most }
    let less = (lots - minQuantity).rounded(toStep: lotStep, .down)
    return less >= minQuantity ? less : most
  }

  /// Whether so many contracts may be one reduce-only order while `open` can be closed: at least
  /// `minQuantity`, or all whole lots that are open.
  ///
  /// A rest under `minQuantity` stays closable, on the simulated exchange as at the gate: a position that
  /// no order could close would be nobody's decision. Exchanges that document it (Binance's USDⓈ-M
  /// futures) lift the least value for reduce-only orders in the same way.
  public func allowsExit(of quantity: Fixed, open: Fixed) -> Bool {
    quantity >= minQuantity
      || quantity.isPositive && quantity >= open.rounded(toStep: lotStep, .down)
  }
}
