import Platform
import Primitives
import Testing

@Suite("JSON5")
struct JSON5Tests {
  private func root(_ text: String, _ limits: JSONLimits = JSONLimits()) throws -> JSON5Node {
    try JSON5Document(Array(text.utf8), limits: limits).root
  }

  /// The tree as plain text, to compare with.
  private func shown(_ node: JSON5Node) -> String {
    switch node.content {
    case .object(let members):
      "{" + members.map { "\($0.key)=\(shown($0.value))" }.joined(separator: ",") + "}"
    case .array(let elements): "[" + elements.map(shown).joined(separator: ",") + "]"
    case .string(let text): "'\(text)'"
    case .number(let text): text
    case .bool(let value): "\(value)"
    case .null: "null"
    }
  }

  @Test(
    "reads what people write",
    arguments: [
      ("{}", "{}"), ("[1,2,]", "[1,2]"), ("{a:1,}", "{a=1}"), ("{'a b': \"c\"}", "{a b='c'}"),
      ("// x\n{ /* y * / */ $_1: true, é: null }", "{$_1=true,é=null}"), ("{\\u0061b:1}", "{ab=1}"),
      ("'a\\\nb'", "'ab'"), ("'a\\\r\nb'", "'ab'"), ("'it\\'s \"x\"'", "'it's \"x\"'"),
      ("'\\x41\\u00e9\\ud83d\\ude00\\q\\v'", "'Aé😀q\u{0B}'"), ("'a\\\u{2028}b'", "'ab'"),
      ("\u{FEFF}\u{A0}[ ]\u{2003}", "[]"), ("[0x1F, +.5, 5., -0, 1e3]", "[0x1F,+.5,5.,-0,1e3]"),
      ("{true: false, null: null}", "{true=false,null=null}"),
    ])
  func accepted(text: String, tree: String) throws {
    #expect(shown(try root(text)) == tree)
  }

  @Test(
    "names line and column of what it cannot read",
    arguments: [
      ("", "1:1"), ("{", "1:2"), ("[1", "1:3"), ("{a 1}", "1:4"), ("{a:1 b:2}", "1:6"), ("[1 2]", "1:4"),
      ("[,]", "1:2"), ("{,}", "1:2"), ("{a:1,,}", "1:6"), ("{}x", "1:3"), ("{\n  a: yes,\n}", "2:6"),
      ("'a\nb'", "1:1"), ("'a", "1:3"), ("/* x", "1:1"), ("/x", "1:1"), ("{é: 'x', ü: @}", "1:13"),
      ("\r\n\r[!", "3:2"), ("'\\1'", "1:2"), ("'\\01'", "1:2"), ("'\\xg0'", "1:4"), ("'\\u12'", "1:6"),
      ("'\\ud83d'", "1:2"), ("'\\udc00'", "1:2"), ("'\\ud83d\\u0041'", "1:2"), ("{1a:1}", "1:2"),
      ("{\\x61:1}", "1:2"), ("'\u{1}'", "1:2"), ("[01]", "1:2"), ("[.]", "1:2"), ("[+]", "1:2"),
      ("[0x]", "1:2"), ("[1e]", "1:2"), ("[12px]", "1:2"), ("[1.2.3]", "1:2"), ("[0x1G]", "1:2"),
      ("Infinity", "1:1"), ("-Infinity", "1:1"), ("[NaN]", "1:2"), ("+NaN", "1:1"), ("[undefined]", "1:2"),
    ])
  func refused(text: String, place: String) throws {
    let bytes = Array(text.utf8)
    let error = try #require(throws: JSON5Error.self) { try JSON5Document(bytes) }
    #expect(TextPlace(of: error.offset, in: bytes).description == place, "\(error)")
  }

  @Test("numbers stay exact texts; hexadecimal ones become decimal digits")
  func numbers() throws {
    let decimals: [(String, String?)] = [
      ("0.1", "0.1"), ("+.5", "+.5"), ("0xff", "255"), ("-0XA", "-10"),
      ("0xFFFFFFFFFFFFFFFF", "18446744073709551615"),
      ("0x10000000000000000", nil), ("'1'", nil),
    ]
    for (text, digits) in decimals { #expect(try root(text).decimalText == digits, "\(text)") }
    let exact = try #require(try root("123456789.123456789012").decimalText)
    #expect(try Fixed(parsing: exact).description == "123456789.123456789012")
  }

  @Test("every repeated key is told, with its place; the first value counts")
  func duplicates() throws {
    let document = try JSON5Document(Array("{a: 1,\n 'a': 2,\n b: {c: 1, \\u0063: 2}, a: 3}".utf8))
    #expect(shown(document.root) == "{a=1,b={c=1}}")
    #expect(document.duplicates.map { document.place(at: $0.offset).description } == ["2:2", "3:12", "3:24"])
  }

  @Test("values and keys know where they stand")
  func places() throws {
    let document = try JSON5Document(Array("{\n  'ä': {\n    port : [ 1 ],\n  },\n}".utf8))
    guard case .object(let members) = document.root.content,
      case .object(let inner)? = members.first?.value.content, let port = inner.first
    else {
      Issue.record("not the tree that was written")
      return
    }
    #expect(document.place(at: members[0].keyOffset) == TextPlace(line: 2, column: 3))
    #expect(document.place(at: members[0].value.offset) == TextPlace(line: 2, column: 8))
    #expect(document.place(at: port.keyOffset) == TextPlace(line: 3, column: 5))
    #expect(document.place(at: port.value.offset) == TextPlace(line: 3, column: 12))
  }

  @Test("depth, text and strings have limits")
  func limits() throws {
    let limits = JSONLimits(maxDepth: 3, maxBytes: 64, maxStringBytes: 8)
    #expect(shown(try root("[[[]]]", limits)) == "[[[]]]")
    #expect(shown(try root("[[],[],[],[]]", limits)) == "[[],[],[],[]]")
    for text in [
      "[[[[]]]]", "{a:{a:{a:{}}}}", String(repeating: " ", count: 63) + "{}", "'123456789'", "[1234567890]",
      "{abcdefghijk:1}",
    ] {
      #expect(throws: JSON5Error.self, "\(text)") { try root(text, limits) }
    }
    let deep = [UInt8](repeating: UInt8(ascii: "["), count: 1 << 20)
    #expect(throws: JSON5Error.self) { try JSON5Document(deep) }
  }

  @Test("any bytes end in a value or an error")
  func hostileBytes() {
    let seed = Array("{a: 'x\\u00e9', b: [0x1F, -.5, null], /* é */ \"c\": {d: true,},}".utf8)
    var random = SeededGenerator(seed: 11)
    var accepted = 0
    for _ in 0..<20_000 {
      var bytes = seed
      for _ in 0..<(1 + random.below(4)) {
        guard !bytes.isEmpty else { break }
        let place = Int(random.below(UInt64(bytes.count)))
        switch random.below(4) {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(bytes[Int(random.below(UInt64(bytes.count)))], at: place)
        default: bytes.removeLast(min(bytes.count - 1, place))
        }
      }
      if let document = try? JSON5Document(bytes) {
        accepted += 1
        #expect(document.root.offset < bytes.count)
      }
    }
    #expect(accepted > 100)
    for bytes: [UInt8] in [
      [0xFF], [0xC3], [0x22, 0xED, 0xA0, 0x80, 0x22], [0xF0, 0x9F, 0x98], [0x7B, 0x00],
    ] {
      #expect(throws: JSON5Error.self) { try JSON5Document(bytes) }
    }
  }
}
