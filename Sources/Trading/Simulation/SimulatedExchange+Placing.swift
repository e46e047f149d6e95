import Primitives

extension SimulatedExchange {
  /// An order has arrived: refuses it or accepts and matches it.
  mutating func place(_ order: OrderRequest, into facts: inout [VenueFact]) {
    var reserve: Fixed = 0
    if let refusal = refusal(of: order, reserving: &reserve) {
      send(.rejected(order.orderID, refusal), into: &facts)
      return
    }
    orderCount += 1
    let expires = order.type == .market ? now.adding(nanoseconds: profile.marketPatienceNanos) : nil
    let accepted = SimulatedOrder(
      request: order, number: orderCount, expiresAt: expires, reserve: reserve)
    let name = accepted.exchangeOrderID
    send(.accepted(order.orderID, name), into: &facts)
    matchArrived(accepted, as: name, into: &facts)
  }

  /// Puts an order that goes on working into the book.
  mutating func rest(_ order: SimulatedOrder) {
    let request = order.request
    books[request.instrument].working.append(order)
    places[request.orderID] = request.instrument
    if let expires = order.expiresAt { nextExpiryAt = min(nextExpiryAt, expires) }
  }

  /// A cancel has arrived.
  mutating func cancel(_ id: OrderID, into facts: inout [VenueFact]) {
    if let index = places[id] {
      end(id, on: index, .requested, into: &facts)
    } else if ended.contains(id) {
      let error = ExchangeRefusal.orderFinished.error("the order ended before the cancel arrived")
      send(.cancelRejected(id, error), into: &facts)
    } else {
      let error = ExchangeRefusal.orderNotFound.error("no order of this client order id")
      send(.cancelRejected(id, error), into: &facts)
    }
  }

  /// Ends every market order whose patience is over.
  mutating func expireOrders(until due: Timestamp, into facts: inout [VenueFact]) {
    for (id, index) in Array(places) {
      guard let order = books[index].working.first(where: { $0.request.orderID == id }),
        let expires = order.expiresAt, expires <= due
      else { continue }
      end(id, on: index, .expired, into: &facts)
    }
    refreshExpiry()
  }

  /// Ends a working order with something unfilled.
  mutating func end(
    _ id: OrderID, on index: InstrumentIndex, _ reason: CancelReason, into facts: inout [VenueFact]
  ) {
    guard let slot = books[index].working.firstIndex(where: { $0.request.orderID == id }) else { return }
    conclude(remove(at: slot, of: index), reason, into: &facts)
  }

  /// Tells the end of an order that is not in the book, with something unfilled.
  mutating func conclude(
    _ order: SimulatedOrder, _ reason: CancelReason, into facts: inout [VenueFact]
  ) {
    // Expired without a fill is a failure, with one a cancellation (ruling 21).
    let failed = reason == .expired && order.filled.isZero
    remember(order, status: failed ? .failed : .cancelled, reason: reason)
    send(.cancelled(order.request.orderID, reason), into: &facts)
  }

  /// Takes the order at a place out of the book of an instrument.
  @discardableResult
  mutating func remove(at slot: Int, of index: InstrumentIndex) -> SimulatedOrder {
    let order = books[index].working.remove(at: slot)
    places.removeValue(forKey: order.request.orderID)
    if order.expiresAt == nextExpiryAt { refreshExpiry() }
    return order
  }

  /// Keeps an ended order for queries; at the cap the oldest is forgotten.
  mutating func remember(_ order: SimulatedOrder, status: OrderStatus, reason: CancelReason?) {
    if ended.count >= recentFills.capacity { ended.removeFirst() }
    ended.updateValue(
      EndedOrder(
        instrument: order.request.instrument, number: order.number, status: status, filled: order.filled,
        reason: reason), forKey: order.request.orderID)
  }

  private mutating func refreshExpiry() {
    nextExpiryAt = .distantFuture
    for book in books {
      for order in book.working {
        if let expires = order.expiresAt { nextExpiryAt = min(nextExpiryAt, expires) }
      }
    }
  }
}
