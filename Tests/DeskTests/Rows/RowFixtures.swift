import Desk
import Primitives
import Sync
import Testing
import Trading

/// A row builder with a session running, fed event by event.
struct RowScenario {
  static let start = Timestamp(nanoseconds: 1_700_000_000_000_000_000)
  static let session = SessionID("test-acc-1")

  var builder: RowBuilder
  /// Rows of the last event.
  var rows: [Row] = []
  var seq: Int64 = 0

  init(mode: Mode = .paper, leverage: Int = 10) throws {
    let book = try #require(InstrumentBook(Self.instruments))
    builder = RowBuilder(instruments: book, maxOrders: 10)
    try send(
      .sessionStarted(
        SessionStart(
          sessionID: Self.session, account: AccountID("acc"), ordinal: 1, mode: mode,
          currency: "USDT", startingBalance: 10_000, strategy: "ema", market: "synthetic",
          leverage: leverage, seed: 7,
          marketStart: Self.start)))
  }

  /// Folds an event in at so many seconds after the start.
  mutating func send(_ event: Event, at seconds: Int64 = 0) throws {
    rows.removeAll()
    seq += 1
    builder.rows(
      for: event, at: Self.time(seconds), seq: seq, recordedAt: Timestamp(nanoseconds: 5_000_000),
      into: &rows)
    for row in rows { try Self.checkNotNull(row) }
  }

  /// A row the SQL table would refuse stops a projection: every row of every test is looked at.
  private static func checkNotNull(_ row: Row) throws {
    let table = try #require(try sqlTables.get()[row.table.rawValue])
    for (column, value) in zip(table.columns, row.values) where column.isNotNull {
      #expect(value != .null, "\(row.table.rawValue).\(column.name)")
    }
  }

  private static let sqlTables = Result { try SQLTable.all() }

  /// The only row of a table the last event gave.
  func row(_ table: Table) throws -> Row {
    let found = rows.filter { $0.table == table }
    try #require(found.count == 1, "\(found.count) rows of \(table.rawValue)")
    return found[0]
  }

  static func time(_ seconds: Int64) -> Timestamp { start.adding(nanoseconds: seconds * Nanos.perSecond) }
  static func micros(_ seconds: Int64) -> RowValue { .timestamp(time(seconds).microseconds) }

  static func order(
    _ key: String = "k1", side: Side = .buy, quantity: Fixed = 2, limit: Fixed? = nil
  ) -> Order {
    let intent = IntentID(account: AccountID("acc"), session: session, key: key)
    return Order(
      id: intent.orderID, signalID: SignalID("s-" + key), sessionID: session, instrument: 0, side: side,
      type: limit == nil ? .market : .limit, timeInForce: .goodTillCancel, reduceOnly: false,
      quantity: quantity, limitPrice: limit, createdAt: start, expiresAt: nil)
  }

  static func decision(
    _ outcome: SignalDecision.Outcome, key: String = "k1", side: Side = .buy, price: Fixed? = nil,
    indicators: [IndicatorValue] = []
  ) -> Event {
    let symbol = instruments[0].symbol
    let signal = Signal(
      id: SignalID("s-" + key), type: .entry, symbol: symbol, side: side, quantity: 2,
      orderType: price == nil ? .market : .limit, price: price,
      confidence: Fixed(mantissa: Fixed.unit / 4), strategyName: "ema", indicatorValues: indicators,
      source: .strategy)
    return .signalDecided(
      SignalDecision(
        signal: signal, key: IdempotencyKey(text: key, rule: .signalID),
        fingerprint: Digest128(high: 0, low: 0),
        intentID: IntentID(account: AccountID("acc"), session: session, key: key), outcome: outcome,
        bid: 99, ask: 101))
  }

  static func fill(
    _ trade: String, of order: Order?, side: Side = .buy, quantity: Fixed = 2, price: Fixed = 100,
    fee: Fixed = 1, kind: FillKind = .order, at seconds: Int64 = 1, isLate: Bool = false
  ) -> Event {
    .filled(
      FillBooking(
        fill: Fill(
          tradeID: TradeID(trade), orderID: order?.id, exchangeOrderID: ExchangeOrderID("paper-1"),
          instrument: 0, side: side, quantity: quantity, price: price, fee: fee, feeAsset: "USDT",
          liquidity: .taker, kind: kind, at: time(seconds)),
        isLate: isLate, bid: 99, ask: 101))
  }

  static let instruments: [Instrument] = [
    instrument("BTCUSDT", .linear), instrument("ETHUSDT", .spot),
  ].compactMap { $0 }

  private static func instrument(_ name: String, _ kind: ContractKind) -> Instrument? {
    guard let symbol = Symbol(name) else { return nil }
    return Instrument(
      symbol: symbol, venue: "paper", kind: kind, base: "BTC", quote: "USDT", settle: "USDT",
      tickSize: 1, lotStep: 1, minQuantity: 1, maxQuantity: 1_000, minNotional: 1, contractSize: 1,
      makerFeeRate: 0, takerFeeRate: 0,
      tiers: kind == .spot
        ? []
        : [
          MaintenanceTier(
            floor: 0, maintenanceRate: Fixed(mantissa: Fixed.unit / 100), deduction: 0, maxLeverage: 20),
          MaintenanceTier(
            floor: 50_000, maintenanceRate: Fixed(mantissa: Fixed.unit / 50), deduction: 500,
            maxLeverage: 5),
        ])
  }
}
