import Desk
import Primitives
import Query
import Testing
import Trading

/// A small account: BTCUSDT (linear), ETHUSDT (linear), SOLUSDT (spot).
enum Samples {
  static func decimal(_ text: String) throws -> Fixed { try Fixed(parsing: text) }

  static func time(_ text: String) throws -> Timestamp { try Timestamp(rfc3339: text) }

  static func book() throws -> InstrumentBook {
    try #require(
      InstrumentBook([
        try instrument("BTCUSDT", .linear), try instrument("ETHUSDT", .linear),
        try instrument("SOLUSDT", .spot),
      ]))
  }

  static func instrument(_ symbol: String, _ kind: ContractKind) throws -> Instrument {
    let tier = MaintenanceTier(
      floor: 0, maintenanceRate: try decimal("0.004"), deduction: 0, maxLeverage: 125)
    return Instrument(
      symbol: try #require(Symbol(symbol)), venue: "test", kind: kind, base: String(symbol.prefix(3)),
      quote: "USDT", settle: "USDT", tickSize: try decimal("0.1"), lotStep: try decimal("0.001"),
      minQuantity: try decimal("0.001"), maxQuantity: 1_000, minNotional: 5, contractSize: 1,
      makerFeeRate: 0, takerFeeRate: 0, tiers: kind == .spot ? [] : [tier])
  }

  /// Long 0.02 BTC from 50 000, marked at 51 000, liquidated at 40 800.
  static func position(
    ratio: String? = "250", side: PositionSide = .long, instrument: Int = 0,
    unrealised: String? = "20", status: PositionStatus = .open
  ) throws -> PositionMark {
    PositionMark(
      instrument: instrument, side: side, quantity: try decimal("0.02"), entryPrice: 50_000,
      markPrice: 51_000, liquidationPrice: side == .long ? 40_800 : 61_200,
      unrealised: try unrealised.map(decimal), margin: 102, marginRatioPercent: try ratio.map(decimal),
      realised: try decimal("-1.25"), openedAt: try time("2024-08-08T12:00:00Z"), status: status)
  }

  static func view(positions: [PositionMark], ratio: String? = "250") throws -> AccountView {
    let mark = AccountMark(
      at: try time("2024-08-08T12:30:00.000250Z"), cause: .sync, wallet: 9_980, equity: 10_000,
      unrealised: 20, realised: -20, fees: 4, funding: 0, marginUsed: 102, maintenanceMargin: 4_000,
      marginRatioPercent: try ratio.map(decimal), peakEquity: 12_500, positions: positions)
    return AccountView(
      session: SessionStart(
        sessionID: SessionID("sextant-main-1"), account: AccountID("main"), ordinal: 1, mode: .paper,
        currency: "USDT", startingBalance: 10_000, strategy: "ema-cross", market: "synthetic", seed: 1,
        marketStart: try time("2024-08-08T00:00:00Z")),
      deskTime: try time("2024-08-08T12:30:00Z"), tapeRow: 1, tapeEnded: false, leverage: 10, mark: mark,
      workingOrders: 0,
      curve: [
        EquityPoint(at: try time("2024-08-08T12:00:00Z"), equity: 12_500),
        EquityPoint(at: try time("2024-08-08T12:30:00Z"), equity: 10_000),
      ])
  }

  static let session = SessionID("sextant-main-1")

  static func intent(_ key: String) -> IntentID {
    IntentID(account: AccountID("main"), session: session, key: key)
  }

  /// Buy 0.5 BTC at 100.5 or better; PENDING unless moved on.
  static func order(_ key: String = "k", _ moves: [OrderEvent] = []) throws -> Order {
    var order = Order(
      id: intent(key).orderID, signalID: SignalID("s-1"), sessionID: session, instrument: 0, side: .buy,
      type: .limit, timeInForce: .goodTillCancel, reduceOnly: false, quantity: try decimal("0.5"),
      limitPrice: try decimal("100.5"), createdAt: try time("2024-08-08T12:00:00Z"), expiresAt: nil)
    for move in moves { order = order.after(move, at: try time("2024-08-08T12:00:01Z")) }
    return order
  }

  static func decision(
    _ signal: Signal, _ outcome: SignalDecision.Outcome, key: String = "k"
  ) -> SignalDecision {
    var named = signal
    if named.id == nil { named.id = SignalID("sig-" + intent(key).digest.text) }
    return SignalDecision(
      signal: named, key: IdempotencyKey(text: "client:\(key)", rule: .client),
      fingerprint: signal.fingerprint, intentID: intent(key), outcome: outcome, bid: 100, ask: 101)
  }
}
