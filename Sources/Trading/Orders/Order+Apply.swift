public import Primitives

extension Order {
  /// The order after an event. The manager admits only legal ones; replay trusts the journal.
  public func after(_ event: OrderEvent, at now: Timestamp) -> Order {
    var next = content
    next.apply(event, at: now)
    return Order(next)
  }

  /// The order after a fill, a late one and an overfill too.
  public func after(_ fill: Fill, at now: Timestamp) -> Order {
    var next = content
    next.apply(fill, at: now)
    return Order(next)
  }
}

extension Order.Content {
  mutating func apply(_ event: OrderEvent, at now: Timestamp) {
    touch(now)
    switch event {
    case .handedOff(let bid, let ask):
      if delivery == .waiting { delivery = .handedOff }
      arrivalBid = bid
      arrivalAsk = ask
      handedOffAt = now
    case .sentAgain: delivery = .handedOff
    case .accepted(let exchangeID):
      answered()
      exchangeOrderID = exchangeID
      move(.accept)
    case .failed(let error):
      delivery = .answered
      reasonCode = error.code
      reasonMessage = error.message
      move(.fail)
    case .outcomeUnknown(let reason):
      delivery = .unknown
      reasonCode = "OUTCOME_UNKNOWN"
      reasonMessage = reason
    case .cancelRequested: cancelRequested = true
    case .cancelRejected:
      cancelRequested = false
      cancelRefusedAt = now
    case .cancelled(let reason):
      delivery = .answered
      // Our own request at or after that time was the desk's: it asks once, and first.
      let hasExpired = expiresAt.map { now >= $0 } ?? false
      reasonCode = reason == .requested && hasExpired ? "TIME_TO_LIVE" : reason.rawValue
      reasonMessage = reason == .requested && hasExpired ? "time to live ran out" : reason.text
      move(.cancel)
    }
  }

  mutating func apply(_ fill: Fill, at now: Timestamp) {
    touch(now)
    answered()
    if exchangeOrderID == nil { exchangeOrderID = fill.exchangeOrderID }
    filledQuantity += fill.quantity
    filledValue += fill.quantity.multiplied(by: fill.price, rounding: .halfEven)
    commission += fill.fee
    feeAsset = fill.feeAsset
    filledAt = fill.at
    move(filledQuantity < quantity ? .partialFill : .fill)
  }

  /// The exchange has it after all: that nobody could tell is over.
  private mutating func answered() {
    if delivery == .unknown {
      reasonCode = ""
      reasonMessage = ""
    }
    delivery = .answered
  }

  private mutating func move(_ move: OrderMove) {
    if let next = status.after(move) { status = next }
  }

  /// Rows are keyed by microsecond: two changes of one order never share one.
  private mutating func touch(_ now: Timestamp) { updatedAt = now.ownMicrosecond(after: updatedAt) }
}

extension CancelReason {
  /// For people.
  var text: String {
    switch self {
    case .requested: "cancelled on request"
    case .expired: "expired unfilled"
    case .exchange: "cancelled by the exchange"
    }
  }
}
