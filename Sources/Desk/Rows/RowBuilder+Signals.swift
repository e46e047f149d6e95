import Primitives
import Trading

extension RowBuilder {
  /// The signal's row, and those of the order it placed.
  mutating func append(_ decision: SignalDecision, _ context: RowContext, into rows: inout [Row]) {
    switch decision.outcome {
    case .duplicate, .simulated: return
    case .noted: rows.append(row(of: decision, "NOTED", context))
    case .rejected(let rejection): rows.append(row(of: decision, "REJECTED", rejection: rejection, context))
    case .ordered(let order):
      rows.append(row(of: decision, "ORDERED", context))
      append(order, context, into: &rows)
      rows.append(transition("CREATED", order, context))
    }
  }

  private mutating func row(
    of decision: SignalDecision, _ name: String, rejection: Rejection? = nil,
    _ context: RowContext
  ) -> Row {
    let signal = decision.signal
    // What an order of it pays: its limit, else what it would have crossed to (trap 8).
    let touch = signal.side == .buy ? decision.ask : decision.bid
    return Row(
      .signalHistory,
      [
        context.session.sessionID, .name(signal.id?.text ?? ""), .name(signal.type.rawValue),
        .name(signal.symbol.text),
        .name(signal.side.rawValue), .of(signal.quantity), .of(signal.price ?? touch),
        .of(signal.confidence), .of(signal.strategyName), .of(RowJSON.object(signal.indicatorValues)),
        .null, .boolean(rejection == nil), .of(rejection?.message),
        decision.order.map { names($0.id).id } ?? .null,
        .of(context.at),
        context.session.account, context.session.mode, .name(decision.intentID.correlationID),
        .name(decision.intentID.description), .name(decision.key.text), .name(decision.key.rule.rawValue),
        .name(name), .of(rejection?.code), .name(signal.orderType.rawValue), .name(signal.source.rawValue),
        .integer(context.seq), context.recorded,
      ])
  }
}
