import Primitives
import Testing

@testable import Trading

/// Instruments and ticks as the tests of this folder and of the strategies use them.
enum MarketSample {
  /// 2024-08-08 23:54 UTC, a full minute.
  static let start = Timestamp(nanoseconds: 1_723_161_240_000_000_000)

  static func at(seconds: Double) -> Timestamp {
    start.adding(nanoseconds: Int64(seconds * 1e9))
  }

  static func decimal(_ text: String) throws -> Fixed { try Fixed(parsing: text) }

  static func rules(
    _ symbol: String = "BTCUSDT", kind: ContractKind = .linear, tickSize: String = "0.1",
    lotStep: String = "0.001", minNotional: String = "5", contractSize: Fixed = 1
  ) throws -> Instrument {
    let lot = try decimal(lotStep)
    return Instrument(
      symbol: try #require(Symbol(symbol)), venue: "sample", kind: kind, base: "BTC", quote: "USDT",
      settle: kind == .inverse ? "BTC" : "USDT", tickSize: try decimal(tickSize), lotStep: lot,
      minQuantity: lot, maxQuantity: 1_000, minNotional: try decimal(minNotional),
      contractSize: contractSize, makerFeeRate: 0, takerFeeRate: 0, tiers: [])
  }

  static func trade(_ price: String, size: Fixed = 1, seconds: Double) throws -> MarketTick {
    let price = try decimal(price)
    return MarketTick(
      instrument: 0, at: at(seconds: seconds), bid: price, ask: price, bidSize: size, askSize: size)
  }

  /// A candle of one minute, the nth after the start, with the given extremes or flat at its close.
  static func candle(_ number: Int, close: Fixed, high: Fixed? = nil, low: Fixed? = nil) -> Candle {
    let openAt = start.adding(nanoseconds: Int64(number) * Nanos.perMinute)
    return Candle(
      instrument: 0, openAt: openAt, closeAt: openAt.adding(nanoseconds: Nanos.perMinute), open: close,
      high: high ?? close, low: low ?? close, close: close, volume: 1)
  }
}
