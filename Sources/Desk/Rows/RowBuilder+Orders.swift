import Primitives
import Sync
import Trading

extension RowBuilder {
  /// The order's whole row as it stands after the event.
  func row(of order: Order, _ names: OrderNames, _ context: RowContext) -> Row {
    let average = order.averageFillPrice
    let arrival = order.arrivalPrice
    return Row(
      .liveOrders,
      [
        .name(order.sessionID.text), names.id, .of(order.exchangeOrderID?.text),
        .name(symbol(order.instrument)), .name(order.side.rawValue), .name(order.type.rawValue),
        .of(order.quantity), .of(order.limitPrice), .of(order.filledQuantity), .of(average),
        .name(order.status.rawValue), .of(order.reasonMessage),
        .of(Slippage.price(side: order.side, averageFillPrice: average, arrivalMid: arrival)),
        .of(order.commission), .of(order.createdAt), .of(order.updatedAt), .of(order.filledAt),
        names.clientOrderID, .name(order.signalID.text), names.correlationID,
        context.session.account, context.session.mode, .name(order.timeInForce.rawValue),
        .boolean(order.reduceOnly),
        .of(arrival),
        .of(Slippage.basisPoints(side: order.side, averageFillPrice: average, arrivalMid: arrival)),
        .of(order.feeAsset), .of(order.reasonCode), .of(order.expiresAt), .of(order.handedOffAt),
        context.recorded,
      ])
  }

  /// The row of a transition; `order` as it stands after it.
  mutating func row(of change: OrderEvent, _ order: Order, _ context: RowContext) -> Row {
    switch change {
    case .handedOff: transition("HANDED_OFF", order, context)
    case .sentAgain: transition("SENT_AGAIN", order, context)
    case .accepted: transition("ACCEPTED", order, context)
    case .failed(let error):
      transition("FAILED", order, code: error.code, message: error.message, context)
    case .outcomeUnknown:
      transition(
        "OUTCOME_UNKNOWN", order, code: order.reasonCode, message: order.reasonMessage, context)
    case .cancelRequested(let origin):
      transition("CANCEL_REQUESTED", order, code: origin.rawValue, context)
    case .cancelRejected(let error):
      transition("CANCEL_REJECTED", order, code: error.code, message: error.message, context)
    case .cancelled:
      transition("CANCELLED", order, code: order.reasonCode, message: order.reasonMessage, context)
    }
  }

  /// A row of `order_events`.
  mutating func transition(
    _ event: String, _ order: Order, code: String? = nil, message: String? = nil,
    _ context: RowContext
  ) -> Row {
    let names = self.names(order.id)
    return Row(
      .orderEvents,
      [
        .of(order.updatedAt), names.id, .integer(context.seq),
        .name(order.sessionID.text), .name(symbol(order.instrument)), .name(event),
        .name(order.status.rawValue), .of(order.filledQuantity), .of(order.averageFillPrice), .of(code),
        .of(message), names.correlationID, context.recorded,
      ])
  }

  /// The execution, and what it made of its order when that is still held.
  mutating func append(
    _ booking: FillBooking, realisedBefore: Fixed, _ context: RowContext, into rows: inout [Row]
  ) {
    let fill = booking.fill
    let order = fill.orderID.flatMap { state.orders[$0] }
    let ours = fill.orderID.map { names($0) }
    let earned = (state.positions[fill.instrument]?.realised ?? 0) - realisedBefore
    rows.append(
      Row(
        .fills,
        [
          .of(fill.at), .name(fill.tradeID.text), context.session.sessionID, context.session.account,
          ours?.id ?? .null, .of(fill.exchangeOrderID.text), .of(order?.signalID.text),
          .name(symbol(fill.instrument)), .name(fill.side.rawValue), .of(fill.quantity), .of(fill.price),
          .of(fill.fee), .of(fill.feeAsset), .name(fill.liquidity.rawValue), .name(fill.kind.rawValue),
          .boolean(booking.isLate), .of(earned), context.session.mode,
          ours?.correlationID ?? .null, context.recorded,
        ]))
    guard let order else { return }
    append(order, context, into: &rows)
    let isWhole = order.filledQuantity >= order.quantity
    let event = booking.isLate ? "LATE_FILL" : isWhole ? "FILL" : "PARTIAL_FILL"
    rows.append(transition(event, order, context))
  }

  func symbol(_ instrument: InstrumentIndex) -> String { instruments[instrument].symbol.text }
}
