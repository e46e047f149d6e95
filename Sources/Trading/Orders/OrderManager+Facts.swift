import Primitives

extension OrderManager {
  /// The exchange acknowledged an order.
  public func accepted(_ id: OrderID, as exchangeID: ExchangeOrderID) -> Verdict {
    guard let order = self[id] else { return .untracked }
    if let known = order.exchangeOrderID {
      if known != exchangeID {
        return .illegal("a second exchange order \(exchangeID) for one intent; the first is \(known)")
      }
      if order.status != .pending { return .known }
    }
    return verdict(.accepted(exchangeID), move: .accept, of: order)
  }

  /// The exchange refused an order, or nothing of it left us.
  public func failed(_ id: OrderID, _ error: VenueError) -> Verdict {
    guard let order = self[id] else { return .untracked }
    if order.status == .failed { return .known }
    return verdict(.failed(error), move: .fail, of: order)
  }

  /// Proof that nothing of an order left us; an order the exchange has answered for disproves it.
  public func notSent(_ id: OrderID, reason: String) -> Verdict {
    guard let order = self[id] else { return .untracked }
    if order.status == .failed { return .known }
    guard order.exchangeOrderID == nil else {
      return .illegal("\"not sent\" of order \(id), which the exchange has acknowledged")
    }
    return failed(id, VenueError(code: "NOT_SENT", message: reason))
  }

  /// Nobody can say whether the exchange has it.
  public func unknown(_ id: OrderID, reason: String) -> Verdict {
    guard let order = self[id] else { return .untracked }
    // A fact already settled it: a late time-out changes nothing.
    guard order.delivery != .answered else { return .known }
    return order.delivery == .unknown ? .known : .event(.outcomeUnknown(reason: reason))
  }

  /// A working order ended with something unfilled.
  public func cancelled(_ id: OrderID, _ reason: CancelReason) -> Verdict {
    guard let order = self[id] else { return .untracked }
    if order.status == .cancelled { return .known }
    // Expired with nothing filled is a failure with that reason (ruling 21, S2-ORD-13).
    if reason == .expired, order.filledQuantity.isZero {
      return failed(id, VenueError(code: reason.rawValue, message: reason.text))
    }
    return verdict(.cancelled(reason), move: .cancel, of: order)
  }

  /// The exchange refused a cancel.
  public func cancelRejected(_ id: OrderID, _ error: VenueError) -> Verdict {
    guard let order = self[id] else { return .untracked }
    return order.status.isTerminal || !order.cancelRequested ? .known : .event(.cancelRejected(error))
  }

  /// Whether a cancel may be asked for (S2-ORD-16).
  public func cancelRequest(_ id: OrderID, from origin: CancelOrigin) -> Verdict {
    guard let order = self[id] else { return .untracked }
    if order.status.isTerminal { return .illegal("order \(id) is \(order.status.rawValue)") }
    return order.cancelRequested ? .known : .event(.cancelRequested(origin))
  }

  private func verdict(_ event: consuming OrderEvent, move: OrderMove, of order: Order) -> Verdict {
    guard order.status.after(move) != nil else {
      return .illegal("\(move.rawValue) of order \(order.id), which is \(order.status.rawValue)")
    }
    return .event(event)
  }
}
