internal import Platform
internal import Primitives
internal import Trading

extension Position {
  /// Writes the position as an object.
  func encode(into writer: inout JSONWriter, _ instruments: InstrumentBook) {
    writer.beginObject()
    writer.field("symbol", instrument, in: instruments)
    writer.field("quantity", quantity)
    writer.field("cost", cost)
    writer.field("realised", realised)
    writer.field("fees", fees)
    writer.field("funding", funding)
    writer.field("opened_at_ns", nanos: openedAt)
    writer.field("updated_at_ns", nanos: updatedAt)
    writer.endObject()
  }

  /// Reads what `encode` wrote.
  init(from reader: inout FieldReader, _ instruments: InstrumentBook) throws(CodecError) {
    self.init(
      instrument: try reader.instrument("symbol", in: instruments),
      quantity: try reader.decimal("quantity"), cost: try reader.decimal("cost"),
      realised: try reader.decimal("realised"), fees: try reader.decimal("fees"),
      funding: try reader.decimal("funding"), openedAt: try reader.moment("opened_at_ns"),
      updatedAt: try reader.moment("updated_at_ns"))
  }
}
