import Primitives
import Testing

@testable import Platform

@Suite("The JSON writer")
struct JSONWriterTests {
  private func text(_ build: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter()
    build(&writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test("sets commas by itself, in nested and in empty containers")
  func commas() {
    let result = text { writer in
      writer.beginObject()
      writer.field("a", 1)
      writer.key("b")
      writer.beginArray()
      writer.int(1)
      writer.beginObject()
      writer.endObject()
      writer.beginArray()
      writer.endArray()
      writer.null()
      writer.endArray()
      writer.field("c", true)
      writer.endObject()
    }
    #expect(result == #"{"a":1,"b":[1,{},[],null],"c":true}"#)
  }

  @Test("escapes what JSON and JavaScript need escaped, and nothing else")
  func escapes() {
    #expect(text { $0.string("a\"b\\c/") } == #""a\"b\\c/""#)
    #expect(text { $0.string("\u{0}\u{8}\t\n\u{C}\r\u{1F}\u{7F}") } == #""\u0000\b\t\n\f\r\u001f\u007f""#)
    let separators = "x\u{2028}y\u{2029}z\u{2027}\u{20AC}\u{1F600}"
    #expect(
      text { $0.string(separators) } == "\"x\\u2028y\\u2029z\u{2027}€😀\"")
    #expect(text { $0.string("") } == #""""#)
  }

  @Test("writes whole numbers to the edges of 64 bits")
  func integers() {
    #expect(text { $0.int(0) } == "0")
    #expect(text { $0.int(-10) } == "-10")
    #expect(text { $0.int64(.min) } == "-9223372036854775808")
    #expect(text { $0.int64(.max) } == "9223372036854775807")
  }

  @Test(
    "writes the shortest double that reads back, and null for what is no number",
    arguments: [
      (5.0, "5"), (-0.25, "-0.25"), (0.1, "0.1"), (1e300, "1e+300"), (2.5e-300, "2.5e-300"), (.nan, "null"),
      (.infinity, "null"),
    ])
  func doubles(value: Double, expected: String) {
    #expect(text { $0.double(value) } == expected)
  }

  @Test("writes missing values as null")
  func optionals() {
    let result = text { writer in
      writer.beginObject()
      writer.field("a", String?.none)
      writer.field("b", Int?.some(2))
      writer.field("c", Double?.none)
      writer.field("d", Bool?.none)
      writer.field("e", Fixed?.none)
      writer.field("f", Timestamp?.none)
      writer.field("g", raw: Array("[1]".utf8))
      writer.endObject()
    }
    #expect(result == #"{"a":null,"b":2,"c":null,"d":null,"e":null,"f":null,"g":[1]}"#)
  }

  @Test(
    "writes what the parser reads back as the same text",
    arguments: ["", "plain", "\u{0}\n\"\\", "é\u{2028}😀"])
  func roundTrip(string: String) throws {
    var writer = JSONWriter()
    writer.string(string)
    #expect(try JSONParser.parse(writer.bytes) == .string(string))
  }

  @Test("can be used again after a reset, and gives its bytes away once")
  func reset() {
    var writer = JSONWriter()
    writer.int(1)
    writer.reset()
    writer.int(2)
    #expect(writer.takeBytes() == Array("2".utf8))
    writer.int(3)
    #expect(writer.bytes == Array("3".utf8))
  }
}
