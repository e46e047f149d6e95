internal import Primitives

/// Follows the crossing of two exponential moving averages of bar closes.
///
/// The first bar at which both averages stand only stores which one is above. Each later change of
/// that is a flip: a position against the new direction is closed (`E1`, at market), then the new
/// direction is entered (`S1`). Equal averages are no change. One flip gives at most one signal of
/// each type, so `{name}_{symbol}_{type}_{bar close in ms}` is unique for one instance a name.
///
/// Bars come from ticks, or are candles taken as they are; a bar that closes no later than the last
/// one is ignored, so history in candles may be followed by ticks. The entry of a flip is left out,
/// and counted in `skipped`, when the position already has its direction, when an entry is still
/// working, when the size is below what the exchange accepts, and for a short sale of the thing itself.
public struct EMACross: BarStrategy, Hashable {
  /// Why flips gave no entry.
  public struct Skipped: Sendable, Hashable {
    /// The size, rounded down to the lot step, was below the exchange's minimum.
    public internal(set) var tooSmall = 0
    /// The position already had the direction of the flip.
    public internal(set) var alreadyOpen = 0
    /// An entry was still working.
    public internal(set) var workingEntry = 0
    /// The flip was down, and spot cannot be sold short.
    public internal(set) var noShortSale = 0
  }

  /// Its name in rows and signal ids; two instances on one instrument need two names.
  public let name: String
  /// The instrument it trades.
  public let instrument: InstrumentIndex
  /// What a person set.
  public let settings: StrategySettings
  /// Why flips gave no entry, since the start.
  public internal(set) var skipped = Skipped()

  /// The running bar of ticks.
  public var bars: BarBuilder
  private var fast: ExponentialMovingAverage
  private var slow: ExponentialMovingAverage
  private var range: AverageTrueRange
  /// Whether the fast average was above the slow one; nil before both stood apart.
  private var isAbove: Bool?
  private var lastBarClose = Timestamp.distantPast

  /// The strategy for one instrument; the settings must have no faults.
  ///
  /// The true range is averaged over at most `slowPeriod − 1` ranges, so that it never delays a start.
  public init(
    instrument: InstrumentIndex, settings: StrategySettings = StrategySettings(),
    name: String = "ema-cross"
  ) {
    precondition(settings.faults.isEmpty, "the settings of a strategy must be checked first")
    self.name = name
    self.instrument = instrument
    self.settings = settings
    bars = BarBuilder(lengthNanos: settings.barLengthNanos)
    fast = ExponentialMovingAverage(period: settings.fastPeriod)
    slow = ExponentialMovingAverage(period: settings.slowPeriod)
    range = AverageTrueRange(period: min(settings.rangePeriod, settings.slowPeriod - 1))
  }

  /// Whether both averages stand.
  public var isWarm: Bool { slow.value != nil }

  /// Takes a finished bar and decides on it.
  public mutating func onCandle(
    _ candle: Candle, context: () -> StrategyContext, into signals: inout [Signal]
  ) {
    guard candle.closeAt > lastBarClose else { return }
    lastBarClose = candle.closeAt
    let close = candle.close.double
    fast.update(close)
    slow.update(close)
    range.update(high: candle.high.double, low: candle.low.double, close: close)
    guard let fast = fast.value, let slow = slow.value, fast != slow else { return }
    let wasAbove = isAbove
    isAbove = fast > slow
    guard let wasAbove, wasAbove != isAbove else { return }
    let flip = Flip(
      side: wasAbove ? .sell : .buy, bar: candle, fast: fast, slow: slow, range: range.value)
    emit(flip, context: context(), into: &signals)
  }
}
