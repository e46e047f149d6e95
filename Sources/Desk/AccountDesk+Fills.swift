import Primitives
import Sync
import Trading

/// A position that a fill changed, until the account is valued again.
struct PositionChange: Hashable, Sendable {
  let instrument: InstrumentIndex
  /// What the fill closed whole, as it stood before; nil when it closed nothing whole.
  var closed: Position?
  /// True when the exchange forced it.
  var isForced: Bool
}

extension AccountDesk {
  /// Books an execution once, whatever its order's state (ruling 21).
  mutating func book(_ fill: Fill, at now: Timestamp, into step: inout Step) {
    guard !state.tradeIDs.contains(TradeKey(fill)) else { return }
    guard settings.instruments.instruments.indices.contains(fill.instrument),
      Bounds.holds(quantity: fill.quantity), Bounds.holds(price: fill.price),
      case let (instrument, feeRate) = (settings.instruments[fill.instrument], self.feeRate(of: fill)),
      state.positions.canBook(fill, of: instrument, feeRate: feeRate)
    else {
      emit(
        .factRefused("fill \(fill.tradeID) is out of bounds: \(fill.quantity) at \(fill.price)"),
        at: now, into: &step)
      return
    }
    let standing = standing(of: fill)
    let before = state.positions[fill.instrument]
    let tick = market[fill.instrument]
    emit(
      .filled(
        FillBooking(
          fill: fill, isLate: standing.isLate, bid: tick?.bid, ask: tick?.ask, feeRate: feeRate)),
      at: now, into: &step)
    ordersChanged = true
    note(fill, before: before)
    resolveExit(fill, before: before, at: now, into: &step)
    if standing.isTracked, let id = fill.orderID {
      resolve(.orderUnresolved, symbol: id.description, "the exchange filled it", at: now, into: &step)
    }
    if standing.isLate {
      warn(.lateFill, "a fill came after its order had ended", fill, at: now, into: &step)
    }
    if standing.exceedsOrder {
      warn(.overfill, "more was filled than ordered", fill, at: now, into: &step)
    }
    if feeRate == nil, fill.hasThirdFeeAsset(in: instrument), !fill.fee.isZero {
      warn(
        .feeUnvalued, "a fee of \(fill.fee) \(fill.feeAsset) has no rate and is not in the profit", fill,
        at: now, into: &step)
    }
    if fill.kind != .order { liquidated(fill, before: before, at: now, into: &step) }
  }

  /// How a fill stands to its order before it is booked. The order itself is let go: then it is moved on in
  /// place. Mutating, so that the desk is not copied for it.
  private mutating func standing(of fill: Fill) -> (isTracked: Bool, isLate: Bool, exceedsOrder: Bool) {
    guard let id = fill.orderID else { return (false, false, false) }
    guard let order = state.orders[id] else { return (false, true, false) }
    return (true, order.status.isTerminal, order.filledQuantity + fill.quantity > order.quantity)
  }

  /// Settlement currency for one of the third asset a fee was taken in: the mid of the first listed pair
  /// of the two that has a price. Nil for a fee in settlement or base currency, which needs no rate.
  /// Changes nothing; mutating, so that the desk is not copied for it.
  private mutating func feeRate(of fill: Fill) -> Fixed? {
    let instrument = settings.instruments[fill.instrument]
    guard fill.hasThirdFeeAsset(in: instrument) else { return nil }
    let listed = settings.instruments.instruments
    for index in listed.indices where listed[index].kind != .inverse {
      let pair = listed[index]
      guard pair.base == fill.feeAsset, pair.quote == instrument.settle else { continue }
      if let mark = market.mark(index) { return mark }
    }
    return nil
  }

  /// Books funding once.
  mutating func book(_ payment: FundingPayment, at now: Timestamp, into step: inout Step) {
    guard !state.tradeIDs.contains(TradeKey(payment)) else { return }
    guard settings.instruments.instruments.indices.contains(payment.instrument),
      Bounds.holds(money: payment.amount)
    else {
      emit(.factRefused("funding \(payment.id) is out of bounds: \(payment.amount)"), at: now, into: &step)
      return
    }
    emit(.fundingBooked(payment), at: now, into: &step)
    changes.append(PositionChange(instrument: payment.instrument, closed: nil, isForced: false))
  }

  private mutating func note(_ fill: Fill, before: Position?) {
    let now = state.positions.quantity(fill.instrument)
    let hasClosed = before.map { !$0.quantity.isZero && now.signum != $0.quantity.signum } ?? false
    changes.append(
      PositionChange(
        instrument: fill.instrument, closed: hasClosed ? before : nil, isForced: fill.kind != .order))
  }

  private mutating func warn(
    _ type: AlertType, _ message: String, _ fill: Fill, at now: Timestamp, into step: inout Step
  ) {
    raise(
      type, .warning, symbol: settings.instruments[fill.instrument].symbol.text, message: message,
      details: [
        AlertDetail("order_id", fill.orderID?.description ?? ""),
        AlertDetail("trade_id", fill.tradeID.text), AlertDetail("quantity", fill.quantity.description),
        AlertDetail("price", fill.price.description),
      ], at: now, into: &step)
  }

  /// S2-POS-10 with the evidence at hand: the exchange says so itself, hence confirmed.
  private mutating func liquidated(
    _ fill: Fill, before: Position?, at now: Timestamp, into step: inout Step
  ) {
    let instrument = settings.instruments[fill.instrument]
    let side: PositionSide = fill.side == .sell ? .long : .short
    let entry = before?.averageEntry(instrument)
    raise(
      .liquidationDetected, .critical, symbol: instrument.symbol.text,
      message: "LIQUIDATION DETECTED: \(instrument.symbol) \(side.rawValue)",
      details: [
        AlertDetail("symbol", instrument.symbol.text), AlertDetail("side", side.rawValue),
        AlertDetail("entry_price", entry?.description ?? ""),
        AlertDetail("last_price", fill.price.description),
        AlertDetail("quantity", fill.quantity.description), AlertDetail("cause", fill.kind.rawValue),
        AlertDetail("confidence", "confirmed"),
      ], at: now, into: &step)
  }
}
