public import Desk
public import Primitives
public import Sync
public import Trading

/// What the endpoint serves from memory: the account as of one durable moment.
public struct AccountView: Sendable {
  /// The running session.
  public var session: SessionStart
  /// Desk time of the view.
  public var deskTime: Timestamp
  /// Row of the market the view is of.
  public var tapeRow: Int64
  /// Rows of the tape left out as bad.
  public var badRows: Int64 = 0
  /// True once the tape is at its end.
  public var tapeEnded: Bool
  /// Position value over initial margin.
  public var leverage: Int
  /// The account valued at the newest prices; open positions inside.
  public var mark: AccountMark
  /// Orders that have not ended.
  public var workingOrders: Int
  /// Equity over the session, thinned.
  public var curve: [EquityPoint]
  /// What people allow the account to do.
  public var trading = TradingControl()
  /// What fires, and what happened and nobody has acknowledged; at most twice `AlertBook.cap`.
  public var alerts: [Alert] = []
  /// The causes that hold, acknowledged or not.
  public var firing: [Alert] { alerts.filter { $0.type.lasts && $0.state != .resolved } }

  /// Memberwise.
  public init(
    session: SessionStart, deskTime: Timestamp, tapeRow: Int64, tapeEnded: Bool, leverage: Int,
    mark: AccountMark, workingOrders: Int, curve: [EquityPoint]
  ) {
    self.session = session
    self.deskTime = deskTime
    self.tapeRow = tapeRow
    self.tapeEnded = tapeEnded
    self.leverage = leverage
    self.mark = mark
    self.workingOrders = workingOrders
    self.curve = curve
  }
}

/// One point of the equity curve.
public struct EquityPoint: Sendable, Hashable {
  /// Desk time.
  public let at: Timestamp
  /// Settlement currency.
  public let equity: Fixed
  /// The highest equity of the curve up to here, points left out included.
  public let peak: Fixed

  /// A point; `peak` is never below `equity`.
  public init(at: Timestamp, equity: Fixed, peak: Fixed? = nil) {
    self.at = at
    self.equity = equity
    self.peak = max(peak ?? equity, equity)
  }

  /// How far below the peak, percent of the peak; nil without a positive peak.
  public var drawdownPercent: Fixed? {
    peak.isPositive ? Fixed.mulDiv(peak - equity, 100, peak, rounding: .halfEven) : nil
  }
}
