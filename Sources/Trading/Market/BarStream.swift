public import Primitives

/// Bars of one instrument by any rule: one shape for who leaves the choice to a person.
///
/// Bars that the clock ends come from `close(at:)`, the others from `add(_:)`, and who uses both need not
/// know which: before each tick `while let due = bars.nextClose, due < tick.at { … bars.close(at: due) … }`,
/// then `if let bar = bars.add(tick) { … }`. Constant cost and no allocation a tick.
public struct BarStream: Sendable, Hashable {
  private enum Builder: Sendable, Hashable {
    case time(BarBuilder)
    case activity(ActivityBarBuilder)
  }

  /// What ends a bar.
  public let rule: BarRule

  private var builder: Builder

  /// Bars by a rule, which must have no fault. The contract's size, above zero, and kind only matter to a
  /// notional.
  public init(_ rule: BarRule, contractSize: Fixed = 1, kind: ContractKind = .linear) {
    precondition(rule.fault == nil, "the rule of bars must be checked first")
    self.rule = rule
    switch rule {
    case .time(let lengthNanos): builder = .time(BarBuilder(lengthNanos: lengthNanos))
    case .ticks(let count): builder = .activity(.ticks(count))
    case .volume(let volume): builder = .activity(.volume(volume))
    case .notional(let notional):
      builder = .activity(.notional(notional, contractSize: contractSize, kind: kind))
    }
  }

  /// When the clock closes the running bar; nil before the first tick, and always where it does not.
  public var nextClose: Timestamp? {
    switch builder {
    case .time(let time): time.nextClose
    case .activity: nil
    }
  }

  /// Takes a tick and answers the bar it closed, if any.
  ///
  /// A tick after `nextClose` is a bug of the caller, who must have closed the bar before.
  public mutating func add(_ tick: MarketTick) -> Candle? {
    switch builder {
    case .time(var time):
      time.add(tick)
      builder = .time(time)
      return nil
    case .activity(var activity):
      let bar = activity.add(tick)
      builder = .activity(activity)
      return bar
    }
  }

  /// Closes the running bar when the clock has ended it at `time`; nil when it has not.
  ///
  /// One bar a call, so that the caller repeats it until nil.
  public mutating func close(at time: Timestamp) -> Candle? {
    guard case .time(var builder) = builder else { return nil }
    let bar = builder.close(at: time)
    self.builder = .time(builder)
    return bar
  }
}
