internal import Platform
internal import Primitives
internal import Trading

extension Signal {
  /// Writes the signal as an object.
  func encode(into writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("signal_id", id?.text)
    writer.field("signal_type", type.rawValue)
    writer.field("symbol", symbol.text)
    writer.field("side", side.rawValue)
    writer.field("quantity", quantity)
    writer.field("order_type", orderType.rawValue)
    writer.field("price", price)
    writer.field("time_in_force", timeInForce.rawValue)
    writer.field("time_to_live_ns", timeToLiveNanos)
    writer.field("confidence", confidence)
    writer.field("strategy_name", strategyName)
    writer.key("indicator_values")
    writer.beginArray()
    for indicator in indicatorValues {
      writer.beginObject()
      writer.field("name", indicator.name)
      writer.field("value", exactly: indicator.value)
      writer.endObject()
    }
    writer.endArray()
    writer.field("bar_time_ns", nanos: barTime)
    writer.field("source", source.rawValue)
    writer.endObject()
  }

  /// Reads what `encode` wrote.
  init(from reader: inout FieldReader) throws(CodecError) {
    self.init(
      id: try reader.optionalText("signal_id").map { SignalID($0) },
      type: try reader.choice("signal_type"), symbol: try reader.symbol("symbol"),
      side: try reader.choice("side"), quantity: try reader.decimal("quantity"),
      orderType: try reader.choice("order_type"), price: try reader.optionalDecimal("price"),
      timeInForce: try reader.choice("time_in_force"),
      timeToLiveNanos: try reader.optionalInt64("time_to_live_ns"),
      confidence: try reader.optionalDecimal("confidence"),
      strategyName: try reader.text("strategy_name"),
      indicatorValues: try reader.objects("indicator_values") { (element) throws(CodecError) in
        IndicatorValue(name: try element.text("name"), value: try element.double("value"))
      },
      barTime: try reader.optionalMoment("bar_time_ns"), source: try reader.choice("source"))
  }
}
