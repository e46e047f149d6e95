internal import Primitives

/// Buys a close above the highest high of the bars before it, sells one below their lowest low.
///
/// The channel of the `entry` bars before a bar opens positions, the shorter one of the `exit` bars closes
/// them: a long on a close below its low, a short on a close above its high. One bar gives at most one
/// signal of each type. Source of the rule: Richard Donchian's channel, with an exit channel of its own as
/// the Turtle traders used it.
///
/// It is written as a strategy of your own would be: everything about it stands in this file, and the
/// catalogue names it in one line.
public struct DonchianBreakout: BarStrategy {
  /// Its line of the catalogue.
  public static let entry = StrategyCatalogue.Entry(
    name: "donchian",
    summary: "long after a close above the highest high of the last bars, short below their lowest low",
    parameters: [
      .own(
        "entry", key: "entry_bars", .whole(2...10_000), standard: 20,
        help: "bars of the channel that enters"),
      .own(
        "exit", key: "exit_bars", .whole(1...10_000), standard: 10,
        help: "bars of the channel that exits, at most the entering one's"),
      .range,
    ] + StrategyParameter.sizes,
    faults: { settings in
      let entry = settings.whole("entry") ?? 20
      let exit = settings.whole("exit") ?? 10
      return settings.faults
        + (exit > entry ? ["the exit bars must be at most the entry bars (\(entry)), got \(exit)"] : [])
    },
    make: { DonchianBreakout(instrument: $0, settings: $1) })

  /// Its name in rows and signal ids.
  public let name = "donchian"
  /// The instrument it trades.
  public let instrument: InstrumentIndex
  /// What a person set.
  public let settings: StrategySettings

  private let exitBars: Int
  /// The running bar of ticks.
  public var bars: BarBuilder
  private var highs: RingBuffer<Fixed>
  private var lows: RingBuffer<Fixed>
  private var range: AverageTrueRange
  private var lastBarClose = Timestamp.distantPast

  /// The strategy for one instrument; the settings must have no faults.
  public init(instrument: InstrumentIndex, settings: StrategySettings = StrategySettings()) {
    precondition(Self.entry.faults(settings).isEmpty, "the settings of a strategy must be checked first")
    self.instrument = instrument
    self.settings = settings
    exitBars = settings.whole("exit") ?? 10
    bars = BarBuilder(lengthNanos: settings.barLengthNanos)
    highs = RingBuffer(capacity: settings.whole("entry") ?? 20)
    lows = RingBuffer(capacity: highs.capacity)
    range = AverageTrueRange(period: settings.rangePeriod)
  }

  /// Whether the entering channel is full.
  public var isWarm: Bool { highs.count == highs.capacity }

  /// Takes a finished bar and decides on it.
  public mutating func onCandle(
    _ candle: Candle, context: () -> StrategyContext, into signals: inout [Signal]
  ) {
    guard candle.closeAt > lastBarClose else { return }
    lastBarClose = candle.closeAt
    range.update(high: candle.high.double, low: candle.low.double, close: candle.close.double)
    if isWarm { decide(candle, context(), &signals) }
    highs.append(candle.high)
    lows.append(candle.low)
  }

  private func decide(_ bar: Candle, _ context: StrategyContext, _ signals: inout [Signal]) {
    let held = context.positionQuantity
    let isUp = bar.close > channel(highs, last: highs.capacity, max)
    let isDown = bar.close < channel(lows, last: lows.capacity, min)
    let leavesLong = held.isPositive && bar.close < channel(lows, last: exitBars, min)
    let leavesShort = held.isNegative && bar.close > channel(highs, last: exitBars, max)
    if leavesLong || leavesShort {
      signals.append(signal(.exit, leavesLong ? .sell : .buy, held.magnitude, bar, context))
    }
    let side: Side = isUp ? .buy : .sell
    let mayEnter =
      isUp ? !held.isPositive : isDown && !held.isNegative && context.instrumentRules.kind != .spot
    guard mayEnter, !context.hasWorkingEntry else { return }
    let touch = isUp ? context.ask : context.bid
    let quantity = settings.sizing.contracts(
      for: context.instrumentRules, price: touch.isPositive ? touch : bar.close, equity: context.equity,
      averageTrueRange: range.value)
    if let quantity { signals.append(signal(.entry, side, quantity, bar, context)) }
  }

  /// The extreme of the newest values.
  private func channel(_ values: RingBuffer<Fixed>, last count: Int, _ pick: (Fixed, Fixed) -> Fixed) -> Fixed
  {
    let first = values.count - count
    return (first..<values.count).reduce(values[first]) { pick($0, values[$1]) }
  }

  private func signal(
    _ type: SignalType, _ side: Side, _ quantity: Fixed, _ bar: Candle, _ context: StrategyContext
  ) -> Signal {
    let symbol = context.instrumentRules.symbol
    return Signal(
      id: SignalID("\(name)_\(symbol)_\(type.rawValue)_\(bar.closeAt.milliseconds)"), type: type,
      symbol: symbol, side: side, quantity: quantity, strategyName: name, barTime: bar.closeAt,
      source: .strategy)
  }
}
