internal import Platform
internal import Primitives
internal import Trading

extension OrderEvent {
  /// Writes the members beside the order's id; the event's type says which they are.
  func encodeMembers(into writer: inout JSONWriter) {
    switch self {
    case .handedOff(let bid, let ask):
      writer.field("bid", bid)
      writer.field("ask", ask)
    case .accepted(let id): writer.field("exchange_order_id", id.text)
    case .failed(let error), .cancelRejected(let error):
      writer.field("code", error.code)
      writer.field("message", error.message)
    case .outcomeUnknown(let reason): writer.field("reason", reason)
    case .cancelRequested(let origin): writer.field("origin", origin.rawValue)
    case .sentAgain: break
    case .cancelled(let reason): writer.field("reason", reason.rawValue)
    }
  }
}

extension VenueError {
  /// Reads `code` and `message`.
  init(from reader: inout FieldReader) throws(CodecError) {
    self.init(code: try reader.text("code"), message: try reader.text("message"))
  }
}
