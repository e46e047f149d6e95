internal import Platform
internal import Primitives
internal import Trading

/// An order from memory in the fields of `/api/orders`, exact.
enum OrderEncoder {
  static func encode(_ order: Order, _ book: InstrumentBook) -> [UInt8] {
    let average = order.averageFillPrice
    let arrival = order.arrivalPrice
    var writer = JSONWriter(reservingBytes: 1_024)
    writer.beginObject()
    writer.field("order_id", order.id.description)
    writer.field("client_order_id", order.id.clientOrderID)
    writer.field("exchange_order_id", order.exchangeOrderID?.text)
    writer.field("signal_id", order.signalID.text)
    writer.field("session_id", order.sessionID.text)
    writer.field("symbol", book[order.instrument].symbol.text)
    writer.field("side", order.side.rawValue)
    writer.field("order_type", order.type.rawValue)
    writer.field("time_in_force", order.timeInForce.rawValue)
    writer.field("reduce_only", order.reduceOnly)
    writer.field("quantity", order.quantity)
    writer.field("requested_price", order.limitPrice)
    writer.field("filled_quantity", order.filledQuantity)
    writer.field("average_fill_price", average)
    writer.field("status", order.status.rawValue)
    writer.field(
      "slippage", Slippage.price(side: order.side, averageFillPrice: average, arrivalMid: arrival))
    writer.field(
      "slippage_bps",
      Slippage.basisPoints(side: order.side, averageFillPrice: average, arrivalMid: arrival))
    writer.field("commission", order.commission)
    writer.field("fee_asset", some(order.feeAsset))
    writer.field("error_message", some(order.reasonMessage))
    writer.field("reason_code", some(order.reasonCode))
    writer.field("arrival_price", arrival)
    writer.field("correlation_id", order.id.intentID.correlationID)
    writer.field("created_at", order.createdAt)
    writer.field("updated_at", order.updatedAt)
    writer.field("filled_at", order.filledAt)
    writer.endObject()
    return writer.takeBytes()
  }

  private static func some(_ text: String) -> String? { text.isEmpty ? nil : text }
}
