import Primitives

extension Order {
  /// What an order is made of: first what was decided, which never changes, then what became of it.
  struct Content: Hashable, Sendable {
    let id: OrderID
    let signalID: SignalID
    let sessionID: SessionID
    let instrument: InstrumentIndex
    let side: Side
    let type: OrderType
    let timeInForce: TimeInForce
    let reduceOnly: Bool
    let quantity: Fixed
    let limitPrice: Fixed?
    let createdAt: Timestamp
    let expiresAt: Timestamp?
    let fingerprint: Digest128

    var status: OrderStatus = .pending
    var delivery: Delivery = .waiting
    var arrivalBid: Fixed?
    var arrivalAsk: Fixed?
    var handedOffAt: Timestamp?
    var exchangeOrderID: ExchangeOrderID?
    var filledQuantity: Fixed = 0
    var filledValue: Fixed = 0
    var commission: Fixed = 0
    var feeAsset: String = ""
    var cancelRequested: Bool = false
    var cancelRefusedAt: Timestamp?
    var reasonCode: String = ""
    var reasonMessage: String = ""
    var updatedAt: Timestamp
    var filledAt: Timestamp?
  }
}
