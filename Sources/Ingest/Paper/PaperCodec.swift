import Platform
import Primitives
import Trading

/// Requests as JSON: instruments by symbol, decimals as strings.
struct PaperCodec {
  /// What a request is in the log.
  enum Kind: String {
    case submit, cancel
  }

  /// Why a stored request cannot be understood.
  struct Fault: Error, CustomStringConvertible {
    let description: String
  }

  let instruments: InstrumentBook

  /// Writes a request and names its kind; nil, and nothing written, for a query.
  func encode(_ request: VenueRequest, into writer: inout JSONWriter) -> Kind? {
    switch request {
    case .submit(let order):
      writer.beginObject()
      writer.field("order_id", order.orderID.description)
      writer.field("symbol", instruments[order.instrument].symbol.text)
      writer.field("side", order.side.rawValue)
      writer.field("type", order.type.rawValue)
      writer.field("time_in_force", order.timeInForce.rawValue)
      writer.field("quantity", order.quantity)
      writer.field("limit_price", order.limitPrice)
      writer.field("reduce_only", order.reduceOnly)
      writer.endObject()
      return .submit
    case .cancel(let orderID, let instrument):
      writer.beginObject()
      writer.field("order_id", orderID.description)
      writer.field("symbol", instruments[instrument].symbol.text)
      writer.endObject()
      return .cancel
    case .queryOrder, .queryOpenOrders, .queryFills, .queryPositions, .queryBalances: return nil
    }
  }

  /// Reads a request back.
  func decode(kind: String, payload: [UInt8]) throws -> VenueRequest {
    guard let kind = Kind(rawValue: kind) else { throw Fault(description: "unknown kind") }
    let fields = try Fields(payload)
    let orderID = try required(OrderID(text: fields.orderID), "order_id")
    let instrument = try required(
      Symbol(fields.symbol).flatMap { instruments.index(of: $0) }, "symbol \(fields.symbol)")
    switch kind {
    case .cancel: return .cancel(orderID, instrument)
    case .submit:
      return .submit(
        OrderRequest(
          orderID: orderID, instrument: instrument,
          side: try required(Side(rawValue: fields.side), "side"),
          type: try required(OrderType(rawValue: fields.type), "type"),
          timeInForce: try required(TimeInForce(rawValue: fields.timeInForce), "time_in_force"),
          quantity: try Fixed(parsing: fields.quantity),
          limitPrice: try fields.limitPrice.map { try Fixed(parsing: $0) },
          reduceOnly: fields.reduceOnly))
    }
  }

  private func required<Value>(_ value: Value?, _ name: String) throws -> Value {
    guard let value else { throw Fault(description: "\(name) is missing or unknown") }
    return value
  }
}

/// The members of a stored request; unknown ones are read over.
private struct Fields {
  var (orderID, symbol, side, type, timeInForce, quantity) = ("", "", "", "", "", "")
  var limitPrice: String?
  var reduceOnly = false

  init(_ payload: [UInt8]) throws(JSONError) {
    var scanner = JSONScanner(payload)
    try scanner.beginObject()
    while let key = try scanner.nextKey() {
      switch key {
      case "order_id": orderID = try scanner.readString()
      case "symbol": symbol = try scanner.readString()
      case "side": side = try scanner.readString()
      case "type": type = try scanner.readString()
      case "time_in_force": timeInForce = try scanner.readString()
      case "quantity": quantity = try scanner.readString()
      case "limit_price": limitPrice = try scanner.isNull() ? nil : scanner.readString()
      case "reduce_only": reduceOnly = try scanner.readBool()
      default: try scanner.skipValue()
      }
    }
    try scanner.finish()
  }
}
