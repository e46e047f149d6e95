public import Primitives

extension Order {
  /// An order read back: what was decided, and how far it has come since.
  ///
  /// - Parameter decided: gives everything that never changes; what became of it is not looked at.
  public init(
    restoring decided: Order, status: OrderStatus, delivery: Delivery, arrivalBid: Fixed?,
    arrivalAsk: Fixed?, handedOffAt: Timestamp?, exchangeOrderID: ExchangeOrderID?,
    filledQuantity: Fixed, filledValue: Fixed, commission: Fixed, feeAsset: String,
    cancelRequested: Bool, cancelRefusedAt: Timestamp?, reasonCode: String, reasonMessage: String,
    updatedAt: Timestamp,
    filledAt: Timestamp?
  ) {
    self = decided
    self.status = status
    self.delivery = delivery
    self.arrivalBid = arrivalBid
    self.arrivalAsk = arrivalAsk
    self.handedOffAt = handedOffAt
    self.exchangeOrderID = exchangeOrderID
    self.filledQuantity = filledQuantity
    self.filledValue = filledValue
    self.commission = commission
    self.feeAsset = feeAsset
    self.cancelRequested = cancelRequested
    self.cancelRefusedAt = cancelRefusedAt
    self.reasonCode = reasonCode
    self.reasonMessage = reasonMessage
    self.updatedAt = updatedAt
    self.filledAt = filledAt
  }

  /// The order as it was decided: PENDING, nothing known.
  public var asDecided: Order {
    Order(
      id: id, signalID: signalID, sessionID: sessionID, instrument: instrument, side: side, type: type,
      timeInForce: timeInForce, reduceOnly: reduceOnly, quantity: quantity, limitPrice: limitPrice,
      createdAt: createdAt, expiresAt: expiresAt, fingerprint: fingerprint)
  }
}
