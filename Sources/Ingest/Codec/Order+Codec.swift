internal import Platform
internal import Primitives
internal import Trading

extension Order {
  /// Writes the order as an object; `progress` is `null` while it is as it was decided.
  func encode(into writer: inout JSONWriter, _ instruments: InstrumentBook) {
    writer.beginObject()
    writer.field("order_id", id.description)
    writer.field("signal_id", signalID.text)
    writer.field("session_id", sessionID.text)
    writer.field("symbol", instrument, in: instruments)
    writer.field("side", side.rawValue)
    writer.field("order_type", type.rawValue)
    writer.field("time_in_force", timeInForce.rawValue)
    writer.field("reduce_only", reduceOnly)
    writer.field("quantity", quantity)
    writer.field("limit_price", limitPrice)
    writer.field("created_at_ns", nanos: createdAt)
    writer.field("expires_at_ns", nanos: expiresAt)
    writer.field("fingerprint", fingerprint.text)
    writer.key("progress")
    if self == asDecided { writer.null() } else { encodeProgress(into: &writer) }
    writer.endObject()
  }

  private func encodeProgress(into writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("status", status.rawValue)
    writer.field("delivery", delivery.rawValue)
    writer.field("arrival_bid", arrivalBid)
    writer.field("arrival_ask", arrivalAsk)
    writer.field("handed_off_at_ns", nanos: handedOffAt)
    writer.field("exchange_order_id", exchangeOrderID?.text)
    writer.field("filled_quantity", filledQuantity)
    writer.field("filled_value", filledValue)
    writer.field("commission", commission)
    writer.field("fee_asset", feeAsset)
    writer.field("cancel_requested", cancelRequested)
    writer.field("cancel_refused_at_ns", nanos: cancelRefusedAt)
    writer.field("reason_code", reasonCode)
    writer.field("reason_message", reasonMessage)
    writer.field("updated_at_ns", nanos: updatedAt)
    writer.field("filled_at_ns", nanos: filledAt)
    writer.endObject()
  }

  /// Reads what `encode` wrote.
  static func decode(
    from reader: inout FieldReader, _ instruments: InstrumentBook
  ) throws(CodecError) -> Order {
    let decided = Order(
      id: try reader.orderID("order_id"), signalID: try reader.identifier("signal_id"),
      sessionID: try reader.identifier("session_id"),
      instrument: try reader.instrument("symbol", in: instruments), side: try reader.choice("side"),
      type: try reader.choice("order_type"), timeInForce: try reader.choice("time_in_force"),
      reduceOnly: try reader.flag("reduce_only"), quantity: try reader.decimal("quantity"),
      limitPrice: try reader.optionalDecimal("limit_price"),
      createdAt: try reader.moment("created_at_ns"),
      expiresAt: try reader.optionalMoment("expires_at_ns"),
      fingerprint: try reader.digest("fingerprint"))
    guard var progress = try reader.optionalObject("progress") else { return decided }
    return Order(
      restoring: decided, status: try progress.choice("status"),
      delivery: try progress.choice("delivery"),
      arrivalBid: try progress.optionalDecimal("arrival_bid"),
      arrivalAsk: try progress.optionalDecimal("arrival_ask"),
      handedOffAt: try progress.optionalMoment("handed_off_at_ns"),
      exchangeOrderID: try progress.optionalText("exchange_order_id").map { ExchangeOrderID($0) },
      filledQuantity: try progress.decimal("filled_quantity"),
      filledValue: try progress.decimal("filled_value"),
      commission: try progress.decimal("commission"), feeAsset: try progress.text("fee_asset"),
      cancelRequested: try progress.flag("cancel_requested"),
      cancelRefusedAt: try progress.optionalMoment("cancel_refused_at_ns"),
      reasonCode: try progress.text("reason_code"),
      reasonMessage: try progress.text("reason_message"),
      updatedAt: try progress.moment("updated_at_ns"),
      filledAt: try progress.optionalMoment("filled_at_ns"))
  }
}
