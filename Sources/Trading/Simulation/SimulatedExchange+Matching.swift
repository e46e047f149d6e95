import Primitives

extension SimulatedExchange {
  /// Matches an order that just arrived as a taker, and ends what its time in force does not let work.
  mutating func matchArrived(_ order: OrderRequest, into facts: inout [VenueFact]) {
    let index = order.instrument
    if order.timeInForce == .fillOrKill, !fillsWhole(order) {
      end(order.orderID, on: index, .expired, into: &facts)
      return
    }
    if books[index].isOpen { takeLiquidity(order.orderID, on: index, into: &facts) }
    if order.timeInForce != .goodTillCancel, places.contains(order.orderID) {
      end(order.orderID, on: index, .expired, into: &facts)
    }
    sweepReduceOnly(index, into: &facts)
  }

  /// Matches the working orders of an instrument against a new tick, in order of arrival: the rest of
  /// market orders as takers; limit orders the opposite touch reaches, as makers at their limit.
  mutating func matchWorking(_ index: InstrumentIndex, into facts: inout [VenueFact]) {
    guard hasCandidate(index) else { return }
    for order in books[index].working {
      guard places.contains(order.request.orderID) else { continue }
      switch order.request.type {
      case .market: takeLiquidity(order.request.orderID, on: index, into: &facts)
      case .limit: fillResting(order, into: &facts)
      }
    }
    sweepReduceOnly(index, into: &facts)
  }

  /// Whether any working order can fill now; comparisons only.
  private func hasCandidate(_ index: InstrumentIndex) -> Bool {
    let (bid, ask) = (books[index].bid, books[index].ask)
    return books[index].working.contains { order in
      guard let limit = order.request.limitPrice else { return true }
      return order.request.side == .buy ? ask <= limit : bid >= limit
    }
  }

  private mutating func takeLiquidity(
    _ id: OrderID, on index: InstrumentIndex, into facts: inout [VenueFact]
  ) {
    let instrument = instruments[index]
    while let order = books[index].working.first(where: { $0.request.orderID == id }) {
      let side = order.request.side
      let ladder = books[index].ladder(for: side, depth: profile.depth, instrument: instrument)
      guard let piece = ladder.best(within: order.request.limitPrice) else { return }
      let quantity = min(fillable(order), piece.quantity ?? order.open)
      guard quantity.isPositive else { return }
      books[index].take(quantity, side: side)
      fill(order, quantity, at: piece.price, as: .taker, into: &facts)
    }
  }

  private mutating func fillResting(_ order: SimulatedOrder, into facts: inout [VenueFact]) {
    let index = order.request.instrument
    guard let limit = order.request.limitPrice else { return }
    let ladder = books[index].ladder(
      for: order.request.side, depth: profile.depth, instrument: instruments[index])
    let available = ladder.available(within: limit)
    let quantity = min(fillable(order), available ?? order.open)
    guard quantity.isPositive else { return }
    books[index].take(quantity, side: order.request.side)
    fill(order, quantity, at: limit, as: .maker, into: &facts)
  }

  /// Contracts that may fill: what is open, for a reduce-only order at most the position.
  private func fillable(_ order: SimulatedOrder) -> Fixed {
    guard order.request.reduceOnly else { return order.open }
    let held = ledger[order.request.instrument].quantity
    return held.signum == -order.request.side.sign ? min(order.open, held.magnitude) : 0
  }

  private func fillsWhole(_ order: OrderRequest) -> Bool {
    let index = order.instrument
    guard books[index].isOpen else { return false }
    var wanted = order.quantity
    if order.reduceOnly { wanted = min(wanted, ledger[index].quantity.magnitude) }
    let ladder = books[index].ladder(
      for: order.side, depth: profile.depth, instrument: instruments[index])
    return ladder.available(within: order.limitPrice).map { $0 >= wanted } ?? true
  }

  /// Ends the reduce-only orders of an instrument that have nothing left to reduce: the part of an
  /// order beyond the position ends so too.
  private mutating func sweepReduceOnly(_ index: InstrumentIndex, into facts: inout [VenueFact]) {
    let idle = books[index].working.filter { $0.request.reduceOnly && fillable($0).isZero }
    for order in idle { end(order.request.orderID, on: index, .exchange, into: &facts) }
  }

  /// Executes a part of a working order; removes the order when it is complete.
  private mutating func fill(
    _ order: SimulatedOrder, _ quantity: Fixed, at price: Fixed, as liquidity: Liquidity,
    into facts: inout [VenueFact]
  ) {
    let request = order.request
    let index = request.instrument
    let instrument = instruments[index]
    let value = booked(ProfitAndLoss.value(quantity: quantity, price: price, instrument: instrument))
    let fee = booked(value.multiplied(by: instrument.feeRate(liquidity), rounding: .halfEven))
    if let slot = books[index].working.firstIndex(where: { $0.request.orderID == request.orderID }) {
      books[index].working[slot].filled += quantity
      if books[index].working[slot].open.isZero, let done = remove(request.orderID, on: index) {
        remember(done, status: .filled, reason: "")
      }
    }
    tradeCount += 1
    execute(
      Fill(
        tradeID: TradeID("paper-t" + String(tradeCount)), orderID: request.orderID,
        exchangeOrderID: order.exchangeOrderID, instrument: index, side: request.side,
        quantity: quantity, price: price, fee: fee, feeAsset: instrument.settle, liquidity: liquidity,
        kind: .order, at: now), into: &facts)
  }

  /// An amount as the exchange's books hold it.
  private func booked(_ amount: Fixed) -> Fixed {
    profile.bookedDecimals.map { amount.rounded(toDecimals: $0, .halfEven) } ?? amount
  }

  /// Books an execution to the account and tells us.
  mutating func execute(_ fill: Fill, into facts: inout [VenueFact]) {
    let index = fill.instrument
    let change = ledger[index].apply(
      side: fill.side, quantity: fill.quantity, price: fill.price, fee: fill.fee,
      instrument: instruments[index], at: fill.at)
    wallet += change.realisedGross - change.fee
    if instruments[index].kind != .spot {
      if change.isOpened { marginedCount += 1 }
      if change.isClosed { marginedCount -= 1 }
    }
    refreshRisk(index)
    recentFills.append(fill)
    send(.fill(fill), into: &facts)
  }
}
