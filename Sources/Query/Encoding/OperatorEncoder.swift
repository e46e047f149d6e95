internal import Desk
internal import Platform
internal import Primitives
internal import Sync
internal import Trading

/// What people command and are to look at, as JSON.
enum OperatorEncoder {
  /// What a command came to; the account is named where there are several.
  static func encode(
    _ receipt: OperatorReceipt, of account: AccountID?, _ book: InstrumentBook
  ) -> [UInt8] {
    let record = receipt.record
    var writer = JSONWriter()
    writer.beginObject()
    if let account { writer.field("account_id", account.text) }
    writer.field("action", record.command.action.name)
    writer.field("target", some(record.target(in: book)))
    writer.field("actor", record.command.actor)
    writer.field("reason", some(record.command.reason))
    writer.field("outcome", record.outcome)
    writer.field("state_before", record.before.rawValue)
    writer.field("state", record.after.rawValue)
    writer.field("at", receipt.at)
    encode("orders", receipt.placed, into: &writer)
    encode("cancelling", receipt.cancelling, into: &writer)
    encode(receipt.refused, into: &writer)
    writer.endObject()
    return writer.takeBytes()
  }

  private static func encode(_ refused: [RefusedClose], into writer: inout JSONWriter) {
    writer.key("refused")
    writer.beginArray()
    for one in refused {
      writer.beginObject()
      writer.field("symbol", one.symbol.text)
      writer.field("code", one.reason.code)
      writer.field("message", one.reason.message)
      writer.endObject()
    }
    writer.endArray()
  }

  private static func encode(_ name: StaticString, _ ids: [OrderID], into writer: inout JSONWriter) {
    writer.key(name)
    writer.beginArray()
    for id in ids { writer.string(id.description) }
    writer.endArray()
  }

  /// `/api/trading`.
  static func trading(_ view: AccountView) -> [UInt8] {
    let control = view.trading
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("account_id", view.session.account.text)
    writer.field("session_id", view.session.sessionID.text)
    writer.field("mode", view.session.mode.rawValue)
    writer.field("state", control.state.rawValue)
    writer.field("since", control.since)
    writer.field("by", some(control.actor))
    writer.field("reason", some(control.reason))
    writer.field("allows_entries", control.state.allows(.entry))
    writer.field("allows_exits", control.state.allows(.exit))
    writer.field("working_orders", view.workingOrders)
    writer.field("open_positions", view.mark.positions.count)
    writer.field("alerts", view.alerts.count)
    writer.endObject()
    return writer.takeBytes()
  }

  /// `/api/alerts/active`: what fires, and what happened and nobody has acknowledged.
  static func alerts(_ view: AccountView) -> [UInt8] {
    var writer = JSONWriter(reservingBytes: 64 + view.alerts.count * 256)
    writer.beginObject()
    writer.field("count", view.alerts.count)
    writer.key("results")
    writer.beginArray()
    for alert in view.alerts { encode(alert, into: &writer) }
    writer.endArray()
    writer.endObject()
    return writer.takeBytes()
  }

  private static func encode(_ alert: Alert, into writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("alert_id", alert.id.text)
    writer.field("severity", alert.severity.rawValue)
    writer.field("alert_type", alert.type.rawValue)
    writer.field("symbol", some(alert.symbol))
    writer.field("message", alert.message)
    writer.key("details")
    writer.beginObject()
    for detail in alert.details {
      writer.key(detail.name)
      writer.string(detail.value)
    }
    writer.endObject()
    writer.field("state", alert.state.rawValue)
    writer.field("timestamp", alert.firedAt)
    writer.field("acknowledged", alert.acknowledgement != nil)
    writer.field("acknowledged_by", alert.acknowledgement?.actor)
    writer.field("acknowledged_at", alert.acknowledgement?.at)
    writer.field("acknowledgement", alert.acknowledgement.flatMap { some($0.reason) })
    writer.endObject()
  }

  private static func some(_ text: String) -> String? { text.isEmpty ? nil : text }
}
