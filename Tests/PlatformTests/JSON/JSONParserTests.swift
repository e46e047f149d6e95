import Testing

@testable import Platform

@Suite("The JSON parser")
struct JSONParserTests {
  static func fault(_ text: String, limits: JSONLimits = JSONLimits()) -> JSONError? {
    fault(Array(text.utf8), limits: limits)
  }

  static func fault(_ bytes: [UInt8], limits: JSONLimits = JSONLimits()) -> JSONError? {
    do {
      _ = try JSONParser.parse(bytes, limits: limits)
      return nil
    } catch {
      return error
    }
  }

  static let sample =
    #" {"a":[1,-2.50,3e-7,0],"b":{"c":"x\u00e9\n\ud83d\ude00","d":true},"e":null,"f":false,"":[]} "#

  @Test("reads every kind of value, keys in order and numbers with their digits")
  func reads() throws {
    let value = try JSONParser.parse(Array(Self.sample.utf8))
    #expect(value.object?.map(\.key) == ["a", "b", "e", "f", ""])
    #expect(value["a"]?.array == [.number("1"), .number("-2.50"), .number("3e-7"), .number("0")])
    #expect(value["b"]?["c"]?.string == "xé\n😀")
    #expect(value["b"]?["d"]?.bool == true)
    #expect(value["e"]?.isNull == true)
    #expect(value["a"]?.array?.first?.int64 == 1)
    #expect(value["missing"] == nil)
    #expect(value.kind == "an object")
  }

  @Test("writes back what it read")
  func roundTrip() throws {
    let value = try JSONParser.parse(Array(Self.sample.utf8))
    var writer = JSONWriter()
    writer.value(value)
    #expect(try JSONParser.parse(writer.bytes) == value)
  }

  @Test(
    "names the fault and its byte",
    arguments: [
      ("", JSONError.Code.truncated, 0), ("[1,]", .unexpectedByte, 3), ("{\"a\":1,}", .unexpectedByte, 7),
      ("[1 2]", .unexpectedByte, 3), ("[1] x", .trailingBytes, 4), ("{\"a\" 1}", .unexpectedByte, 5),
      ("{a:1}", .unexpectedByte, 1), ("'a'", .unexpectedByte, 0), ("01", .badNumber, 0), ("-", .truncated, 1),
      ("1.", .truncated, 2), ("1.x", .badNumber, 2), ("1e", .truncated, 2), (".5", .unexpectedByte, 0),
      ("+1", .unexpectedByte, 0), ("nul", .truncated, 3), ("nulL", .unexpectedByte, 0),
      ("NaN", .unexpectedByte, 0),
      ("\"a\nb\"", .controlCharacter, 2), ("\"\\x\"", .badEscape, 1), ("\"\\u12g4\"", .badEscape, 5),
      ("\"\\ud800\"", .badEscape, 1), ("\"\\ud800\\u0041\"", .badEscape, 1), ("\"\\udc00\"", .badEscape, 1),
      ("{\"a\":1,\"a\":2}", .duplicateKey, 6), ("[,1]", .unexpectedByte, 1), ("]", .unexpectedByte, 0),
      ("[}", .unexpectedByte, 1), ("/* */1", .unexpectedByte, 0),
    ])
  func faults(text: String, code: JSONError.Code, offset: Int) {
    #expect(Self.fault(text) == JSONError(code, at: offset, ""))
  }

  @Test("keeps keys apart that only look alike")
  func keysAreBytes() {
    #expect(Self.fault("{\"\u{E9}\":1,\"e\u{301}\":2}") == nil)
    #expect(Self.fault(#"{"a":1,"\u0061":2}"#)?.code == .duplicateKey)
  }

  @Test(
    "refuses bytes that are not UTF-8",
    arguments: [[0x80], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82]] as [[UInt8]]
  )
  func badUTF8(bytes: [UInt8]) {
    #expect(Self.fault([0x22] + bytes + [0x22])?.code == .badUTF8)
    #expect(Self.fault([0x22, 0x5C, 0x6E] + bytes + [0x22])?.code == .badUTF8)
  }

  @Test("refuses what is nested too deep, however deep")
  func depth() {
    let levels = { (count: Int) in String(repeating: "[", count: count) + String(repeating: "]", count: count)
    }
    #expect(Self.fault(levels(32)) == nil)
    #expect(Self.fault(levels(33)) == JSONError(.tooDeep, at: 32, ""))
    #expect(Self.fault(String(repeating: "{\"a\":", count: 100_000))?.code == .tooDeep)
  }

  @Test("refuses texts, strings and numbers beyond the limits")
  func sizes() {
    let million = String(repeating: "a", count: 1_000_000)
    #expect(Self.fault("\"\(million)\"")?.code == .stringTooLong)
    #expect(Self.fault("\"\\n\(million)\"")?.code == .stringTooLong)
    #expect(Self.fault(String(repeating: "1", count: 100_000))?.code == .stringTooLong)
    #expect(Self.fault("\"\(million)\"", limits: JSONLimits(maxStringBytes: 1_000_000)) == nil)
    #expect(Self.fault(String(repeating: " ", count: 2_000_000))?.code == .tooLarge)
  }

  @Test("answers with an error wherever the text is cut")
  func truncation() {
    let bytes = Array(Self.sample.utf8)
    for length in 0..<(bytes.count - 2) {
      #expect(Self.fault(Array(bytes[0..<length])) != nil, "cut at \(length)")
    }
  }

  @Test("answers with a value or an error when any single byte is replaced")
  func replacedBytes() {
    let bytes = Array(Self.sample.utf8)
    var answers = 0
    for index in bytes.indices {
      for replacement in [0x00, 0x22, 0x2C, 0x5C, 0x5D, 0x7D, 0xFF] as [UInt8] {
        var changed = bytes
        changed[index] = replacement
        if Self.fault(changed)?.offset ?? 0 <= changed.count { answers += 1 }
      }
    }
    #expect(answers == bytes.count * 7)
  }
}
