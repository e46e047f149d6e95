import Primitives
import Trading

/// A strategy on the floor, with what is asked of it at every event kept beside it.
struct StrategySeat {
  private var strategy: any Strategy
  /// The instrument it trades.
  let instrument: InstrumentIndex
  /// When it wants to be woken; `distantFuture`: never.
  private(set) var due: Timestamp

  init(_ strategy: any Strategy) {
    self.strategy = strategy
    instrument = strategy.instrument
    due = strategy.nextDeadline ?? .distantFuture
  }

  /// Lets the strategy look at an event of its instrument, and notes when it wants to be woken.
  mutating func look(
    at event: MarketEvent, context: () -> StrategyContext, into signals: inout [Signal]
  ) {
    due = Self.look(&strategy, at: event, context: context, into: &signals)
  }

  /// Wakes the strategy, if it waits for this time or an earlier one.
  mutating func wake(at now: Timestamp, context: () -> StrategyContext, into signals: inout [Signal]) {
    guard due <= now else { return }
    strategy.onTime(now, context: context, into: &signals)
    due = strategy.nextDeadline ?? .distantFuture
  }

  /// Generic, so that the strategy is asked where it lies: reading from an existential copies it.
  private static func look(
    _ strategy: inout some Strategy, at event: MarketEvent, context: () -> StrategyContext,
    into signals: inout [Signal]
  ) -> Timestamp {
    switch event {
    case .tick(let tick): strategy.onTick(tick, context: context, into: &signals)
    case .candle(let candle): strategy.onCandle(candle, context: context, into: &signals)
    }
    return strategy.nextDeadline ?? .distantFuture
  }
}
