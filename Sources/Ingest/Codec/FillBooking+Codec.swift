internal import Desk
internal import Platform
internal import Primitives
internal import Trading

extension FillBooking {
  /// Writes the members of the fill and of what was known of its order.
  func encodeMembers(into writer: inout JSONWriter, _ instruments: InstrumentBook) {
    writer.field("trade_id", fill.tradeID.text)
    writer.field("order_id", fill.orderID?.description)
    writer.field("exchange_order_id", fill.exchangeOrderID.text)
    writer.field("symbol", fill.instrument, in: instruments)
    writer.field("side", fill.side.rawValue)
    writer.field("quantity", fill.quantity)
    writer.field("price", fill.price)
    writer.field("fee", fill.fee)
    writer.field("fee_asset", fill.feeAsset)
    writer.field("liquidity", fill.liquidity.rawValue)
    writer.field("kind", fill.kind.rawValue)
    writer.field("at_ns", nanos: fill.at)
    writer.field("is_late", isLate)
    writer.field("bid", bid)
    writer.field("ask", ask)
    if let feeRate { writer.field("fee_rate", feeRate) }
  }

  /// Reads what `encodeMembers` wrote.
  convenience init(from reader: inout FieldReader, _ instruments: InstrumentBook) throws(CodecError) {
    let fill = Fill(
      tradeID: try reader.identifier("trade_id"), orderID: try reader.optionalOrderID("order_id"),
      exchangeOrderID: try reader.identifier("exchange_order_id"),
      instrument: try reader.instrument("symbol", in: instruments), side: try reader.choice("side"),
      quantity: try reader.decimal("quantity"), price: try reader.decimal("price"),
      fee: try reader.decimal("fee"), feeAsset: try reader.text("fee_asset"),
      liquidity: try reader.choice("liquidity"), kind: try reader.choice("kind"),
      at: try reader.moment("at_ns"))
    self.init(
      fill: fill, isLate: try reader.flag("is_late"), bid: try reader.optionalDecimal("bid"),
      ask: try reader.optionalDecimal("ask"), feeRate: try reader.optionalDecimal("fee_rate"))
  }
}

extension FundingPayment {
  /// Writes the members of the payment.
  func encodeMembers(into writer: inout JSONWriter, _ instruments: InstrumentBook) {
    writer.field("payment_id", id)
    writer.field("symbol", instrument, in: instruments)
    writer.field("amount", amount)
    writer.field("rate", rate)
    writer.field("at_ns", nanos: at)
  }

  /// Reads what `encodeMembers` wrote.
  init(from reader: inout FieldReader, _ instruments: InstrumentBook) throws(CodecError) {
    self.init(
      id: try reader.text("payment_id"), instrument: try reader.instrument("symbol", in: instruments),
      amount: try reader.decimal("amount"), rate: try reader.decimal("rate"),
      at: try reader.moment("at_ns"))
  }
}
