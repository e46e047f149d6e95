internal import Primitives

/// One line before it is text. Both forms end with a newline and contain no other one.
struct LogLine {
  var time: Timestamp
  var level: LogLevel
  var label: String
  var message: String
  var fields: [(String, LogValue)]

  /// One JSON object with the field names of the Elastic Common Schema, then the fields flat.
  func json(serviceName: String) -> [UInt8] {
    var writer = JSONWriter(reservingBytes: 256)
    writer.beginObject()
    writer.key("@timestamp")
    writer.string(String(decoding: millisecondText(), as: UTF8.self))
    writer.field("log.level", level.name)
    writer.field("message", message)
    writer.field("service.name", serviceName)
    writer.field("log.logger", label)
    for (key, value) in fields {
      writer.key(key)
      value.write(to: &writer)
    }
    writer.endObject()
    writer.bytes.append(UInt8(ascii: "\n"))
    return writer.takeBytes()
  }

  /// `2026-01-05T09:30:00.000Z warning  desk: message key=value`, coloured when asked to.
  func text(coloured: Bool) -> [UInt8] {
    var bytes = millisecondText()
    bytes.append(UInt8(ascii: " "))
    let name = level.name + String(repeating: " ", count: 8 - level.name.utf8.count)
    bytes.append(contentsOf: (coloured ? ANSI.wrap(name, colour) : name).utf8)
    bytes.append(UInt8(ascii: " "))
    appendPrintable(label, to: &bytes)
    bytes.append(contentsOf: ": ".utf8)
    appendPrintable(message, to: &bytes)
    for (key, value) in fields {
      bytes.append(UInt8(ascii: " "))
      appendPrintable(key, to: &bytes)
      bytes.append(UInt8(ascii: "="))
      append(value, to: &bytes)
    }
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  private var colour: ANSI.Style {
    switch level {
    case .trace, .debug: .dim
    case .info: .green
    case .warning: .yellow
    case .error, .critical: .red
    }
  }

  private func append(_ value: LogValue, to bytes: inout [UInt8]) {
    var writer = JSONWriter(reservingBytes: 32)
    if case .string(let text) = value {
      let needsQuotes = text.isEmpty || text.utf8.contains { $0 <= 0x20 || $0 == 0x22 || $0 == 0x3D }
      if !needsQuotes {
        appendPrintable(text, to: &bytes)
        return
      }
    }
    if case .decimal(let text) = value {
      appendPrintable(text, to: &bytes)
      return
    }
    value.write(to: &writer)
    bytes.append(contentsOf: writer.bytes)
  }

  /// Control characters become `\u00XX`: no message can start a line of its own or move the cursor.
  private func appendPrintable(_ text: String, to bytes: inout [UInt8]) {
    guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
      bytes.append(contentsOf: text.utf8)
      return
    }
    for byte in text.utf8 {
      if byte == 0x0A {
        bytes.append(contentsOf: "\\n".utf8)
      } else if byte < 0x20 || byte == 0x7F {
        let hex = String(byte, radix: 16)
        bytes.append(contentsOf: ("\\u00" + (hex.utf8.count < 2 ? "0" : "") + hex).utf8)
      } else {
        bytes.append(byte)
      }
    }
  }

  /// RFC 3339 in UTC, cut (not rounded) to milliseconds.
  private func millisecondText() -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(192)
    time.append(rfc3339MicrosTo: &bytes)
    bytes.removeLast(4)
    bytes.append(UInt8(ascii: "Z"))
    return bytes
  }
}
