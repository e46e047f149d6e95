import Desk
import Primitives
import Trading

@testable import Ingest

extension ScriptedDesk {
  /// A trade whose fill is of another time, microseconds of the exchange's clock, or has texts of its own.
  mutating func fill(
    at nanoseconds: Int64? = nil, tradeID: String? = nil, feeAsset: String = "USDT",
    exchangeOrderID: String = "x"
  ) -> [JournalBatch] {
    let decided = signal(.buy)
    guard case .signalDecided(let decision)? = decided.events.first, let order = decision.order else {
      return [decided]
    }
    let fill = Fill(
      tradeID: TradeID(tradeID ?? "own-\(order.id)"), orderID: order.id,
      exchangeOrderID: ExchangeOrderID(exchangeOrderID), instrument: 0, side: .buy, quantity: order.quantity,
      price: Self.decimal(500_001, 10), fee: Self.decimal(1, 4), feeAsset: feeAsset, liquidity: .taker,
      kind: .order, at: nanoseconds.map { Timestamp(nanoseconds: $0) } ?? now)
    return [
      decided, receive(.handedOff(order.id)),
      receive(.venue(.accepted(order.id, ExchangeOrderID(exchangeOrderID)))), receive(.venue(.fill(fill))),
    ]
  }

  /// An order that the exchange refuses with these words.
  mutating func refusal(_ message: String) -> [JournalBatch] {
    let decided = signal(.buy)
    guard case .signalDecided(let decision)? = decided.events.first, let order = decision.order else {
      return [decided]
    }
    return [
      decided, receive(.handedOff(order.id)),
      receive(.venue(.rejected(order.id, VenueError(code: "EXCHANGE_REJECTED", message: message)))),
    ]
  }
}
