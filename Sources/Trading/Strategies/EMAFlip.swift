internal import Primitives

/// Sends one market order at each crossing of two exponential moving averages, whatever is held.
///
/// The first input at which both averages stand only stores whether the fast one is above the slow one
/// (equal counts as not above); each later change of that is one entry (`S1`) of the size that was set, in
/// the new direction. The position therefore steps between two levels. It is the rule other engines ship
/// as their example, and what ours is compared with them by.
///
/// Inputs are closes of bars, or the mid of every tick; candles are taken as they are. A signal is named
/// `{name}_{symbol}_S1_{time of the input in ns}`, with `-n` for the nth more of one time.
public struct EMAFlip: BarStrategy, Hashable {
  /// What an average is taken of; the raw value is the name of the strategy that does so.
  public enum Inputs: String, Sendable, Hashable {
    /// Closes of bars of the length that was set.
    case bars = "ema-flip"
    /// The mid of every tick.
    case ticks = "ema-flip-ticks"
  }

  /// Its name in rows and signal ids.
  public let name: String
  /// The instrument it trades.
  public let instrument: InstrumentIndex
  /// What a person set.
  public let settings: StrategySettings
  /// Flips whose size was below what the exchange accepts, since the start.
  public private(set) var tooSmall = 0
  /// The running bar of ticks; none begins where every tick is an input.
  public var bars: BarBuilder

  private let inputs: Inputs
  private var fast: ExponentialMovingAverage
  private var slow: ExponentialMovingAverage
  private var isAbove: Bool?
  private var lastInputAt = Timestamp.distantPast
  /// Signals given at `lastInputAt`.
  private var flipsOfThatTime = 0
  /// What every id begins with, once there was one.
  private var idPrefix = ""

  /// The strategy for one instrument; the settings must have no faults.
  public init(
    instrument: InstrumentIndex, settings: StrategySettings = StrategySettings(), inputs: Inputs = .bars
  ) {
    precondition(settings.faults.isEmpty, "the settings of a strategy must be checked first")
    name = inputs.rawValue
    self.instrument = instrument
    self.settings = settings
    self.inputs = inputs
    bars = BarBuilder(lengthNanos: settings.barLengthNanos)
    fast = ExponentialMovingAverage(period: settings.fastPeriod)
    slow = ExponentialMovingAverage(period: settings.slowPeriod)
  }

  /// Whether both averages stand.
  public var isWarm: Bool { slow.value != nil }

  /// Takes a tick in: into the running bar, or as an input of its own.
  public mutating func onTick(
    _ tick: MarketTick, context: () -> StrategyContext, into signals: inout [Signal]
  ) {
    switch inputs {
    case .ticks: take(tick.mid, at: tick.at, context: context, into: &signals)
    case .bars: addToBar(tick, context: context, into: &signals)
    }
  }

  /// Takes a finished bar in; one that closes no later than the last is ignored.
  public mutating func onCandle(
    _ candle: Candle, context: () -> StrategyContext, into signals: inout [Signal]
  ) {
    guard candle.closeAt > lastInputAt else { return }
    take(candle.close, at: candle.closeAt, context: context, into: &signals)
  }

  private mutating func take(
    _ price: Fixed, at time: Timestamp, context: () -> StrategyContext, into signals: inout [Signal]
  ) {
    if time != lastInputAt {
      lastInputAt = time
      flipsOfThatTime = 0
    }
    let input = price.double
    fast.update(input)
    slow.update(input)
    guard let fast = fast.value, let slow = slow.value else { return }
    let wasAbove = isAbove
    isAbove = fast > slow
    guard let wasAbove, wasAbove != isAbove else { return }
    let context = context()
    let touch = wasAbove ? context.bid : context.ask
    let quantity = settings.sizing.contracts(
      for: context.instrumentRules, price: touch.isPositive ? touch : price, equity: context.equity,
      averageTrueRange: nil)
    guard let quantity else {
      tooSmall += 1
      return
    }
    flipsOfThatTime += 1
    signals.append(
      Signal(
        id: flipID(of: context.instrumentRules.symbol), type: .entry,
        symbol: context.instrumentRules.symbol, side: wasAbove ? .sell : .buy, quantity: quantity,
        strategyName: name,
        indicatorValues: [
          IndicatorValue(name: "ema_fast", value: fast), IndicatorValue(name: "ema_slow", value: slow),
        ], barTime: time, source: .strategy))
  }

  /// The name of the newest signal.
  private mutating func flipID(of symbol: Symbol) -> SignalID {
    if idPrefix.isEmpty { idPrefix = "\(name)_\(symbol)_\(SignalType.entry.rawValue)_" }
    let id = String(idPrefix, number: lastInputAt.nanoseconds)
    return SignalID(flipsOfThatTime > 1 ? "\(id)-\(flipsOfThatTime)" : id)
  }
}
