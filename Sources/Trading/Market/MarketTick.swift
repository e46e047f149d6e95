public import Primitives

/// The best bid and ask of one instrument at one time; a trade sets both to its price.
public struct MarketTick: Hashable, Sendable {
  /// The instrument.
  public var instrument: InstrumentIndex
  /// Market time.
  public var at: Timestamp
  /// Best bid, quote currency.
  public var bid: Fixed
  /// Best ask, quote currency.
  public var ask: Fixed
  /// Contracts at the bid; zero when the source has none.
  public var bidSize: Fixed
  /// Contracts at the ask; zero when the source has none.
  public var askSize: Fixed

  /// Memberwise.
  public init(
    instrument: InstrumentIndex, at: Timestamp, bid: Fixed, ask: Fixed, bidSize: Fixed, askSize: Fixed
  ) {
    self.instrument = instrument
    self.at = at
    self.bid = bid
    self.ask = ask
    self.bidSize = bidSize
    self.askSize = askSize
  }

  /// (bid + ask) / 2, quote currency; exact to the last digit of `Fixed`, the half unit rounded down.
  @inlinable @inline(__always)
  public var mid: Fixed { Fixed(mantissa: (bid.mantissa + ask.mantissa) >> 1) }
}

/// A finished candle.
public struct Candle: Hashable, Sendable {
  /// The instrument.
  public var instrument: InstrumentIndex
  /// Open time.
  public var openAt: Timestamp
  /// When it reaches exchange and desk: open time plus its length; of a bar that activity ended, its last
  /// tick's time.
  public var closeAt: Timestamp
  /// First price.
  public var open: Fixed
  /// Highest price.
  public var high: Fixed
  /// Lowest price.
  public var low: Fixed
  /// Last price.
  public var close: Fixed
  /// Contracts traded.
  public var volume: Fixed

  /// Memberwise.
  public init(
    instrument: InstrumentIndex, openAt: Timestamp, closeAt: Timestamp, open: Fixed, high: Fixed,
    low: Fixed, close: Fixed, volume: Fixed
  ) {
    self.instrument = instrument
    self.openAt = openAt
    self.closeAt = closeAt
    self.open = open
    self.high = high
    self.low = low
    self.close = close
    self.volume = volume
  }
}

/// One thing the market did.
public enum MarketEvent: Hashable, Sendable {
  /// A trade or a quote.
  case tick(MarketTick)
  /// A candle, at its close.
  case candle(Candle)

  /// Market time.
  @inlinable
  public var at: Timestamp {
    switch self {
    case .tick(let tick): tick.at
    case .candle(let candle): candle.closeAt
    }
  }
}
