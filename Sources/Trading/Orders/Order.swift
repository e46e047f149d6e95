public import Primitives

/// One order of ours, from decision to end.
public struct Order: Hashable, Sendable {
  /// Identity; its `clientOrderID` is what the exchange sees.
  public let id: OrderID
  /// The signal behind it.
  public var signalID: SignalID { texts.content.signalID }
  /// The session that decided it.
  public var sessionID: SessionID { texts.content.sessionID }
  /// The instrument.
  public let instrument: InstrumentIndex
  /// Direction.
  public let side: Side
  /// Market or limit.
  public let type: OrderType
  /// How long it works at the exchange.
  public let timeInForce: TimeInForce
  /// May only shrink the position.
  public let reduceOnly: Bool
  /// Contracts ordered.
  public let quantity: Fixed
  /// Limit price, quote currency; nil for a market order.
  public let limitPrice: Fixed?
  /// When it was decided; never changes: the partition its rows live in.
  public let createdAt: Timestamp
  /// When the desk cancels what is unfilled; nil: never.
  public let expiresAt: Timestamp?

  /// Digest of what the sender of the signal said: a repeat of its key with another is a conflict.
  public let fingerprint: Digest128

  /// Where it stands.
  public internal(set) var status: OrderStatus = .pending
  /// What is known of its way to the exchange.
  public internal(set) var delivery: Delivery = .waiting
  /// Best bid when the request left; nil before.
  public internal(set) var arrivalBid: Fixed?
  /// Best ask when the request left; nil before.
  public internal(set) var arrivalAsk: Fixed?
  /// When the request left; nil before.
  public internal(set) var handedOffAt: Timestamp?
  /// The exchange's name for it; nil until acknowledged.
  public internal(set) var exchangeOrderID: ExchangeOrderID?
  /// Contracts filled, Σ of its fills.
  public internal(set) var filledQuantity: Fixed = 0
  /// Σ quantity × price of its fills: the average price times what is filled.
  public internal(set) var filledValue: Fixed = 0
  /// Fees of its fills, positive is paid, in `feeAsset`.
  public internal(set) var commission: Fixed = 0
  /// Currency of the fees; empty before the first fill.
  public internal(set) var feeAsset = ""
  /// True once a cancel was asked for.
  public internal(set) var cancelRequested = false
  /// When the exchange last refused to cancel it; nil when it never did.
  public internal(set) var cancelRefusedAt: Timestamp?
  /// Why it failed or ended, canonical code; empty while it has not.
  public internal(set) var reasonCode: String {
    get { texts.content.reasonCode }
    set { texts = texts.with { $0.reasonCode = newValue } }
  }
  /// The same in words.
  public internal(set) var reasonMessage: String {
    get { texts.content.reasonMessage }
    set { texts = texts.with { $0.reasonMessage = newValue } }
  }
  /// Time of the last change; strictly increasing in microseconds.
  public internal(set) var updatedAt: Timestamp
  /// Time of the last fill; nil before.
  public internal(set) var filledAt: Timestamp?

  private var texts: OrderTexts

  /// What is known of an order's way to the exchange.
  public enum Delivery: String, Sendable, CaseIterable {
    /// Journaled, or being journaled; nothing has left.
    case waiting = "WAITING"
    /// The request left.
    case handedOff = "HANDED_OFF"
    /// The exchange answered.
    case answered = "ANSWERED"
    /// No answer that tells: only asking the exchange resolves it (ruling 10).
    case unknown = "UNKNOWN"
  }

  /// A new order: PENDING, nothing known.
  public init(
    id: OrderID, signalID: SignalID, sessionID: SessionID, instrument: InstrumentIndex, side: Side,
    type: OrderType, timeInForce: TimeInForce, reduceOnly: Bool, quantity: Fixed, limitPrice: Fixed?,
    createdAt: Timestamp, expiresAt: Timestamp?,
    fingerprint: Digest128 = Digest128(high: 0, low: 0)
  ) {
    self.id = id
    texts = OrderTexts(OrderTexts.Content(signalID: signalID, sessionID: sessionID))
    self.instrument = instrument
    self.side = side
    self.type = type
    self.timeInForce = timeInForce
    self.reduceOnly = reduceOnly
    self.quantity = quantity
    self.limitPrice = limitPrice
    self.createdAt = createdAt
    self.expiresAt = expiresAt
    self.fingerprint = fingerprint
    updatedAt = createdAt
  }

  /// When its time to live is over: after a refused cancel not at once again, but so many nanoseconds later
  /// (trap 27); nil when it has none.
  public func cancelDue(retryingAfter nanoseconds: Int64) -> Timestamp? {
    guard let expiry = expiresAt, let refused = cancelRefusedAt else { return expiresAt }
    return max(expiry, refused.adding(nanoseconds: nanoseconds))
  }

  /// Contracts still open.
  public var openQuantity: Fixed { max(quantity - filledQuantity, 0) }

  /// Volume-weighted mean of its fills, quote currency; nil before the first.
  public var averageFillPrice: Fixed? {
    filledQuantity.isPositive ? filledValue.divided(by: filledQuantity, rounding: .halfEven) : nil
  }

  /// The arrival mid, (bid + ask) / 2 when the request left, quote currency; nil before (ruling 24).
  public var arrivalPrice: Fixed? {
    guard let arrivalBid, let arrivalAsk else { return nil }
    return Fixed(mantissa: (arrivalBid.mantissa + arrivalAsk.mantissa) >> 1)
  }

  /// The request that places it.
  public var request: OrderRequest {
    OrderRequest(
      orderID: id, instrument: instrument, side: side, type: type, timeInForce: timeInForce,
      quantity: quantity, limitPrice: limitPrice, reduceOnly: reduceOnly)
  }
}
