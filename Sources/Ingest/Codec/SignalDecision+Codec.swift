internal import Platform
internal import Primitives
internal import Trading

extension SignalDecision {
  /// The names of the outcomes.
  private enum OutcomeName: String {
    case ordered, rejected, duplicate, noted, simulated
  }

  /// Writes the members of the decision.
  func encodeMembers(into writer: inout JSONWriter, _ instruments: InstrumentBook) {
    writer.key("signal")
    signal.encode(into: &writer)
    writer.field("idempotency_key", key.text)
    writer.field("key_rule", key.rule.rawValue)
    writer.field("fingerprint", fingerprint)
    writer.field("intent_id", intentID.description)
    switch outcome {
    case .ordered(let order): encode(.ordered, order, into: &writer, instruments)
    case .simulated(let order): encode(.simulated, order, into: &writer, instruments)
    case .noted: writer.field("outcome", OutcomeName.noted.rawValue)
    case .rejected(let rejection):
      writer.field("outcome", OutcomeName.rejected.rawValue)
      writer.field("code", rejection.code)
      writer.field("message", rejection.message)
    case .duplicate(let prior):
      writer.field("outcome", OutcomeName.duplicate.rawValue)
      writer.field("prior_order_id", prior.orderID.description)
      writer.field("prior_signal_id", prior.signalID.text)
      writer.field("prior_fingerprint", prior.fingerprint)
    }
    writer.field("bid", bid)
    writer.field("ask", ask)
    // Only where there is some: every other decision keeps the bytes it always had.
    if !leftOpen.isZero { writer.field("left_open", leftOpen) }
  }

  private func encode(
    _ name: OutcomeName, _ order: Order, into writer: inout JSONWriter, _ instruments: InstrumentBook
  ) {
    writer.field("outcome", name.rawValue)
    writer.key("order")
    order.encode(into: &writer, instruments)
  }

  /// Reads what `encodeMembers` wrote.
  convenience init(from reader: inout FieldReader, _ instruments: InstrumentBook) throws(CodecError) {
    var signal = try reader.object("signal")
    self.init(
      signal: try Signal(from: &signal),
      key: IdempotencyKey(
        text: try reader.text("idempotency_key"), rule: try reader.choice("key_rule")),
      fingerprint: try reader.digest("fingerprint"),
      intentID: try Self.intentID("intent_id", from: &reader),
      outcome: try Self.outcome(from: &reader, instruments), bid: try reader.optionalDecimal("bid"),
      ask: try reader.optionalDecimal("ask"), leftOpen: try reader.optionalDecimal("left_open") ?? 0)
  }

  private static func intentID(
    _ key: String, from reader: inout FieldReader
  ) throws(CodecError) -> IntentID {
    guard let id = IntentID(text: try reader.text(key)) else {
      throw reader.bad(key, "not an intent id of ours")
    }
    return id
  }

  private static func outcome(
    from reader: inout FieldReader, _ instruments: InstrumentBook
  ) throws(CodecError) -> Outcome {
    let name: OutcomeName = try reader.choice("outcome")
    switch name {
    case .noted: return .noted
    case .rejected:
      return .rejected(
        Rejection(code: try reader.text("code"), message: try reader.text("message")))
    case .duplicate:
      return .duplicate(
        PriorIntent(
          orderID: try reader.orderID("prior_order_id"),
          signalID: try reader.identifier("prior_signal_id"),
          fingerprint: try reader.digest("prior_fingerprint")))
    case .ordered, .simulated:
      var object = try reader.object("order")
      let order = try Order.decode(from: &object, instruments)
      return name == .ordered ? .ordered(order) : .simulated(order)
    }
  }
}
