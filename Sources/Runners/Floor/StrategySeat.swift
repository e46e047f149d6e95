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
    due = strategy.look(at: event, context: context, into: &signals)
  }

  /// Wakes the strategy, if it waits for this time or an earlier one.
  mutating func wake(at now: Timestamp, context: () -> StrategyContext, into signals: inout [Signal]) {
    guard due <= now else { return }
    strategy.onTime(now, context: context, into: &signals)
    due = strategy.nextDeadline ?? .distantFuture
  }
}
