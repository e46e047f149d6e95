import Testing

@testable import Platform

@Suite("The JSON scanner")
struct JSONScannerTests {
  @Test("reads an object of known shape front to back")
  func reads() throws {
    var scanner = JSONScanner(
      Array(#"{"id":7,"tags":["a","b"],"note":null,"skip":{"x":[1,{}]},"on":true}"#.utf8))
    var id: Int64 = 0
    var tags: [String] = []
    var isOn = false
    var keys: [String] = []
    try scanner.beginObject()
    while let key = try scanner.nextKey() {
      keys.append(key)
      switch key {
      case "id": id = try scanner.readInt64()
      case "tags":
        try scanner.beginArray()
        while try scanner.nextElement() { tags.append(try scanner.readString()) }
      case "note": #expect(try scanner.isNull())
      case "on": isOn = try scanner.readBool()
      default: try scanner.skipValue()
      }
    }
    try scanner.finish()
    #expect(keys == ["id", "tags", "note", "skip", "on"])
    #expect(id == 7)
    #expect(tags == ["a", "b"])
    #expect(isOn)
  }

  @Test(
    "reads whole numbers to the edges of 64 bits",
    arguments: [("0", 0), ("-0", 0), ("9223372036854775807", .max), ("-9223372036854775808", .min)]
      as [(String, Int64)])
  func integers(text: String, expected: Int64) throws {
    var scanner = JSONScanner(Array(text.utf8))
    #expect(try scanner.readInt64() == expected)
  }

  @Test(
    "refuses whole numbers that do not fit or are not whole",
    arguments: ["9223372036854775808", "-9223372036854775809", "1.0", "1e2", "99999999999999999999"])
  func badIntegers(text: String) {
    var scanner = JSONScanner(Array(text.utf8))
    #expect(throws: JSONError(.badNumber, at: 0, "")) { try scanner.readInt64() }
  }

  @Test("says which type was expected when another one stands there")
  func mismatches() {
    let code = { (read: (inout JSONScanner) throws -> Void) -> JSONError.Code? in
      var scanner = JSONScanner(Array("[]".utf8))
      do { try read(&scanner) } catch { return (error as? JSONError)?.code }
      return nil
    }
    #expect(code { try $0.beginObject() } == .typeMismatch)
    #expect(code { _ = try $0.readString() } == .typeMismatch)
    #expect(code { _ = try $0.readInt64() } == .typeMismatch)
    #expect(code { _ = try $0.readBool() } == .typeMismatch)
    #expect(code { try $0.readNull() } == .typeMismatch)
    #expect(code { try $0.beginArray() } == nil)
  }

  @Test("does not trap when it is asked for what cannot be there")
  func misuse() {
    var scanner = JSONScanner(Array("[1]}".utf8))
    #expect(throws: JSONError.self) { try scanner.nextKey() }
    var empty = JSONScanner([])
    #expect(throws: JSONError.self) { try empty.nextElement() }
    #expect(throws: JSONError.self) { try empty.skipValue() }
  }

  @Test(
    "checks what it skips as strictly as what it reads",
    arguments: [
      #"{"a":"\x"}"#, "[\"a\u{1}\"]", #"{"a" 1}"#, #"{1:2}"#, #"{"a":1,}"#, "[\"a", "{\"\\ud800\":1}",
    ])
  func skipsStrictly(text: String) {
    var scanner = JSONScanner(Array(text.utf8))
    #expect(throws: JSONError.self) { try scanner.skipValue() }
    #expect(throws: JSONError.self) { try JSONParser.parse(Array(text.utf8)) }
  }
}
