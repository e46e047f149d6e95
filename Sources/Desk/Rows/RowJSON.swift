import Primitives
import Sync
import Trading

/// A flat JSON object as the text of a column, always whole: members that would exceed
/// `RowValue.maxTextBytes` are left out.
struct RowJSON {
  private var bytes = Array("{".utf8)

  /// Named numbers; `null` for what JSON has no number for.
  static func object(_ values: [IndicatorValue]) -> String? {
    guard !values.isEmpty else { return nil }
    var json = RowJSON()
    for value in values { json.add(value.name, number(value.value)) }
    return json.text
  }

  /// Named texts.
  static func object(_ details: [AlertDetail]) -> String? {
    guard !details.isEmpty else { return nil }
    var json = RowJSON()
    for detail in details { json.add(detail.name, quoted(detail.value)) }
    return json.text
  }

  private var text: String { String(decoding: bytes, as: UTF8.self) + "}" }

  private mutating func add(_ name: String, _ value: [UInt8]) {
    let key = Self.quoted(name)
    // A comma, a colon and the closing brace come on top.
    guard bytes.count + key.count + value.count + 3 <= RowValue.maxTextBytes else { return }
    if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
    bytes += key
    bytes.append(UInt8(ascii: ":"))
    bytes += value
  }

  private static func number(_ value: Double) -> [UInt8] {
    guard value.isFinite else { return Array("null".utf8) }
    let text = Array(value.description.utf8)
    return text.suffix(2) == Array(".0".utf8) ? text.dropLast(2) : text
  }

  private static func quoted(_ text: String) -> [UInt8] {
    var bytes = [UInt8(ascii: "\"")]
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case 0x0A: bytes += Array("\\n".utf8)
      case 0x0D: bytes += Array("\\r".utf8)
      case 0x09: bytes += Array("\\t".utf8)
      case 0..<0x20, 0x7F:
        let digits = Array("0123456789abcdef".utf8)
        bytes += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
    return bytes
  }
}
