import Primitives

extension SimulatedExchange {
  /// Why an arriving order is refused; nil when it is accepted, with the margin held for what it would open.
  mutating func refusal(of order: OrderRequest, reserving reserve: inout Fixed) -> VenueError? {
    if !places.isEmpty && places.contains(order.orderID) || ended.contains(order.orderID) {
      return ExchangeRefusal.duplicate.error("client order id \(order.orderID.clientOrderID) is known")
    }
    // Drawn before our own checks, so that what an order asks for does not move the next one's fate.
    let fault = changes.below(1_000_000) < profile.rejectsPerMillion
    if fault { return ExchangeRefusal.exchangeRejected.error("the service is busy") }
    guard places.count < Self.workingOrderCap else {
      return ExchangeRefusal.tooManyOrders.error("\(Self.workingOrderCap) orders are working")
    }
    guard books.indices.contains(order.instrument) else {
      return ExchangeRefusal.unknownInstrument.error("instrument \(order.instrument) is not traded")
    }
    let instrument = instruments[order.instrument]
    guard instrument.settle == currency else {
      return ExchangeRefusal.unknownInstrument.error(
        "\(instrument.symbol) settles in \(instrument.settle), the account in \(currency)")
    }
    if let fault = termsFault(order, instrument) { return fault }
    let opening = openingQuantity(of: order)
    guard opening.isPositive else { return nil }
    refreshRisks()
    reserve = requiredMargin(for: opening, of: order, instrument)
    return marginFault(order, opening: opening, required: reserve, instrument)
  }

  /// What is wrong with an order itself, whatever it needs. Changes nothing; mutating, as all that follow, so
  /// that the exchange is not copied for it.
  private mutating func termsFault(_ order: OrderRequest, _ instrument: Instrument) -> VenueError? {
    if let fault = priceFault(order, instrument) { return fault }
    if let fault = quantityFault(order, instrument) { return fault }
    if let fault = reduceOnlyFault(order) { return fault }
    return notionalFault(order, instrument)
  }

  /// The price an order is reckoned at: its limit, else the touch.
  private mutating func reckonedPrice(of order: OrderRequest) -> Fixed {
    order.limitPrice ?? books[order.instrument].touch(for: order.side)
  }

  /// Contracts of an order that would open or add, beyond what it and the working orders before it
  /// close.
  private mutating func openingQuantity(of order: OrderRequest) -> Fixed {
    guard !order.reduceOnly else { return 0 }
    let held = ledger[order.instrument].quantity
    guard held.signum == -order.side.sign else { return order.quantity }
    return max(order.quantity - closableQuantity(of: order), 0)
  }

  /// Contracts an order could close: what is held, less what the working orders of its side close before
  /// it.
  private mutating func closableQuantity(of order: OrderRequest) -> Fixed {
    let held = ledger[order.instrument].quantity
    guard held.signum == -order.side.sign else { return 0 }
    var closable = held.magnitude
    for working in books[order.instrument].working where working.request.side == order.side {
      closable -= working.open
    }
    return max(closable, 0)
  }

  /// Initial margin and taker fee of contracts an order would open, settlement currency.
  private mutating func requiredMargin(
    for opening: Fixed, of order: OrderRequest, _ instrument: Instrument
  ) -> Fixed {
    let price = reckonedPrice(of: order)
    let value = ProfitAndLoss.value(quantity: opening, price: price, instrument: instrument)
    let counted = Margin.leverage(
      leverage, value: value + risks[order.instrument].value, instrument: instrument)
    let fee = value.multiplied(by: max(instrument.takerFeeRate, 0), rounding: .up)
    return Margin.initialMargin(value: value, leverage: counted) + fee
  }

  private mutating func priceFault(_ order: OrderRequest, _ instrument: Instrument) -> VenueError? {
    switch order.type {
    case .market:
      if books[order.instrument].isOpen { return nil }
      return ExchangeRefusal.noMarket.error("no price of \(instrument.symbol) yet")
    case .limit:
      guard let price = order.limitPrice else { return ExchangeRefusal.price.error("price is missing") }
      guard Bounds.holds(price: price) else {
        return ExchangeRefusal.price.error("price \(price) is out of range")
      }
      if !instrument.tickSize.isPositive || price.isMultiple(of: instrument.tickSize) { return nil }
      return ExchangeRefusal.price.error(
        "price \(price) is not a multiple of the tick \(instrument.tickSize)")
    }
  }

  private mutating func quantityFault(_ order: OrderRequest, _ instrument: Instrument) -> VenueError? {
    let quantity = order.quantity
    guard quantity >= instrument.minQuantity || closesRest(order, instrument),
      quantity <= instrument.maxQuantity, Bounds.holds(quantity: quantity)
    else {
      return ExchangeRefusal.quantity.error(
        "quantity \(quantity) is not within \(instrument.minQuantity) to \(instrument.maxQuantity)")
    }
    guard quantity.isMultiple(of: instrument.lotStep) else {
      return ExchangeRefusal.quantity.error(
        "quantity \(quantity) is not a multiple of the step \(instrument.lotStep)")
    }
    var exposed = ledger[order.instrument].quantity.magnitude + quantity
    for working in books[order.instrument].working { exposed += working.open }
    guard exposed <= Bounds.quantity else {
      return ExchangeRefusal.quantity.error("quantity \(quantity) exceeds the largest position")
    }
    return nil
  }

  /// A reduce-only order that closes all there is may be under the least: a rest stays closable.
  private mutating func closesRest(_ order: OrderRequest, _ instrument: Instrument) -> Bool {
    order.reduceOnly && instrument.allowsExit(of: order.quantity, open: closableQuantity(of: order))
  }

  private mutating func notionalFault(_ order: OrderRequest, _ instrument: Instrument) -> VenueError? {
    // A close of what is left passes, and inverse contracts have no smallest value.
    guard !order.reduceOnly, instrument.kind != .inverse else { return nil }
    let price = reckonedPrice(of: order)
    let value = ProfitAndLoss.value(quantity: order.quantity, price: price, instrument: instrument)
    if value >= instrument.minNotional { return nil }
    return ExchangeRefusal.notional.error("notional \(value) is below \(instrument.minNotional)")
  }

  private mutating func reduceOnlyFault(_ order: OrderRequest) -> VenueError? {
    guard order.reduceOnly else { return nil }
    if ledger[order.instrument].quantity.signum == -order.side.sign { return nil }
    return ExchangeRefusal.reduceOnly.error("the order would not shrink a position")
  }

  private mutating func marginFault(
    _ order: OrderRequest, opening: Fixed, required: Fixed, _ instrument: Instrument
  ) -> VenueError? {
    if instrument.kind == .spot, order.side == .sell {
      return ExchangeRefusal.balance.error("\(opening) \(instrument.base) more than is held or free")
    }
    var free = wallet + total.unrealised - total.initial
    for book in books {
      for working in book.working { free -= working.openReserve }
    }
    if required <= free { return nil }
    return ExchangeRefusal.margin.error("margin \(required) is needed, \(free) is free")
  }
}
