/// Reads JSON5 front to back. The bytes are known to be UTF-8; every access is checked all the same.
struct JSON5Scanner {
  let bytes: [UInt8]
  let limits: JSONLimits
  var index = 0
  private(set) var duplicates: [JSON5Error] = []
  private var depth = 0

  init(_ bytes: [UInt8], limits: JSONLimits) {
    self.bytes = bytes
    self.limits = limits
  }

  /// The one value of the text; only white space and comments may stand around it.
  mutating func readDocument() throws(JSON5Error) -> JSON5Node {
    guard try next() != nil else { throw JSON5Error(at: index, "the text is empty: { } is the least") }
    let root = try readValue()
    guard try next() == nil else { throw JSON5Error(at: index, "there is something behind the value") }
    return root
  }

  /// The byte at the index; nil at the end.
  var byte: UInt8? { index < bytes.count ? bytes[index] : nil }

  /// True when a text stands at the index.
  func isAt(_ text: String) -> Bool { bytes[index...].starts(with: text.utf8) }

  // MARK: Values

  private mutating func readValue() throws(JSON5Error) -> JSON5Node {
    guard let first = try next() else { throw truncated("a value") }
    let start = index
    switch first {
    case UInt8(ascii: "{"): return JSON5Node(content: .object(try readObject()), offset: start)
    case UInt8(ascii: "["): return JSON5Node(content: .array(try readArray()), offset: start)
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      return JSON5Node(content: .string(try readString()), offset: start)
    case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "0")...UInt8(ascii: "9"):
      return JSON5Node(content: .number(try readNumber()), offset: start)
    default: return JSON5Node(content: try readWord(), offset: start)
    }
  }

  private mutating func readWord() throws(JSON5Error) -> JSON5Node.Content {
    let start = index
    guard let word = try readIdentifier() else { throw JSON5Error(at: start, "a value is expected here") }
    switch word {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "null": return .null
    case "Infinity", "NaN": throw JSON5Error(at: start, "\(word) is not a number that can be meant here")
    default: throw JSON5Error(at: start, "a value is expected here; text belongs into quotes")
    }
  }

  private mutating func readObject() throws(JSON5Error) -> [JSON5Node.Member] {
    try enter()
    var members: [JSON5Node.Member] = []
    // Byte-wise identity: String equality would take two spellings of "e with accent" for one key.
    var seen: Set<[UInt8]> = []
    while try !isClosed(by: UInt8(ascii: "}"), isFirst: members.isEmpty && seen.isEmpty, "'}'") {
      let start = index
      let key = try readKey()
      guard try next() == UInt8(ascii: ":") else {
        throw index < bytes.count ? JSON5Error(at: index, "':' is expected here") : truncated("an object")
      }
      index += 1
      let value = try readValue()
      if seen.insert(Array(key.utf8)).inserted {
        members.append(JSON5Node.Member(key: key, keyOffset: start, value: value))
      } else if duplicates.count < JSON5Document.duplicateCap {
        duplicates.append(JSON5Error(at: start, "\(key.prefix(64)): this key was given before"))
      }
    }
    return members
  }

  private mutating func readKey() throws(JSON5Error) -> String {
    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { return try readString() }
    guard let key = try readIdentifier() else { throw JSON5Error(at: index, "a key is expected here") }
    return key
  }

  private mutating func readArray() throws(JSON5Error) -> [JSON5Node] {
    try enter()
    var elements: [JSON5Node] = []
    while try !isClosed(by: UInt8(ascii: "]"), isFirst: elements.isEmpty, "']'") {
      elements.append(try readValue())
    }
    return elements
  }

  private mutating func enter() throws(JSON5Error) {
    guard depth < limits.maxDepth else {
      throw JSON5Error(at: index, "nested deeper than \(limits.maxDepth) levels")
    }
    depth += 1
    index += 1
  }

  /// True after reading over the closing bracket, false with a member or element next. A comma may stand
  /// before the bracket.
  private mutating func isClosed(
    by bracket: UInt8, isFirst: Bool, _ name: String
  ) throws(JSON5Error) -> Bool {
    let container = bracket == UInt8(ascii: "}") ? "an object" : "an array"
    guard var found = try next() else { throw truncated(container) }
    if !isFirst, found != bracket {
      guard found == UInt8(ascii: ",") else { throw JSON5Error(at: index, "',' or \(name) is expected here") }
      index += 1
      guard let following = try next() else { throw truncated(container) }
      found = following
    }
    guard found == bracket else { return false }
    index += 1
    depth -= 1
    return true
  }

  func truncated(_ what: String) -> JSON5Error { JSON5Error(at: bytes.count, "the text ends inside \(what)") }

  // MARK: White space and comments

  /// The next byte that means something, comments and white space left behind; nil at the end.
  mutating func next() throws(JSON5Error) -> UInt8? {
    while let byte {
      if byte == UInt8(ascii: "/") {
        try skipComment()
      } else {
        let width = whitespaceWidth
        if width == 0 { return byte }
        index += width
      }
    }
    return nil
  }

  private mutating func skipComment() throws(JSON5Error) {
    let start = index
    if isAt("//") {
      while byte != nil, lineBreakWidth == 0 { index += 1 }
    } else if isAt("/*") {
      index += 2
      while !isAt("*/") {
        guard index < bytes.count else { throw JSON5Error(at: start, "this comment has no end") }
        index += 1
      }
      index += 2
    } else {
      throw JSON5Error(at: start, "a comment begins with // or /*")
    }
  }

  /// Bytes of the line break at the index, 0 when there is none: LF, CR, CRLF, U+2028, U+2029.
  var lineBreakWidth: Int {
    switch byte {
    case UInt8(ascii: "\r"): index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "\n") ? 2 : 1
    case UInt8(ascii: "\n"): 1
    case 0xE2: isAt("\u{2028}") || isAt("\u{2029}") ? 3 : 0
    default: 0
    }
  }

  private var whitespaceWidth: Int {
    switch byte {
    case 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x20: return 1
    case nil, .some(0..<0x80): return 0
    default:
      guard let scalar = scalarAtIndex else { return 0 }
      let isSpace = scalar.value == 0xFEFF || scalar.properties.isWhitespace && scalar.value != 0x85
      return isSpace ? UTF8.width(scalar) : 0
    }
  }

  /// The character at the index.
  var scalarAtIndex: Unicode.Scalar? {
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes[index..<min(index + 4, bytes.count)].makeIterator()
    guard case .valid(let encoded) = parser.parseScalar(from: &iterator) else { return nil }
    return UTF8.decode(encoded)
  }
}
