public import Primitives

/// Builds time bars of one instrument from its ticks.
///
/// Bars are left-open intervals that end at each full multiple T of their length since 1970: a tick
/// exactly at T belongs to the bar that closes at T. A tick's price is its mid, which for a trade is
/// the trade's price. From the first tick on every interval gives a bar: one without ticks is flat at
/// the last close with volume 0.
///
/// The builder reads no clock. The caller closes what is due before it adds a later tick:
/// `while let bar = builder.close(at: tick.at.adding(nanoseconds: -1)) { … }`, or on a timer at
/// `nextClose`. Constant cost and no allocation a tick.
public struct BarBuilder: Sendable, Hashable {
  /// Nanoseconds a bar lasts.
  public let lengthNanos: Int64
  /// When the running bar closes; nil before the first tick.
  public private(set) var nextClose: Timestamp?

  private var bar = Candle(
    instrument: 0, openAt: .zero, closeAt: .zero, open: .zero, high: .zero, low: .zero, close: .zero,
    volume: .zero)
  private var isEmpty = true

  /// A builder of bars of this length, which must be above zero.
  public init(lengthNanos: Int64) {
    precondition(lengthNanos > 0, "a bar must have a length")
    self.lengthNanos = lengthNanos
  }

  /// Takes a tick into the running bar, opening the first bar when there is none.
  ///
  /// A tick after `nextClose` is a bug of the caller, who must have closed the bar before. Volume
  /// counts trades only, which are the ticks whose bid equals their ask.
  public mutating func add(_ tick: MarketTick) {
    if let nextClose {
      precondition(tick.at <= nextClose, "the running bar must be closed before a later tick is added")
    } else {
      begin(with: tick)
    }
    let price = tick.mid
    let size = tick.bid == tick.ask ? tick.askSize : .zero
    if isEmpty {
      isEmpty = false
      bar.open = price
      bar.high = price
      bar.low = price
    } else {
      if price > bar.high { bar.high = price }
      if price < bar.low { bar.low = price }
    }
    bar.close = price
    // A volume that leaves the range stays where it is: it decides nothing.
    bar.volume = bar.volume.adding(size) ?? bar.volume
  }

  /// Closes the running bar when it is due at `time`; nil when none is.
  ///
  /// One bar a call, so that the caller repeats it until nil: after a quiet hour there are sixty.
  public mutating func close(at time: Timestamp) -> Candle? {
    // At the end of all time there is no next bar, and a caller that repeats must come to an end.
    guard let due = nextClose, due <= time, due < .distantFuture else { return nil }
    let closed = bar
    nextClose = due.adding(nanoseconds: lengthNanos)
    bar.openAt = due
    bar.closeAt = due.adding(nanoseconds: lengthNanos)
    bar.open = closed.close
    bar.high = closed.close
    bar.low = closed.close
    bar.volume = .zero
    isEmpty = true
    return closed
  }

  private mutating func begin(with tick: MarketTick) {
    let remainder = tick.at.nanoseconds % lengthNanos
    let sinceOpen = remainder <= 0 ? remainder + lengthNanos : remainder
    bar.instrument = tick.instrument
    bar.openAt = tick.at.adding(nanoseconds: -sinceOpen)
    bar.closeAt = bar.openAt.adding(nanoseconds: lengthNanos)
    nextClose = bar.closeAt
  }
}
