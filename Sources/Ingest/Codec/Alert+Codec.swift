internal import Platform
internal import Primitives
internal import Sync
internal import Trading

extension Alert {
  /// Writes the members of the alert.
  func encodeMembers(into writer: inout JSONWriter) {
    writer.field("alert_id", id.text)
    writer.field("alert_type", type.rawValue)
    writer.field("severity", severity.rawValue)
    writer.field("state", state.rawValue)
    writer.field("symbol", symbol)
    writer.field("message", message)
    writer.key("details")
    writer.beginArray()
    for detail in details {
      writer.beginObject()
      writer.field("name", detail.name)
      writer.field("value", detail.value)
      writer.endObject()
    }
    writer.endArray()
    writer.field("fired_at_ns", nanos: firedAt)
    writer.key("acknowledgement")
    if let seen = acknowledgement {
      writer.beginObject()
      writer.field("actor", seen.actor)
      writer.field("reason", seen.reason)
      writer.field("at_ns", nanos: seen.at)
      writer.endObject()
    } else {
      writer.null()
    }
  }

  /// Reads what `encodeMembers` wrote.
  init(from reader: inout FieldReader) throws(CodecError) {
    self.init(
      id: try reader.identifier("alert_id"), type: try reader.choice("alert_type"),
      severity: try reader.choice("severity"), state: try reader.choice("state"),
      symbol: try reader.text("symbol"), message: try reader.text("message"),
      details: try reader.objects("details") { (element) throws(CodecError) in
        AlertDetail(try element.text("name"), try element.text("value"))
      },
      firedAt: try reader.moment("fired_at_ns"),
      acknowledgement: try Self.acknowledgement(from: &reader))
  }

  private static func acknowledgement(
    from reader: inout FieldReader
  ) throws(CodecError) -> Acknowledgement? {
    guard var object = try reader.optionalObject("acknowledgement") else { return nil }
    return Acknowledgement(
      actor: try object.text("actor"), reason: try object.text("reason"),
      at: try object.moment("at_ns"))
  }
}
