public import Primitives
public import Sync
public import Trading

/// The durable state of an account: nothing but the fold of its events.
///
/// Market prices stay out of it, so that replaying the journal gives it back bit for bit.
public struct AccountState: Sendable {
  /// At most this many trade ids are remembered; a repeat older than that would be booked again, which
  /// is why fills are only ever asked for since the last one booked.
  public static let tradeIDCap = 10_000
  /// The same for this account.
  public let tradeIDCap: Int

  /// The running session; nil before the first.
  public internal(set) var session: SessionStart?
  /// What that session began with, settlement currency: beside it, since to read it there copies all of it.
  var startingBalance: Fixed = 0
  /// Orders, working and lately ended.
  public internal(set) var orders: OrderManager
  /// Positions with what they earned and cost.
  public internal(set) var positions: PositionBook
  /// Entry orders of the last minute.
  public internal(set) var entryRate = RateWindow()
  /// What fires.
  public internal(set) var alerts = AlertBook()
  /// The newest fills and payments booked, oldest first.
  public internal(set) var tradeIDs: OrderedTable<TradeKey, Bool> = [:]
  /// Time of the newest fill booked.
  public internal(set) var lastFillAt: Timestamp?
  /// Time of the newest valuation.
  public internal(set) var lastMarkAt: Timestamp?
  /// Time of the newest valuation at sync cadence.
  public internal(set) var lastSyncMarkAt: Timestamp?
  /// Highest equity seen at a valuation, settlement currency.
  public internal(set) var peakEquity: Fixed = 0
  /// True once the tape of the session is at its end.
  public internal(set) var tapeEnded = false

  /// What people allow the account to do.
  public internal(set) var trading: TradingControl
  /// Operator commands of the session, refused ones too: the ordinal in the ids they give.
  public internal(set) var commandCount: Int64 = 0

  private let instruments: InstrumentBook

  /// An account nothing has happened to, but for what people allowed it before.
  public init(
    instruments: InstrumentBook, maxOrders: Int, trading: TradingControl = TradingControl(),
    tradeIDCap: Int = Self.tradeIDCap
  ) {
    self.tradeIDCap = tradeIDCap
    self.instruments = instruments
    self.trading = trading
    orders = OrderManager(cap: maxOrders)
    positions = PositionBook(instrumentCount: instruments.count)
  }

  /// Balance, settlement currency: starting balance + realised net of fees + funding.
  @inline(__always)
  public var wallet: Fixed {
    startingBalance + positions.realised + positions.funding
  }

  /// Folds an event in.
  public mutating func apply(_ event: Event, at now: Timestamp) {
    switch event {
    case .sessionStarted(let start): begin(start)
    case .signalDecided(let decision): apply(decision)
    case .order(let id, let change): orders.apply(change, to: id, at: now)
    case .filled(let booking): apply(booking, at: now)
    case .fundingBooked(let payment):
      remember(TradeKey(payment))
      positions.apply(payment)
    case .marked(let mark): apply(mark.value, mark.cause, at: now)
    case .alert(let alert): alerts.apply(alert)
    case .factRefused: break
    case .tapeEnded: tapeEnded = true
    case .operatorCommanded(let record): apply(record, at: now)
    }
  }

  /// Folds a valuation in.
  mutating func apply(_ value: AccountValue, _ cause: MarkCause, at now: Timestamp) {
    lastMarkAt = value.at
    if cause == .sync { lastSyncMarkAt = now }
    peakEquity = value.peakEquity
    orders.forgetEnded(before: now.adding(nanoseconds: -OrderManager.keptAfterEndNanos))
  }

  private mutating func begin(_ start: SessionStart) {
    self = AccountState(
      instruments: instruments, maxOrders: orders.cap, trading: start.trading, tradeIDCap: tradeIDCap)
    session = start
    startingBalance = start.startingBalance
    peakEquity = start.startingBalance
  }

  private mutating func apply(_ decision: SignalDecision) {
    guard let order = decision.order else { return }
    orders.insert(order)
    if !order.reduceOnly { entryRate.record(at: order.createdAt) }
  }

  /// Said again, a state keeps who set it first.
  private mutating func apply(_ record: OperatorRecord, at now: Timestamp) {
    commandCount += 1
    guard record.after != trading.state else { return }
    let command = record.command
    trading = TradingControl(
      record.after, since: now, actor: command.actor, reason: command.reason)
  }

  private mutating func apply(_ booking: FillBooking, at now: Timestamp) {
    let fill = booking.fill
    remember(TradeKey(fill))
    lastFillAt = fill.at
    positions.apply(
      fill, of: instruments[fill.instrument], feeRate: booking.feeRate, at: fill.at)
    if let orderID = fill.orderID { orders.apply(fill, to: orderID, at: now) }
  }

  private mutating func remember(_ trade: TradeKey) {
    tradeIDs[trade] = true
    if tradeIDs.count > tradeIDCap { tradeIDs.removeFirst() }
  }
}
