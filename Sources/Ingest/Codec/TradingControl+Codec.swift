internal import Platform
internal import Primitives
internal import Trading

extension TradingControl {
  /// Writes the control as an object; `null` for one nobody has touched.
  func encode(into writer: inout JSONWriter) {
    guard self != TradingControl() else { return writer.null() }
    writer.beginObject()
    writer.field("state", state.rawValue)
    writer.field("since_ns", nanos: since)
    writer.field("actor", actor)
    writer.field("reason", reason)
    writer.endObject()
  }

  /// Reads what `encode` wrote; what is not there was written before there was such a thing.
  init(_ key: String, of reader: inout FieldReader) throws(CodecError) {
    guard var object = try reader.optionalObject(key) else {
      self.init()
      return
    }
    self.init(
      try object.choice("state"), since: try object.optionalMoment("since_ns"),
      actor: try object.text("actor"), reason: try object.text("reason"))
  }
}
