public import Primitives
public import Sync
public import Trading

/// What a desk decides by: caps and alarm can be changed while it runs, the rest is fixed for its life.
public struct DeskSettings: Sendable {
  /// The account it decides for.
  public var account: AccountID
  /// How real the trading is.
  public var mode: Mode
  /// What can be traded.
  public var instruments: InstrumentBook
  /// Currency of balance, profit, margin and fees.
  public var currency: String
  /// Position value over initial margin.
  public var leverage: Int
  /// The limits in force.
  public var caps: TradingCaps
  /// When a margin ratio is an alert.
  public var marginAlarm: MarginAlarm
  /// Nanoseconds between position syncs (S2-POS-03).
  public var syncIntervalNanos: Int64
  /// Nanoseconds after which an unfilled market order is cancelled (S2-ORD-20); nil: never.
  public var marketOrderTimeToLiveNanos: Int64?
  /// Nanoseconds after its decision in which an entry may still be sent.
  public var entryValidityNanos: Int64
  /// Nanoseconds before a refused cancel is asked for again.
  public var cancelRetryNanos: Int64 = 2 * Nanos.perSecond
  /// At most this many booked trades are remembered by an account that begins with this desk.
  public var tradeIDCap = AccountState.tradeIDCap
  /// What hashes the ids it mints: the ids are the same by any.
  public var compression = SHA256Compression.portable
  /// True for an exchange whose "no such order" is proof at once: the simulated one.
  public var absenceIsProof: Bool
  /// True for an exchange that tells every change of the account itself and loses none of it: the simulated
  /// one. Positions that agreed are not asked for again until something of the account changes.
  public var tellsEveryChange: Bool
  /// Whether each valuation is an event with every position in it, which rows are made of. Else a step says
  /// what the account was worth and no more: for a backtest, whose events nobody keeps.
  public var keepsMarks = true

  /// Defaults as the specification gives them.
  public init(
    account: AccountID, mode: Mode, instruments: InstrumentBook, currency: String, leverage: Int = 10,
    caps: TradingCaps = TradingCaps(), marginAlarm: MarginAlarm = MarginAlarm(),
    syncIntervalNanos: Int64 = 10 * Nanos.perSecond,
    marketOrderTimeToLiveNanos: Int64? = 60 * Nanos.perSecond,
    entryValidityNanos: Int64 = 30 * Nanos.perSecond, absenceIsProof: Bool = true,
    tellsEveryChange: Bool = false
  ) {
    self.account = account
    self.mode = mode
    self.instruments = instruments
    self.currency = currency
    self.leverage = leverage
    self.caps = caps
    self.marginAlarm = marginAlarm
    self.syncIntervalNanos = syncIntervalNanos
    self.marketOrderTimeToLiveNanos = marketOrderTimeToLiveNanos
    self.entryValidityNanos = entryValidityNanos
    self.absenceIsProof = absenceIsProof
    self.tellsEveryChange = tellsEveryChange
  }
}
