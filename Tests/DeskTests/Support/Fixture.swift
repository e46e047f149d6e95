import Desk
import Primitives
import Sync
import Testing
import Trading

/// What the desk tests trade: three linear perpetuals, an inverse one and a spot pair.
enum Fixture {
  /// Bitcoin, linear: index of the instrument most tests use.
  static let btc: InstrumentIndex = 0
  /// Ether, linear.
  static let eth: InstrumentIndex = 1
  /// Bitcoin settled in coin, 100 USD a contract.
  static let inverse: InstrumentIndex = 2
  /// Bitcoin itself.
  static let spot: InstrumentIndex = 3

  /// 2026-03-02T10:00:00Z, a whole minute.
  static let start = Timestamp(nanoseconds: 1_772_445_600 * Nanos.perSecond)
  static let account = AccountID("main")

  /// The last listed price of each instrument.
  static let prices: [Fixed] = [50_000, 3_000, 50_000, 50_000]

  static func book() throws -> InstrumentBook {
    let instruments = [
      try instrument("BTCUSDT", .linear), try instrument("ETHUSDT", .linear),
      try instrument("BTCUSD", .inverse, contractSize: 100, minNotional: 0),
      try instrument("BTC/USDT", .spot),
    ]
    return try #require(InstrumentBook(instruments))
  }

  /// Bitcoin of which one order holds at most 0.02, ether of which one holds at least 0.1.
  static func narrowBook() throws -> InstrumentBook {
    let instruments = [
      try instrument("BTCUSDT", .linear, maxQuantity: number("0.02")),
      try instrument("ETHUSDT", .linear, minQuantity: number("0.1")),
      try instrument("BTCUSD", .inverse, contractSize: 100, minNotional: 0),
      try instrument("BTC/USDT", .spot),
    ]
    return try #require(InstrumentBook(instruments))
  }

  static func instrument(
    _ symbol: String, _ kind: ContractKind, contractSize: Fixed = 1, minNotional: Fixed = 5,
    minQuantity: Fixed? = nil, maxQuantity: Fixed = 1_000_000, base: String = "BTC"
  ) throws -> Instrument {
    let ladder = [
      MaintenanceTier(floor: 0, maintenanceRate: number("0.004"), deduction: 0, maxLeverage: 125),
      MaintenanceTier(
        floor: 500_000, maintenanceRate: number("0.005"), deduction: 500, maxLeverage: 100),
    ]
    let lot: Fixed = kind == .inverse ? 1 : number("0.001")
    return Instrument(
      symbol: try #require(Symbol(symbol)), venue: "test", kind: kind, base: base,
      quote: kind == .inverse ? "USD" : "USDT", settle: kind == .inverse ? base : "USDT",
      tickSize: number("0.1"), lotStep: lot, minQuantity: minQuantity ?? lot,
      maxQuantity: maxQuantity, minNotional: minNotional, contractSize: contractSize,
      makerFeeRate: number("0.0002"),
      takerFeeRate: number("0.0005"), tiers: kind == .spot ? [] : ladder)
  }

  static func settings(
    mode: Mode = .paper, caps: TradingCaps = TradingCaps(), absenceIsProof: Bool = true,
    marketTimeToLive: Int64? = 60 * Nanos.perSecond, instruments: InstrumentBook? = nil
  ) throws -> DeskSettings {
    DeskSettings(
      account: account, mode: mode, instruments: try instruments ?? book(), currency: "USDT", caps: caps,
      marketOrderTimeToLiveNanos: marketTimeToLive, absenceIsProof: absenceIsProof)
  }

  static func session(_ mode: Mode = .paper, balance: Fixed = 100_000, ordinal: Int64 = 1) -> SessionStart {
    SessionStart(
      sessionID: SessionID("sextant-main-\(ordinal)"), account: account, ordinal: ordinal, mode: mode,
      currency: "USDT", startingBalance: balance, strategy: "", market: "synthetic", seed: 1,
      marketStart: start)
  }

  static func tick(_ instrument: InstrumentIndex, _ bid: Fixed, _ ask: Fixed, at: Timestamp) -> MarketTick {
    MarketTick(instrument: instrument, at: at, bid: bid, ask: ask, bidSize: 0, askSize: 0)
  }
}

/// A number of the test itself; one that does not parse fails every comparison by its odd value.
func number(_ text: String) -> Fixed {
  guard let value = try? Fixed(parsing: text) else {
    Issue.record("\(text) is no number")
    return Fixed(mantissa: 987_654_321)
  }
  return value
}
