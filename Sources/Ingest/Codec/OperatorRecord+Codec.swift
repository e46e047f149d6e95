internal import Desk
internal import Platform
internal import Primitives
internal import Trading

extension OperatorRecord {
  /// Writes the members of the record; what the action is about stands under its own name.
  func encodeMembers(into writer: inout JSONWriter, _ instruments: InstrumentBook) {
    writer.field("action", command.action.name)
    switch command.action {
    case .cancel(let id): writer.field("order_id", id.description)
    case .closePosition(let instrument): writer.field("symbol", instrument, in: instruments)
    case .acknowledgeAlert(let id): writer.field("alert_id", id.text)
    case .halt, .drain, .pauseEntries, .resume, .cancelAll, .flatten: break
    }
    writer.field("actor", command.actor)
    writer.field("reason", command.reason)
    writer.field("outcome", outcome)
    writer.field("code", refusal?.code)
    writer.field("message", refusal?.message)
    writer.field("state_before", before.rawValue)
    writer.field("state_after", after.rawValue)
  }

  /// Reads what `encodeMembers` wrote.
  init(from reader: inout FieldReader, _ instruments: InstrumentBook) throws(CodecError) {
    let action = try OperatorAction(from: &reader, instruments)
    let command = OperatorCommand(
      action, actor: try reader.text("actor"), reason: try reader.text("reason"))
    var refusal: Rejection?
    switch try reader.text("outcome") {
    case "APPLIED": break
    case "REFUSED":
      refusal = Rejection(code: try reader.text("code"), message: try reader.text("message"))
    default: throw reader.bad("outcome", "none of the values this field can have")
    }
    self.init(
      command: command, refusal: refusal, before: try reader.choice("state_before"),
      after: try reader.choice("state_after"))
  }
}

extension OperatorAction {
  fileprivate init(
    from reader: inout FieldReader, _ instruments: InstrumentBook
  ) throws(CodecError) {
    switch try reader.text("action") {
    case "HALT": self = .halt
    case "DRAIN": self = .drain
    case "PAUSE": self = .pauseEntries
    case "RESUME": self = .resume
    case "CANCEL": self = .cancel(try reader.orderID("order_id"))
    case "CANCEL_ALL": self = .cancelAll
    case "CLOSE": self = .closePosition(try reader.instrument("symbol", in: instruments))
    case "FLATTEN": self = .flatten
    case "ACKNOWLEDGE": self = .acknowledgeAlert(try reader.identifier("alert_id"))
    default: throw reader.bad("action", "none of the values this field can have")
    }
  }
}
