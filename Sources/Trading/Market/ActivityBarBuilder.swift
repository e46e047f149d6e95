public import Primitives

/// Builds bars of one instrument that what happens ends, not the clock: after a number of ticks, a volume
/// or a notional.
///
/// A bar opens with the first tick after the one that closed the bar before, and closes with the tick that
/// reaches the threshold. That tick belongs to it whole: what exceeds the threshold is neither split off
/// nor carried over, a trade being one event at one price, so a tick closes at most one bar and the next
/// begins from nothing. `openAt` and `closeAt` are the times of its first and last tick; bars may share
/// one. Without ticks there is no bar.
///
/// A tick's price is its mid. Quotes move a bar's prices and count as ticks, but bring neither volume nor
/// notional: only a trade does, a tick whose bid equals its ask. Sums are exact; one too large to be held
/// has reached any threshold. Source: Marcos López de Prado, "Advances in Financial Machine Learning"
/// (2018), chapter 2. Constant cost and no allocation a tick.
public struct ActivityBarBuilder: Sendable, Hashable {
  private enum Threshold: Sendable, Hashable {
    case ticks(Int)
    case volume(Fixed)
    /// Σ price × size, or Σ size where a contract has a fixed value.
    case notional(ProductSum, isPriced: Bool)
  }

  private let threshold: Threshold
  private var bar = Candle(
    instrument: 0, openAt: .zero, closeAt: .zero, open: .zero, high: .zero, low: .zero, close: .zero,
    volume: .zero)
  private var tickCount = 0
  private var turnover = ProductSum.zero

  private init(_ threshold: Threshold) {
    self.threshold = threshold
  }

  /// Bars of `count` ticks, trades and quotes alike; at least 1.
  public static func ticks(_ count: Int) -> ActivityBarBuilder {
    precondition(count >= 1, "a bar has at least one tick")
    return ActivityBarBuilder(.ticks(count))
  }

  /// Bars of at least `volume` contracts traded, above zero.
  public static func volume(_ volume: Fixed) -> ActivityBarBuilder {
    precondition(volume.isPositive, "a bar of volume needs a volume above zero")
    return ActivityBarBuilder(.volume(volume))
  }

  /// Bars of at least `notional` in quote currency, above zero, of trades: `Σ price × size × contractSize`;
  /// of an inverse contract, whose size is in quote units, `Σ size × contractSize`.
  public static func notional(
    _ notional: Fixed, contractSize: Fixed = 1, kind: ContractKind = .linear
  ) -> ActivityBarBuilder {
    precondition(
      notional.isPositive && contractSize.isPositive, "a bar of notional needs a value and a size above zero")
    return ActivityBarBuilder(
      .notional(.least(reaching: notional, times: contractSize), isPriced: kind != .inverse))
  }

  /// Takes a tick and answers the bar it closed; nil when that is still running.
  public mutating func add(_ tick: MarketTick) -> Candle? {
    let price = tick.mid
    let size = tick.bid == tick.ask ? max(tick.askSize, .zero) : .zero
    if tickCount == 0 {
      bar = Candle(
        instrument: tick.instrument, openAt: tick.at, closeAt: tick.at, open: price, high: price,
        low: price, close: price, volume: .zero)
    } else {
      if price > bar.high { bar.high = price }
      if price < bar.low { bar.low = price }
      bar.close = price
      bar.closeAt = tick.at
    }
    tickCount += 1
    bar.volume = bar.volume.adding(size) ?? .greatest
    guard isReached(by: size, at: price) else { return nil }
    tickCount = 0
    turnover = .zero
    return bar
  }

  /// Whether the running bar has reached its threshold with this size at this price.
  private mutating func isReached(by size: Fixed, at price: Fixed) -> Bool {
    switch threshold {
    case .ticks(let count): return tickCount >= count
    case .volume(let least): return bar.volume >= least
    case .notional(let least, let isPriced):
      let factor = isPriced ? max(price, .zero) : .one
      guard let sum = turnover.adding(factor, times: size) else { return true }
      turnover = sum
      return sum >= least
    }
  }
}
