public import Primitives

extension JSONWriter {
  /// A string in quotes, escaped.
  public mutating func string(_ value: String) {
    beginValue()
    appendQuoted(value)
  }

  /// A whole number.
  public mutating func int(_ value: Int) {
    int64(Int64(value))
  }

  /// A whole number. Readers that know only doubles are exact up to 2^53.
  public mutating func int64(_ value: Int64) {
    beginValue()
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    appendDigits(value.magnitude)
  }

  /// `true` or `false`.
  public mutating func bool(_ value: Bool) {
    beginValue()
    appendText(value ? "true" : "false")
  }

  /// `null`
  public mutating func null() {
    beginValue()
    appendText("null")
  }

  /// The shortest number that reads back as the same double; `null` for what JSON has no number for
  /// (infinities, not-a-number). Whole values stand without `.0`.
  public mutating func double(_ value: Double) {
    guard value.isFinite else {
      null()
      return
    }
    beginValue()
    let text = value.description
    bytes.append(contentsOf: text.hasSuffix(".0") ? text.utf8.dropLast(2) : text.utf8[...])
  }

  /// A decimal in quotes, `"1.5"`: for readers whose numbers are doubles.
  public mutating func decimalString(_ value: Fixed) {
    beginValue()
    bytes.append(UInt8(ascii: "\""))
    value.append(to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  /// A decimal as a bare number, `1.5`, all digits kept.
  public mutating func decimalNumber(_ value: Fixed) {
    beginValue()
    value.append(to: &bytes)
  }

  /// A moment as an RFC 3339 string.
  public mutating func timestamp(_ value: Timestamp) {
    beginValue()
    bytes.append(UInt8(ascii: "\""))
    value.append(rfc3339To: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  /// A whole JSON value encoded before; it is not looked at.
  public mutating func raw(_ value: [UInt8]) {
    beginValue()
    bytes.append(contentsOf: value)
  }

  /// A parsed tree, numbers with their exact digits.
  public mutating func value(_ value: JSONValue) {
    switch value {
    case .object(let members):
      beginObject()
      for member in members {
        key(member.key)
        self.value(member.value)
      }
      endObject()
    case .array(let elements):
      beginArray()
      for element in elements { self.value(element) }
      endArray()
    case .string(let text): string(text)
    case .number(let text):
      beginValue()
      bytes.append(contentsOf: text.utf8)
    case .bool(let flag): bool(flag)
    case .null: null()
    }
  }

  // MARK: Bytes

  mutating func appendText(_ text: StaticString) {
    text.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
  }

  mutating func appendDigits(_ magnitude: UInt64) {
    guard magnitude >= 10 else {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: magnitude))
      return
    }
    var count = 0
    var rest = magnitude
    while rest > 0 {
      rest /= 10
      count += 1
    }
    bytes.append(contentsOf: repeatElement(0, count: count))
    rest = magnitude
    var index = bytes.count
    while rest > 0 {
      index -= 1
      bytes[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
  }

  /// Quotes and escapes: runs that need nothing are copied whole.
  mutating func appendQuoted(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { buffer in
      var runStart = 0
      var index = 0
      let count = buffer.count
      while index < count {
        let byte = unsafe buffer[index]
        if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte != 0xE2, byte != 0x7F {
          index += 1
          continue
        }
        var width = 1
        if byte == 0xE2 {
          // U+2028 and U+2029 are E2 80 A8 and E2 80 A9; anything else with this first byte stays.
          guard index + 2 < count, unsafe buffer[index + 1] == 0x80,
            unsafe buffer[index + 2] | 1 == 0xA9
          else {
            index += 1
            continue
          }
          width = 3
        }
        unsafe bytes.append(contentsOf: buffer[runStart..<index])
        let code = width == 3 ? unsafe 0x2000 | UInt16(buffer[index + 2] & 0x3F) : UInt16(byte)
        appendEscape(code)
        index += width
        runStart = index
      }
      unsafe bytes.append(contentsOf: buffer[runStart..<count])
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func appendEscape(_ code: UInt16) {
    bytes.append(UInt8(ascii: "\\"))
    switch code {
    case 0x22: bytes.append(UInt8(ascii: "\""))
    case 0x5C: bytes.append(UInt8(ascii: "\\"))
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0x08: bytes.append(UInt8(ascii: "b"))
    case 0x0C: bytes.append(UInt8(ascii: "f"))
    default:
      bytes.append(UInt8(ascii: "u"))
      for shift in [12, 8, 4, 0] as [UInt16] {
        let digit = UInt8(truncatingIfNeeded: code >> shift) & 0xF
        bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
      }
    }
  }
}
