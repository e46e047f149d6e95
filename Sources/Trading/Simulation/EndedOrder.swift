import Primitives

/// An order that ended, kept for queries and for refusing its id a second time.
struct EndedOrder: Hashable, Sendable {
  let instrument: InstrumentIndex
  let exchangeOrderID: ExchangeOrderID
  let status: OrderStatus
  let filled: Fixed
  let reason: String
}
