import Primitives

/// An order that ended, kept for queries and for refusing its id a second time.
struct EndedOrder: Hashable, Sendable {
  let instrument: InstrumentIndex
  let number: UInt64
  let status: OrderStatus
  let filled: Fixed
  /// Why something of it was left unfilled; nil when nothing was.
  let reason: CancelReason?
}
