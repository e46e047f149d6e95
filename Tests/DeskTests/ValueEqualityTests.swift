import Desk
import Primitives
import Testing
import Trading

/// The values that are classes say themselves when two are the same: no field may be left out.
@Suite("Values handed on by reference are equal by content")
struct ValueEqualityTests {
  private static let one = Fixed(1)
  private static let id = OrderID(digest: Digest128(high: 1, low: 2))

  private static func fill(_ change: Int = 0) -> Fill {
    Fill(
      tradeID: TradeID(change == 1 ? "x" : "t"), orderID: change == 2 ? nil : id,
      exchangeOrderID: ExchangeOrderID(change == 3 ? "x" : "e"), instrument: change == 4 ? 1 : 0,
      side: change == 5 ? .sell : .buy, quantity: change == 6 ? 2 : 1, price: change == 7 ? 2 : 1,
      fee: change == 8 ? 2 : 1, feeAsset: change == 9 ? "BTC" : "USDT",
      liquidity: change == 10 ? .maker : .taker, kind: change == 11 ? .liquidation : .order,
      at: Timestamp(nanoseconds: change == 12 ? 2 : 1))
  }

  private static func booking(_ change: Int = 0) -> FillBooking {
    FillBooking(
      fill: fill(change == 1 ? 1 : 0), isLate: change == 2, bid: change == 3 ? nil : 1,
      ask: change == 4 ? nil : 1, feeRate: change == 5 ? 1 : nil)
  }

  private static func mark(_ change: Int = 0) -> AccountMark {
    func money(_ field: Int) -> Fixed { change == field ? 2 : 1 }
    let position = PositionMark(
      instrument: 0, side: .long, quantity: 1, entryPrice: 1, markPrice: 1, liquidationPrice: nil,
      unrealised: 0, margin: 1, marginRatioPercent: nil, realised: 0, openedAt: .zero, status: .open)
    return AccountMark(
      at: Timestamp(nanoseconds: change == 1 ? 2 : 1), cause: change == 2 ? .sync : .change,
      wallet: money(3), equity: money(4), unrealised: money(5), realised: money(6), fees: money(7),
      funding: money(8), marginUsed: money(9), maintenanceMargin: money(10),
      marginRatioPercent: change == 11 ? nil : 1, peakEquity: money(12),
      positions: change == 13 ? [] : [position])
  }

  private static func order(_ quantity: Fixed = 1) -> Order {
    Order(
      id: id, signalID: SignalID("s"), sessionID: SessionID("n"), instrument: 0, side: .buy, type: .market,
      timeInForce: .goodTillCancel, reduceOnly: false, quantity: quantity, limitPrice: nil,
      createdAt: .zero, expiresAt: nil)
  }

  private static func decision(_ change: Int = 0) throws -> SignalDecision {
    let signal = Signal(
      id: SignalID(change == 1 ? "x" : "s"), type: .entry, symbol: try #require(Symbol("BTCUSDT")),
      side: .buy, quantity: 1, source: .api)
    return SignalDecision(
      signal: signal, key: IdempotencyKey(text: change == 2 ? "x" : "k", rule: .client),
      fingerprint: Digest128(high: 0, low: change == 3 ? 1 : 0),
      intentID: IntentID(digest: Digest128(high: 0, low: change == 4 ? 1 : 0)),
      outcome: change == 5 ? .noted : .ordered(order(change == 6 ? 2 : 1)), bid: change == 7 ? nil : 1,
      ask: change == 8 ? nil : 1, leftOpen: change == 9 ? 1 : 0)
  }

  private static func session(_ change: Int = 0) -> SessionStart {
    SessionStart(
      sessionID: SessionID(change == 1 ? "x" : "n"), account: AccountID(change == 2 ? "x" : "a"),
      ordinal: change == 3 ? 2 : 1, mode: change == 4 ? .live : .paper, currency: change == 5 ? "EUR" : "USD",
      startingBalance: change == 6 ? 2 : 1, strategy: change == 7 ? "x" : "", market: change == 8 ? "x" : "m",
      symbol: change == 9 ? "x" : "", leverage: change == 10 ? 2 : 1, seed: change == 11 ? 2 : 1,
      marketStart: Timestamp(nanoseconds: change == 12 ? 2 : 1),
      trading: change == 13 ? TradingControl(.halted) : TradingControl())
  }

  @Test("two made alike are one; with any field changed they are two")
  func everyField() throws {
    #expect(Self.fill() == Self.fill() && Self.booking() == Self.booking() && Self.mark() == Self.mark())
    #expect(try Self.decision() == Self.decision() && Self.order() == Self.order())
    for change in 1...12 { #expect(Self.fill(change) != Self.fill(), "fill, field \(change)") }
    for change in 1...5 { #expect(Self.booking(change) != Self.booking(), "booking, field \(change)") }
    for change in 1...13 { #expect(Self.mark(change) != Self.mark(), "mark, field \(change)") }
    for change in 1...9 { #expect(try Self.decision(change) != Self.decision(), "decision, field \(change)") }
    #expect(Self.order(2) != Self.order())
    #expect(Self.session() == Self.session())
    for change in 1...13 { #expect(Self.session(change) != Self.session(), "session, field \(change)") }
  }

  @Test("what the test changes is all there is: a new field must come in here too")
  func fieldCounts() throws {
    #expect(Mirror(reflecting: Self.fill()).children.count == 12)
    #expect(Mirror(reflecting: Self.booking()).children.count == 5)
    #expect(Mirror(reflecting: Self.mark()).children.count == 13)
    #expect(Mirror(reflecting: try Self.decision()).children.count == 8)
    #expect(Mirror(reflecting: Self.order()).children.count == 1)
    #expect(Mirror(reflecting: Self.session()).children.count == 13)
  }

  @Test("an order that moves on leaves who holds the one before as it was")
  func orderBefore() {
    var manager = OrderManager(cap: 4)
    let decided = Self.order()
    manager.insert(decided)
    manager.apply(.handedOff(bid: 1, ask: 2), to: Self.id, at: .zero)
    let handedOff = manager[Self.id]
    manager.apply(.accepted(ExchangeOrderID("e")), to: Self.id, at: .zero)
    manager.apply(Self.fill(), to: Self.id, at: .zero)
    #expect(decided.delivery == .waiting && decided.handedOffAt == nil)
    #expect(handedOff?.status == .pending && handedOff?.exchangeOrderID == nil)
    #expect(manager[Self.id]?.status == .filled)
  }

  @Test("a key of a signal's id is the key read back from its text")
  func keyReadBack() throws {
    let signal = Signal(
      id: SignalID("s-1"), type: .entry, symbol: try #require(Symbol("BTCUSDT")), side: .sell, quantity: 1,
      source: .strategy)
    let key = IdempotencyKey(
      of: signal, clientKey: nil, session: SessionID("n"), fingerprint: Digest128(high: 0, low: 0), at: .zero)
    let again = IdempotencyKey(text: "signal:s-1:SELL", rule: .signalID)
    #expect(key == again && key.hashValue == again.hashValue && key.text == again.text)
    let account = AccountID("main")
    #expect(
      IntentID(account: account, session: SessionID("n"), key: key)
        == IntentID(account: account, session: SessionID("n"), key: again.text))
    #expect(key != IdempotencyKey(text: "signal:s-1:BUY", rule: .signalID))
  }
}
