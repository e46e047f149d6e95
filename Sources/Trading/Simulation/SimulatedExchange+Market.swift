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

  /// Takes a candle in by its close alone, if of its four prices, one tick each at its close, only the last
  /// can matter: nothing is due until then, no order of the instrument works, and none of them can liquidate
  /// anything.
  ///
  /// - Parameter close: the tick of its last price.
  /// - Returns: false, and nothing has changed, where each of the four must be observed.
  public mutating func observeClose(_ close: MarketTick, of candle: Candle) -> Bool {
    let index = candle.instrument
    let time = max(candle.closeAt, now)
    guard books.indices.contains(index), books[index].working.isEmpty, isQuiet(until: time),
      candle.holdsItsPrices, Bounds.holds(price: candle.low), Bounds.holds(price: candle.high)
    else { return false }
    if !ledger[index].isFlat {
      guard areBandsDrawn, bands[index].holds(from: candle.low, to: candle.high) else { return false }
      areRisksStale = true
    }
    now = time
    books[index].update(close)
    return true
  }
}

extension Candle {
  /// Whether no price of it is below its lowest or above its highest.
  @inline(__always)
  fileprivate var holdsItsPrices: Bool { low <= open && low <= close && open <= high && close <= high }
}
