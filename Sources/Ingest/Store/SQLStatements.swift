/// Cuts a file of SQL into statements: a server's protocol takes one at a time.
enum SQLStatements {
  /// The statements in order, without comments, surrounding space and closing semicolons; none is empty.
  ///
  /// Knows `-- …`, `/* … */` (not nested), `'…'` and `"…"` with doubled quotes. What is left open ends
  /// with the text.
  static func split(_ text: String) -> [String] {
    var scanner = Scanner(bytes: Array(text.utf8))
    scanner.run()
    return scanner.statements
  }

  private struct Scanner {
    let bytes: [UInt8]
    var position = 0
    var current: [UInt8] = []
    var statements: [String] = []

    mutating func run() {
      while let byte = byte(0) {
        switch byte {
        case UInt8(ascii: ";"):
          position += 1
          finish()
        case UInt8(ascii: "'"), UInt8(ascii: "\""): copyQuoted(byte)
        case UInt8(ascii: "-") where self.byte(1) == UInt8(ascii: "-"): skipLine()
        case UInt8(ascii: "/") where self.byte(1) == UInt8(ascii: "*"): skipBlock()
        default: copy()
        }
      }
      finish()
    }

    private func byte(_ ahead: Int) -> UInt8? {
      position + ahead < bytes.count ? bytes[position + ahead] : nil
    }

    private mutating func copy() {
      current.append(bytes[position])
      position += 1
    }

    /// A doubled quote ends one text and begins the next: copied alike.
    private mutating func copyQuoted(_ quote: UInt8) {
      copy()
      while let byte = byte(0) {
        copy()
        if byte == quote { return }
      }
    }

    private mutating func skipLine() {
      while let byte = byte(0), byte != UInt8(ascii: "\n") { position += 1 }
    }

    /// A comment parts words as a space does.
    private mutating func skipBlock() {
      position += 2
      current.append(UInt8(ascii: " "))
      while byte(0) != nil {
        if byte(0) == UInt8(ascii: "*"), byte(1) == UInt8(ascii: "/") {
          position += 2
          return
        }
        position += 1
      }
    }

    private mutating func finish() {
      let isSpace = { (byte: UInt8) in byte == 0x20 || (0x09...0x0d).contains(byte) }
      let lead = current.prefix(while: isSpace).count
      let trail = current.reversed().prefix(while: isSpace).count
      if lead + trail < current.count {
        statements.append(String(decoding: current[lead..<(current.count - trail)], as: UTF8.self))
      }
      current.removeAll(keepingCapacity: true)
    }
  }
}
