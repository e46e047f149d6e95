import Desk
import Ingest
import Primitives
import Sync
import Trading

/// A real desk that trades by a script, so that the journal sees what it will see in life.
struct ScriptedDesk {
  static let instruments: InstrumentBook = {
    let tier = MaintenanceTier(
      floor: 0, maintenanceRate: decimal(4, 1_000), deduction: 0, maxLeverage: 125)
    guard let symbol = Symbol("BTCUSDT") else { preconditionFailure("a legal symbol") }
    let instrument = Instrument(
      symbol: symbol, venue: "test", kind: .linear, base: "BTC", quote: "USDT", settle: "USDT",
      tickSize: decimal(1, 10), lotStep: decimal(1, 1_000), minQuantity: decimal(1, 1_000),
      maxQuantity: 100, minNotional: 5, contractSize: 1, makerFeeRate: decimal(2, 10_000),
      takerFeeRate: decimal(5, 10_000), tiers: [tier])
    guard let book = InstrumentBook([instrument]) else { preconditionFailure("one instrument") }
    return book
  }()

  /// A decimal fraction.
  static func decimal(_ numerator: Int, _ denominator: Int) -> Fixed {
    Fixed(mantissa: Fixed.unit * Int128(numerator) / Int128(denominator))
  }

  let account: AccountID
  let session: SessionID
  private(set) var desk: AccountDesk
  private(set) var now = Timestamp(nanoseconds: 1_700_000_000_000_000_000)
  private(set) var tapeRow: Int64 = 0
  private var step = Step()
  private var ordinal: Int64
  private var orderCount = 0

  init(account: String = "main", ordinal: Int64 = 1) {
    self.account = AccountID(account)
    self.ordinal = ordinal
    session = SessionID("test-\(account)-\(ordinal)")
    desk = AccountDesk(
      settings: DeskSettings(
        account: AccountID(account), mode: .paper, instruments: Self.instruments, currency: "USDT",
        caps: TradingCaps(maxOrdersPerMinute: 1_000_000, maxOrders: 100)))
  }

  /// One input a millisecond and a tape row later; the batch of its events.
  mutating func receive(_ input: Input) -> JournalBatch {
    now = now.adding(nanoseconds: 1_000_000)
    tapeRow += 1
    step.clear()
    desk.receive(input, at: now, into: &step)
    return JournalBatch(
      account: account, session: session, at: now, tapeRow: tapeRow, events: step.events)
  }

  mutating func begin() -> JournalBatch {
    let tick = MarketTick(
      instrument: 0, at: now, bid: 50_000, ask: Self.decimal(500_001, 10), bidSize: 10, askSize: 10)
    _ = receive(.tick(tick))
    return receive(
      .beginSession(
        SessionStart(
          sessionID: session, account: account, ordinal: ordinal, mode: .paper, currency: "USDT",
          startingBalance: 100_000, strategy: "test", market: "synthetic", seed: 1, marketStart: now)))
  }

  /// A signal under a key of its own, or the one given.
  mutating func signal(_ side: Side, key: String? = nil) -> JournalBatch {
    orderCount += 1
    let signal = Signal(
      id: SignalID("s-\(orderCount)"), type: .entry, symbol: Self.instruments[0].symbol, side: side,
      quantity: Self.decimal(1, 100), source: .api)
    return receive(.signal(SignalInput(signal: signal, clientKey: key, session: session, at: now)))
  }

  /// A whole trade: decided, handed off, accepted, filled; alternately bought and sold.
  mutating func trade(key: String? = nil) -> [JournalBatch] {
    let side: Side = orderCount % 2 == 0 ? .buy : .sell
    let decided = signal(side, key: key)
    guard case .signalDecided(let decision)? = decided.events.first, let order = decision.order else {
      return [decided]
    }
    let exchangeID = ExchangeOrderID("x-\(orderCount)")
    let fill = Fill(
      tradeID: TradeID("t-\(session)-\(orderCount)"), orderID: order.id, exchangeOrderID: exchangeID,
      instrument: 0, side: side, quantity: order.quantity,
      price: side == .buy ? Self.decimal(500_001, 10) : 50_000,
      fee: Self.decimal(1, 4), feeAsset: "USDT", liquidity: .taker, kind: .order, at: now)
    return [
      decided, receive(.handedOff(order.id)), receive(.venue(.accepted(order.id, exchangeID))),
      receive(.venue(.fill(fill))),
    ]
  }

  /// A session with this many trades.
  mutating func run(trades: Int) -> [JournalBatch] {
    var batches = [begin()]
    for _ in 0..<trades { batches += trade() }
    return batches
  }
}
