/// One value of a log line.
public indirect enum LogValue: Sendable {
  /// Text.
  case string(String)
  /// A whole number.
  case int(Int)
  /// A measured number, such as a duration; `null` in JSON when not finite.
  case double(Double)
  /// Yes or no.
  case bool(Bool)
  /// A decimal as its exact text; a JSON string, so no reader rounds it.
  case decimal(String)
  /// Members in their order.
  case object([(String, LogValue)])

  /// Writes the value as JSON.
  func write(to writer: inout JSONWriter) {
    switch self {
    case .string(let text), .decimal(let text): writer.string(text)
    case .int(let number): writer.int(number)
    case .double(let number): writer.double(number)
    case .bool(let flag): writer.bool(flag)
    case .object(let members):
      writer.beginObject()
      for (key, value) in members {
        writer.key(key)
        value.write(to: &writer)
      }
      writer.endObject()
    }
  }
}
