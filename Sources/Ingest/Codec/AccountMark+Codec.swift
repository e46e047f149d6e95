internal import Desk
internal import Platform
internal import Primitives
internal import Trading

extension AccountMark {
  /// Writes the members of the valuation.
  func encodeMembers(into writer: inout JSONWriter, _ instruments: InstrumentBook) {
    writer.field("at_ns", nanos: at)
    writer.field("cause", cause.rawValue)
    writer.field("wallet", wallet)
    writer.field("equity", equity)
    writer.field("unrealised", unrealised)
    writer.field("realised", realised)
    writer.field("fees", fees)
    writer.field("funding", funding)
    writer.field("margin_used", marginUsed)
    writer.field("maintenance_margin", maintenanceMargin)
    writer.field("margin_ratio_percent", marginRatioPercent)
    writer.field("peak_equity", peakEquity)
    writer.key("positions")
    writer.beginArray()
    for position in positions { position.encode(into: &writer, instruments) }
    writer.endArray()
  }

  /// Reads what `encodeMembers` wrote.
  convenience init(from reader: inout FieldReader, _ instruments: InstrumentBook) throws(CodecError) {
    self.init(
      at: try reader.moment("at_ns"), cause: try reader.choice("cause"),
      wallet: try reader.decimal("wallet"), equity: try reader.decimal("equity"),
      unrealised: try reader.decimal("unrealised"), realised: try reader.decimal("realised"),
      fees: try reader.decimal("fees"), funding: try reader.decimal("funding"),
      marginUsed: try reader.decimal("margin_used"),
      maintenanceMargin: try reader.decimal("maintenance_margin"),
      marginRatioPercent: try reader.optionalDecimal("margin_ratio_percent"),
      peakEquity: try reader.decimal("peak_equity"),
      positions: try reader.objects("positions") { (element) throws(CodecError) in
        try PositionMark(from: &element, instruments)
      })
  }
}

extension PositionMark {
  /// Writes the position as an object.
  func encode(into writer: inout JSONWriter, _ instruments: InstrumentBook) {
    writer.beginObject()
    writer.field("symbol", instrument, in: instruments)
    writer.field("side", side.rawValue)
    writer.field("quantity", quantity)
    writer.field("entry_price", entryPrice)
    writer.field("mark_price", markPrice)
    writer.field("liquidation_price", liquidationPrice)
    writer.field("unrealised", unrealised)
    writer.field("margin", margin)
    writer.field("margin_ratio_percent", marginRatioPercent)
    writer.field("realised", realised)
    writer.field("opened_at_ns", nanos: openedAt)
    writer.field("status", status.rawValue)
    writer.endObject()
  }

  /// Reads what `encode` wrote.
  init(from reader: inout FieldReader, _ instruments: InstrumentBook) throws(CodecError) {
    self.init(
      instrument: try reader.instrument("symbol", in: instruments), side: try reader.choice("side"),
      quantity: try reader.decimal("quantity"), entryPrice: try reader.decimal("entry_price"),
      markPrice: try reader.optionalDecimal("mark_price"),
      liquidationPrice: try reader.optionalDecimal("liquidation_price"),
      unrealised: try reader.optionalDecimal("unrealised"),
      margin: try reader.optionalDecimal("margin"),
      marginRatioPercent: try reader.optionalDecimal("margin_ratio_percent"),
      realised: try reader.decimal("realised"), openedAt: try reader.moment("opened_at_ns"),
      status: try reader.choice("status"))
  }
}
