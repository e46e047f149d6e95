public import Primitives

/// A strategy that decides on finished bars: it makes them of ticks, and takes candles as they are.
///
/// Only `onCandle` is left to write. A bar closes when market time says so, before any later tick.
public protocol BarStrategy: Strategy {
  /// The running bar of ticks.
  var bars: BarBuilder { get set }
}

extension BarStrategy {
  /// When the running bar closes; nil before the first tick.
  public var nextDeadline: Timestamp? { bars.nextClose }

  /// Takes a tick into the running bar, closing the bars that were due before it.
  public mutating func onTick(
    _ tick: MarketTick, context: () -> StrategyContext, into signals: inout [Signal]
  ) {
    addToBar(tick, context: context, into: &signals)
  }

  /// Closes every bar due at `now` and decides on each.
  public mutating func onTime(
    _ now: Timestamp, context: () -> StrategyContext, into signals: inout [Signal]
  ) {
    while let bar = bars.close(at: now) { onCandle(bar, context: context, into: &signals) }
  }

  /// What `onTick` does, for a strategy that has an `onTick` of its own.
  mutating func addToBar(
    _ tick: MarketTick, context: () -> StrategyContext, into signals: inout [Signal]
  ) {
    // Nothing is left when the caller kept the deadlines; a caller without timers loses only time.
    while let due = bars.nextClose, due < tick.at { onTime(due, context: context, into: &signals) }
    bars.add(tick)
  }
}
