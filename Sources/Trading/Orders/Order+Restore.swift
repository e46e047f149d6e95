public import Primitives

extension Order {
  /// An order read back: what was decided, and how far it has come since.
  ///
  /// - Parameter decided: gives everything that never changes; what became of it is not looked at.
  public convenience init(
    restoring decided: Order, status: OrderStatus, delivery: Delivery, arrivalBid: Fixed?,
    arrivalAsk: Fixed?, handedOffAt: Timestamp?, exchangeOrderID: ExchangeOrderID?,
    filledQuantity: Fixed, filledValue: Fixed, commission: Fixed, feeAsset: String,
    cancelRequested: Bool, cancelRefusedAt: Timestamp?, reasonCode: String, reasonMessage: String,
    updatedAt: Timestamp,
    filledAt: Timestamp?
  ) {
    var content = decided.content
    content.status = status
    content.delivery = delivery
    content.arrivalBid = arrivalBid
    content.arrivalAsk = arrivalAsk
    content.handedOffAt = handedOffAt
    content.exchangeOrderID = exchangeOrderID
    content.filledQuantity = filledQuantity
    content.filledValue = filledValue
    content.commission = commission
    content.feeAsset = feeAsset
    content.cancelRequested = cancelRequested
    content.cancelRefusedAt = cancelRefusedAt
    content.reasonCode = reasonCode
    content.reasonMessage = reasonMessage
    content.updatedAt = updatedAt
    content.filledAt = filledAt
    self.init(content)
  }

  /// The order as it was decided: PENDING, nothing known.
  public var asDecided: Order {
    Order(
      id: id, signalID: signalID, sessionID: sessionID, instrument: instrument, side: side, type: type,
      timeInForce: timeInForce, reduceOnly: reduceOnly, quantity: quantity, limitPrice: limitPrice,
      createdAt: createdAt, expiresAt: expiresAt, fingerprint: fingerprint)
  }
}
