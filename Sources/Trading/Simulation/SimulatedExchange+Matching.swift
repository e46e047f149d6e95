import Primitives

extension SimulatedExchange {
  /// Matches an order that just arrived as a taker; what is left of it ends, as its time in force says, or
  /// goes into the book.
  mutating func matchArrived(
    _ arrived: SimulatedOrder, as name: ExchangeOrderID, into facts: inout [VenueFact]
  ) {
    var order = arrived
    let index = order.request.instrument
    if order.request.timeInForce == .fillOrKill, !fillsWhole(order.request) {
      conclude(order, .expired, into: &facts)
      return
    }
    if books[index].isOpen { takeLiquidity(&order, as: name, into: &facts) }
    if !order.open.isZero {
      if order.request.timeInForce == .goodTillCancel {
        rest(order)
      } else {
        conclude(order, .expired, into: &facts)
      }
    }
    sweepReduceOnly(index, into: &facts)
  }

  /// Matches the working orders of an instrument against a new tick, in order of arrival: the rest of
  /// market orders as takers; limit orders the opposite touch reaches, as makers at their limit.
  mutating func matchWorking(_ index: InstrumentIndex, into facts: inout [VenueFact]) {
    guard hasCandidate(index) else { return }
    var slot = 0
    while slot < books[index].working.count {
      var order = books[index].working[slot]
      switch order.request.type {
      case .market: takeLiquidity(&order, as: order.exchangeOrderID, into: &facts)
      case .limit: fillResting(&order, into: &facts)
      }
      if order.open.isZero {
        remove(at: slot, of: index)
      } else {
        books[index].working[slot].filled = order.filled
        slot += 1
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
    _ order: inout SimulatedOrder, as name: ExchangeOrderID, into facts: inout [VenueFact]
  ) {
    let (index, side) = (order.request.instrument, order.request.side)
    let instrument = instruments[index]
    while !order.open.isZero {
      guard let piece = bestPiece(for: order.request, instrument) else { return }
      let quantity = min(fillable(order), piece.quantity ?? order.open)
      guard quantity.isPositive else { return }
      books[index].take(quantity, side: side)
      fill(&order, quantity, at: piece.price, as: .taker, named: name, of: instrument, into: &facts)
    }
  }

  /// The best liquidity an order meets within its limit; nil when there is none. Any quantity at the touch
  /// needs no ladder. Changes nothing; mutating, as what follows, so that the exchange is not copied for it.
  private mutating func bestPiece(for order: OrderRequest, _ instrument: Instrument) -> BookLadder.Piece? {
    guard case .unlimited = profile.depth else {
      return books[order.instrument].ladder(
        for: order.side, depth: profile.depth, instrument: instrument
      ).best(within: order.limitPrice)
    }
    let touch = books[order.instrument].touch(for: order.side)
    if let limit = order.limitPrice, order.side == .buy ? touch > limit : touch < limit { return nil }
    return BookLadder.Piece(price: touch, quantity: nil)
  }

  private mutating func fillResting(_ order: inout SimulatedOrder, into facts: inout [VenueFact]) {
    let index = order.request.instrument
    guard let limit = order.request.limitPrice else { return }
    let instrument = instruments[index]
    let ladder = books[index].ladder(
      for: order.request.side, depth: profile.depth, instrument: instrument)
    let available = ladder.available(within: limit)
    let quantity = min(fillable(order), available ?? order.open)
    guard quantity.isPositive else { return }
    books[index].take(quantity, side: order.request.side)
    fill(
      &order, quantity, at: limit, as: .maker, named: order.exchangeOrderID, of: instrument, into: &facts)
  }

  /// Contracts that may fill: what is open, for a reduce-only order at most the position.
  private mutating func fillable(_ order: SimulatedOrder) -> Fixed {
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
    guard books[index].working.contains(where: \.request.reduceOnly) else { return }
    let idle = books[index].working.filter { $0.request.reduceOnly && fillable($0).isZero }
    for order in idle { end(order.request.orderID, on: index, .exchange, into: &facts) }
  }

  /// Executes a part of an order; remembers the order when it is complete.
  private mutating func fill(
    _ order: inout SimulatedOrder, _ quantity: Fixed, at price: Fixed, as liquidity: Liquidity,
    named name: ExchangeOrderID, of instrument: Instrument, into facts: inout [VenueFact]
  ) {
    let request = order.request
    let value = booked(ProfitAndLoss.value(quantity: quantity, price: price, instrument: instrument))
    let fee = booked(value.multiplied(by: instrument.feeRate(liquidity), rounding: .halfEven))
    order.filled += quantity
    if order.open.isZero { remember(order, status: .filled, reason: nil) }
    tradeCount += 1
    execute(
      Fill(
        tradeID: TradeID(String("paper-t", number: tradeCount)), orderID: request.orderID,
        exchangeOrderID: name, instrument: request.instrument, side: request.side,
        quantity: quantity, price: price, fee: fee, feeAsset: instrument.settle, liquidity: liquidity,
        kind: .order, at: now), of: instrument, into: &facts)
  }

  /// An amount as the exchange's books hold it.
  private mutating func booked(_ amount: Fixed) -> Fixed {
    profile.bookedDecimals.map { amount.rounded(toDecimals: $0, .halfEven) } ?? amount
  }

  /// Books an execution to the account and tells us.
  mutating func execute(_ fill: Fill, of instrument: Instrument, into facts: inout [VenueFact]) {
    let index = fill.instrument
    let change = ledger[index].apply(
      side: fill.side, quantity: fill.quantity, price: fill.price, fee: fill.fee,
      instrument: instrument, at: fill.at)
    wallet += change.realisedGross - change.fee
    if instrument.kind != .spot {
      if change.isOpened { marginedCount += 1 }
      if change.isClosed { marginedCount -= 1 }
    }
    refreshRisk(index)
    recentFills.append(fill)
    send(.fill(fill), into: &facts)
  }
}
