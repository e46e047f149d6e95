import Primitives

extension SimulatedExchange {
  /// Takes in a new best bid and ask: first what happened before it, then liquidation, then the working
  /// orders. A tick of an unknown instrument or with a price out of `Bounds` only lets time pass.
  ///
  /// Cost: without working orders of the instrument some 100 instructions; with a position too, as long as
  /// its mark stays where nothing can be liquidated.
  public mutating func observe(_ tick: MarketTick, into facts: inout [VenueFact]) {
    advance(to: tick.at, into: &facts)
    let index = tick.instrument
    guard books.indices.contains(index), Bounds.holds(price: tick.bid), Bounds.holds(price: tick.ask)
    else { return }
    books[index].update(tick)
    if !ledger[index].isFlat {
      areRisksStale = true
      if !areBandsDrawn || !bands[index].holds(tick) {
        settleAccount(into: &facts)
        drawBands()
        deliver(into: &facts)
      }
    }
    if !books[index].working.isEmpty {
      matchWorking(index, into: &facts)
      settleAccount(into: &facts)
      deliver(into: &facts)
    }
  }

  /// Whether of a candle's four prices, one tick each at its close, only the last can matter: nothing is due
  /// until then, no order of the instrument works, and none of them can liquidate anything.
  public func isIndifferent(to candle: Candle) -> Bool {
    let index = candle.instrument
    guard books.indices.contains(index), books[index].working.isEmpty,
      isQuiet(until: max(candle.closeAt, now)), isHarmless(candle.open, to: index),
      isHarmless(candle.high, to: index), isHarmless(candle.low, to: index)
    else { return false }
    return isHarmless(candle.close, to: index)
  }

  /// Whether a tick of this price is taken in and asks for no reckoning.
  private func isHarmless(_ price: Fixed, to index: InstrumentIndex) -> Bool {
    guard Bounds.holds(price: price) else { return false }
    return ledger[index].isFlat || areBandsDrawn && bands[index].holds(bid: price, ask: price)
  }
}
