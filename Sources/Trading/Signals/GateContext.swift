public import Primitives

/// What the gate may know of the account and the market when a signal comes in; lent, never copied.
public struct GateContext: ~Copyable {
  /// The instrument's rules; nil when the symbol is unknown.
  public var instrument: Instrument?
  /// Settlement currency of the account.
  public var currency: String
  /// Best bid; nil before the first price.
  public var bid: Fixed?
  /// Best ask; nil before the first price.
  public var ask: Fixed?
  /// Signed contracts held.
  public var positionQuantity: Fixed
  /// Contracts that working exit orders are about to close.
  public var closingQuantity: Fixed
  /// Whether the order table has a place for such an order.
  public var hasOrderRoom: Bool
  /// Positions open, entries on their way to open one included.
  public var openPositionCount: Int
  /// Whether an entry on its way opens a position of this instrument already.
  public var isOpening: Bool
  /// Entry orders in the last 60 seconds.
  public var entriesLastMinute: Int
  /// True once the tape is at its end: nothing would ever fill.
  public var hasMarketEnded: Bool
  /// What people allow the account to do.
  public var trading: TradingControl
  /// True while there is hardly room to journal what an entry would lead to.
  public var isStorageLow: Bool

  /// Memberwise.
  public init(
    instrument: Instrument?, currency: String, bid: Fixed?, ask: Fixed?, positionQuantity: Fixed,
    closingQuantity: Fixed, hasOrderRoom: Bool, openPositionCount: Int, isOpening: Bool = false,
    entriesLastMinute: Int, hasMarketEnded: Bool, trading: TradingControl = TradingControl(),
    isStorageLow: Bool = false
  ) {
    self.instrument = instrument
    self.currency = currency
    self.bid = bid
    self.ask = ask
    self.positionQuantity = positionQuantity
    self.closingQuantity = closingQuantity
    self.hasOrderRoom = hasOrderRoom
    self.openPositionCount = openPositionCount
    self.isOpening = isOpening
    self.entriesLastMinute = entriesLastMinute
    self.hasMarketEnded = hasMarketEnded
    self.trading = trading
    self.isStorageLow = isStorageLow
  }
}
