public import Primitives

/// One order of ours at one moment of its life, from decision to end.
///
/// A value: what happens to it gives another. A class, so that handing it on costs one reference.
///
/// Sendable though it holds a variable: only `advance` changes it, and only where it was handed the sole
/// reference to it, so that nobody else can see the change: an access needs no check of exclusivity either.
public final class Order: @unchecked Sendable {
  @exclusivity(unchecked) fileprivate(set) var content: Content

  /// Identity; its `clientOrderID` is what the exchange sees.
  public var id: OrderID { content.id }
  /// The signal behind it.
  public var signalID: SignalID { content.signalID }
  /// The session that decided it.
  public var sessionID: SessionID { content.sessionID }
  /// The instrument.
  public var instrument: InstrumentIndex { content.instrument }
  /// Direction.
  public var side: Side { content.side }
  /// Market or limit.
  public var type: OrderType { content.type }
  /// How long it works at the exchange.
  public var timeInForce: TimeInForce { content.timeInForce }
  /// May only shrink the position.
  public var reduceOnly: Bool { content.reduceOnly }
  /// Contracts ordered.
  public var quantity: Fixed { content.quantity }
  /// Limit price, quote currency; nil for a market order.
  public var limitPrice: Fixed? { content.limitPrice }
  /// When it was decided; never changes: the partition its rows live in.
  public var createdAt: Timestamp { content.createdAt }
  /// When the desk cancels what is unfilled; nil: never.
  public var expiresAt: Timestamp? { content.expiresAt }
  /// Digest of what the sender of the signal said: a repeat of its key with another is a conflict.
  public var fingerprint: Digest128 { content.fingerprint }
  /// Where it stands.
  public var status: OrderStatus { content.status }
  /// What is known of its way to the exchange.
  public var delivery: Delivery { content.delivery }
  /// Best bid when the request left; nil before.
  public var arrivalBid: Fixed? { content.arrivalBid }
  /// Best ask when the request left; nil before.
  public var arrivalAsk: Fixed? { content.arrivalAsk }
  /// When the request left; nil before.
  public var handedOffAt: Timestamp? { content.handedOffAt }
  /// The exchange's name for it; nil until acknowledged.
  public var exchangeOrderID: ExchangeOrderID? { content.exchangeOrderID }
  /// Contracts filled, Σ of its fills.
  public var filledQuantity: Fixed { content.filledQuantity }
  /// Σ quantity × price of its fills: the average price times what is filled.
  public var filledValue: Fixed { content.filledValue }
  /// Fees of its fills, positive is paid, in `feeAsset`.
  public var commission: Fixed { content.commission }
  /// Currency of the fees; empty before the first fill.
  public var feeAsset: String { content.feeAsset }
  /// True once a cancel was asked for.
  public var cancelRequested: Bool { content.cancelRequested }
  /// When the exchange last refused to cancel it; nil when it never did.
  public var cancelRefusedAt: Timestamp? { content.cancelRefusedAt }
  /// Why it failed or ended, canonical code; empty while it has not.
  public var reasonCode: String { content.reasonCode }
  /// The same in words.
  public var reasonMessage: String { content.reasonMessage }
  /// Time of the last change; strictly increasing in microseconds.
  public var updatedAt: Timestamp { content.updatedAt }
  /// Time of the last fill; nil before.
  public var filledAt: Timestamp? { content.filledAt }

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
  public convenience init(
    id: OrderID, signalID: SignalID, sessionID: SessionID, instrument: InstrumentIndex, side: Side,
    type: OrderType, timeInForce: TimeInForce, reduceOnly: Bool, quantity: Fixed, limitPrice: Fixed?,
    createdAt: Timestamp, expiresAt: Timestamp?,
    fingerprint: Digest128 = Digest128(high: 0, low: 0)
  ) {
    self.init(
      Content(
        id: id, signalID: signalID, sessionID: sessionID, instrument: instrument, side: side, type: type,
        timeInForce: timeInForce, reduceOnly: reduceOnly, quantity: quantity, limitPrice: limitPrice,
        createdAt: createdAt, expiresAt: expiresAt, fingerprint: fingerprint, updatedAt: createdAt))
  }

  init(_ content: Content) { self.content = content }

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

extension Order {
  /// Moves an order on: in place while nobody else holds it, else to a copy.
  @inline(__always)
  static func advance(_ order: inout Order, by change: (inout Content) -> Void) {
    if !isKnownUniquelyReferenced(&order) { order = Order(order.content) }
    change(&order.content)
  }
}

extension Order: Hashable {
  /// Whether all of it is the same.
  public static func == (left: Order, right: Order) -> Bool {
    left === right || left.content == right.content
  }

  /// By its id.
  public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}
