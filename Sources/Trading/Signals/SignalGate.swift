public import Primitives

/// The gates between a raw signal and its order (ruling 3): eligibility, caps, size.
public struct SignalGate: Sendable {
  /// What a signal may turn into.
  public enum Verdict: Hashable, Sendable {
    /// One order of this many contracts; `leftOpen`: what an exit was to close beyond the most one order
    /// may hold, contracts.
    case order(quantity: Fixed, reduceOnly: Bool, leftOpen: Fixed = 0)
    /// No order.
    case reject(Rejection)
    /// Informational: recorded only.
    case note
  }

  /// The limits in force.
  public let caps: TradingCaps

  /// A gate with its limits.
  public init(caps: TradingCaps) { self.caps = caps }

  /// Judges a signal. Entries pass every limit; exits only what makes an order possible (ruling 7).
  public func judge(_ signal: Signal, _ context: borrowing GateContext) -> Verdict {
    let action: TradingAction
    switch signal.type.purpose {
    case .inform: return .note
    case .enter: action = .entry
    case .exit: action = .exit
    }
    if let refusal = context.trading.refusal(of: action) { return .reject(refusal) }
    if context.isStorageLow, action == .entry {
      return .reject("STORAGE_LOW", "the disk of the data directory is nearly full: no entries")
    }
    guard let instrument = context.instrument else {
      return .reject("UNKNOWN_SYMBOL", "symbol \(signal.symbol) is not in the instruments file")
    }
    if instrument.settle != context.currency {
      return .reject(
        "WRONG_CURRENCY",
        "\(signal.symbol) settles in \(instrument.settle), the account in \(context.currency)")
    }
    if let rejection = malformed(signal) { return .reject(rejection) }
    if context.hasMarketEnded {
      return .reject("MARKET_CLOSED", "the replay of \(signal.symbol) is finished")
    }
    guard let bid = context.bid, let ask = context.ask else {
      return .reject("DATA_MISSING", "no price of \(signal.symbol) has been seen yet")
    }
    guard context.hasOrderRoom else {
      return .reject("ORDER_QUEUE_FULL", "Order queue full: the cap is \(caps.maxOrders)")
    }
    return signal.type.purpose == .exit
      ? exit(signal, instrument, context)
      : entry(signal, instrument, context, bid: bid, ask: ask)
  }

  private func malformed(_ signal: Signal) -> Rejection? {
    if !Bounds.holds(quantity: signal.quantity) {
      return Rejection(code: "INVALID_QUANTITY", message: "quantity \(signal.quantity) is not usable")
    }
    switch signal.orderType {
    case .market:
      return signal.price == nil
        ? nil : Rejection(code: "INVALID_PRICE", message: "a market order takes no price")
    case .limit:
      guard let price = signal.price else {
        return Rejection(code: "INVALID_PRICE", message: "Limit order requires price")
      }
      return Bounds.holds(price: price)
        ? nil : Rejection(code: "INVALID_PRICE", message: "price \(price) is not usable")
    }
  }

  /// Clamped to what is open and not closing already, so that it cannot flip (S2-SIG-08), and to what one
  /// order may hold: a signal gives exactly one order, so the verdict says what that leaves open.
  private func exit(_ signal: Signal, _ instrument: Instrument, _ context: borrowing GateContext) -> Verdict {
    guard !context.positionQuantity.isZero else {
      return .reject("NO_POSITION", "no position of \(signal.symbol) to close")
    }
    guard context.positionQuantity.signum != signal.side.sign else {
      return .reject(
        "EXIT_SIDE_MISMATCH",
        "\(signal.side.rawValue) would add to the position of \(context.positionQuantity)")
    }
    let open = context.positionQuantity.magnitude - context.closingQuantity
    guard open.isPositive else {
      return .reject("NOTHING_TO_CLOSE", "working exit orders close all of \(signal.symbol) already")
    }
    let wanted = min(signal.quantity, open).rounded(toStep: instrument.lotStep, .down)
    let quantity = instrument.exitQuantity(of: wanted)
    guard instrument.allowsExit(of: quantity, open: open) else {
      return .reject(
        "BELOW_MIN_ORDER_SIZE",
        "an exit of \(wanted) of the \(open) open is no order: whole lots of \(instrument.lotStep), at "
          + "least \(instrument.minQuantity) unless it closes all of them")
    }
    return .order(quantity: quantity, reduceOnly: true, leftOpen: wanted - quantity)
  }

  private func entry(
    _ signal: Signal, _ instrument: Instrument, _ context: borrowing GateContext, bid: Fixed, ask: Fixed
  ) -> Verdict {
    if instrument.kind == .spot, signal.side == .sell {
      return .reject("SHORT_NOT_POSSIBLE", "\(signal.symbol) is spot: only a position held can be sold")
    }
    let quantity = signal.quantity.rounded(toStep: instrument.lotStep, .down)
    if quantity < instrument.minQuantity || !quantity.isPositive {
      return .reject(
        "BELOW_MIN_ORDER_SIZE",
        "quantity \(signal.quantity) is \(quantity) in lots of \(instrument.lotStep); "
          + "the least is \(instrument.minQuantity)")
    }
    if quantity > instrument.maxQuantity {
      return .reject(
        "ABOVE_MAX_ORDER_SIZE", "quantity \(quantity) exceeds \(instrument.maxQuantity) of \(signal.symbol)")
    }
    // The price the order will pay: what it crosses to, or its limit.
    let touch = signal.side == .buy ? ask : bid
    let price = signal.price ?? touch
    if let rejection = collar(signal, instrument, price: price, touch: touch) { return .reject(rejection) }
    let notional = ProfitAndLoss.value(quantity: quantity, price: price, instrument: instrument)
    if notional < instrument.minNotional {
      return .reject(
        "MIN_NOTIONAL_NOT_MET", "order value \(notional) is under \(instrument.minNotional)")
    }
    if notional > caps.maxOrderNotional {
      return .reject(
        "MAX_ORDER_NOTIONAL", "order value \(notional) exceeds the cap of \(caps.maxOrderNotional)")
    }
    if context.entriesLastMinute >= caps.maxOrdersPerMinute {
      return .reject(
        "ORDER_RATE_LIMIT",
        "\(context.entriesLastMinute) entries in the last minute; the cap is \(caps.maxOrdersPerMinute)")
    }
    if context.positionQuantity.isZero, !context.isOpening, context.openPositionCount >= caps.maxPositions {
      return .reject("MAX_POSITIONS_EXCEEDED", "\(context.openPositionCount) positions are open")
    }
    return .order(quantity: quantity, reduceOnly: false)
  }

  private func collar(
    _ signal: Signal, _ instrument: Instrument, price: Fixed, touch: Fixed
  ) -> Rejection? {
    guard signal.orderType == .limit else { return nil }
    if !price.isMultiple(of: instrument.tickSize) {
      return Rejection(
        code: "INVALID_PRICE", message: "price \(price) is no multiple of the tick \(instrument.tickSize)")
    }
    let room = touch.multiplied(by: caps.priceCollarFraction, rounding: .down)
    let crossing = signal.side == .buy ? price - touch : touch - price
    guard crossing > room else { return nil }
    return Rejection(
      code: "PRICE_COLLAR", message: "price \(price) is more than \(room) through the market at \(touch)")
  }
}

extension SignalGate.Verdict {
  fileprivate static func reject(_ code: String, _ message: String) -> Self {
    .reject(Rejection(code: code, message: message))
  }
}
