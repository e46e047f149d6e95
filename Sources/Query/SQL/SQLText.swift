/// One SQL statement with the names of its parameters, read without running it.
///
/// SQLite compiles the first statement of a text and ignores the rest; here the rest is an error. Names
/// count as SQLite counts them: a parameter's number is the place of its first use.
struct SQLText: Hashable, Sendable {
  /// Why a text is not one statement.
  enum Fault: Error, Hashable, Sendable {
    /// Nothing but space and comments.
    case empty
    /// Something stands behind the first statement's `;`.
    case secondStatement
    /// A quote or comment has no end.
    case unterminated
    /// `?` or `?1`: parameters have names here.
    case unnamedParameter
  }

  /// As it was given.
  let text: String
  /// The first word in capitals: `SELECT`, `WITH`, …
  let keyword: String
  /// Names without their `:`, in SQLite's order.
  let parameters: [String]

  init(_ text: String) throws(Fault) {
    self.text = text
    var scan = Scan(bytes: Array(text.utf8))
    try scan.run()
    guard let keyword = scan.keyword else { throw .empty }
    self.keyword = keyword
    parameters = scan.parameters
  }
}

/// One pass over the bytes of a text.
private struct Scan {
  let bytes: [UInt8]
  var index = 0
  var keyword: String?
  var parameters: [String] = []
  private var isOver = false

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func run() throws(SQLText.Fault) {
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case 0x20, 0x09, 0x0A, 0x0C, 0x0D: index += 1
      case UInt8(ascii: "-") where follows("-"): skip { $0 != 0x0A }
      case UInt8(ascii: "/") where follows("*"): try skipComment()
      case UInt8(ascii: ";"):
        // Empty statements, before or behind the one, do no harm.
        isOver = isOver || keyword != nil
        index += 1
      default:
        guard !isOver else { throw .secondStatement }
        try token(byte)
      }
    }
  }

  private mutating func token(_ byte: UInt8) throws(SQLText.Fault) {
    let isFirst = keyword == nil
    let start = index
    switch byte {
    case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"): try skipQuoted(until: byte)
    case UInt8(ascii: "["): try skipQuoted(until: UInt8(ascii: "]"))
    case UInt8(ascii: "?"): throw .unnamedParameter
    case UInt8(ascii: ":"), UInt8(ascii: "@"), UInt8(ascii: "$"):
      index += 1
      skip(while: Self.isWord)
      let name = String(decoding: bytes[start + 1..<index], as: UTF8.self)
      if !name.isEmpty, !parameters.contains(name) { parameters.append(name) }
    case _ where Self.isWord(byte): skip(while: Self.isWord)
    default: index += 1
    }
    if isFirst { keyword = String(decoding: bytes[start..<index], as: UTF8.self).uppercased() }
  }

  private func follows(_ scalar: Unicode.Scalar) -> Bool {
    index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: scalar)
  }

  private mutating func skip(while condition: (UInt8) -> Bool) {
    while index < bytes.count, condition(bytes[index]) { index += 1 }
  }

  private mutating func skipComment() throws(SQLText.Fault) {
    index += 2
    while index + 1 < bytes.count {
      if bytes[index] == UInt8(ascii: "*"), follows("/") {
        index += 2
        return
      }
      index += 1
    }
    throw .unterminated
  }

  /// A doubled quote inside is two neighbouring quoted texts to us: the end is the same.
  private mutating func skipQuoted(until end: UInt8) throws(SQLText.Fault) {
    index += 1
    skip { $0 != end }
    guard index < bytes.count else { throw .unterminated }
    index += 1
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }
}
