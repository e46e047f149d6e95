public import Primitives
public import Sync
public import Trading

extension AccountState {
  /// A state read back from a snapshot; it goes on as the one the snapshot was taken of.
  ///
  /// - Parameters:
  ///   - orders: oldest first.
  ///   - positions: every position ever held, in any order.
  ///   - tradeIDs: the newest trades booked, oldest first.
  public init(
    instruments: InstrumentBook, maxOrders: Int, session: SessionStart?, orders: [Order],
    positions: [Position], entryRate: RateWindow, alerts: AlertBook, tradeIDs: [TradeKey],
    lastFillAt: Timestamp?, lastMarkAt: Timestamp?, lastSyncMarkAt: Timestamp?, peakEquity: Fixed,
    tapeEnded: Bool, trading: TradingControl = TradingControl(), commandCount: Int64 = 0
  ) {
    self.init(instruments: instruments, maxOrders: maxOrders, trading: trading)
    self.session = session
    startingBalance = session?.startingBalance ?? 0
    self.orders = OrderManager(cap: maxOrders, orders: orders)
    self.positions = PositionBook(instrumentCount: instruments.count, positions: positions)
    self.entryRate = entryRate
    self.alerts = alerts
    for id in tradeIDs { self.tradeIDs[id] = true }
    self.lastFillAt = lastFillAt
    self.lastMarkAt = lastMarkAt
    self.lastSyncMarkAt = lastSyncMarkAt
    self.peakEquity = peakEquity
    self.tapeEnded = tapeEnded
    self.commandCount = commandCount
  }
}
