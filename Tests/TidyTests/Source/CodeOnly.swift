/// Blanks comments and the insides of string literals, keeping every newline, so that a search for code
/// finds code. Knows nested comments, raw and multi-line strings and interpolations (blanked with their
/// string); does not know regex literals, which the repository does not use.
struct CodeOnly {
  private let input: [UInt8]
  private var output: [UInt8]
  private var position = 0

  /// The lines of `text`, code only.
  static func lines(of text: String) -> [String] {
    var scanner = CodeOnly(input: Array(text.utf8))
    scanner.scan()
    return scanner.output.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
  }

  private init(input: [UInt8]) {
    self.input = input
    output = input
  }

  private func byte(_ offset: Int = 0) -> UInt8? {
    position + offset < input.count ? input[position + offset] : nil
  }

  private mutating func blank(_ count: Int = 1) {
    for index in position..<min(position + count, input.count) where input[index] != UInt8(ascii: "\n") {
      output[index] = UInt8(ascii: " ")
    }
    position += count
  }

  private mutating func scan() {
    while let current = byte() {
      switch current {
      case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/"): lineComment()
      case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "*"): blockComment()
      case UInt8(ascii: "\""): string(hashes: 0)
      case UInt8(ascii: "#"):
        let hashes = input[position...].prefix { $0 == UInt8(ascii: "#") }.count
        position += hashes
        if byte() == UInt8(ascii: "\"") { string(hashes: hashes) }
      default: position += 1
      }
    }
  }

  private mutating func lineComment() {
    while let current = byte(), current != UInt8(ascii: "\n") { blank() }
  }

  private mutating func blockComment() {
    var depth = 0
    repeat {
      if byte() == UInt8(ascii: "/"), byte(1) == UInt8(ascii: "*") {
        depth += 1
        blank(2)
      } else if byte() == UInt8(ascii: "*"), byte(1) == UInt8(ascii: "/") {
        depth -= 1
        blank(2)
      } else {
        blank()
      }
    } while depth > 0 && position < input.count
  }

  /// From the opening quote to past the closing one; the quotes stay.
  private mutating func string(hashes: Int) {
    let isMultiline = byte(1) == UInt8(ascii: "\"") && byte(2) == UInt8(ascii: "\"")
    let hash = [UInt8](repeating: UInt8(ascii: "#"), count: hashes)
    let close = [UInt8](repeating: UInt8(ascii: "\""), count: isMultiline ? 3 : 1) + hash
    let escape = [UInt8(ascii: "\\")] + hash
    position += isMultiline ? 3 : 1
    while let current = byte() {
      if input[position...].starts(with: close) {
        position += close.count
        return
      }
      if !isMultiline, current == UInt8(ascii: "\n") { return }
      if input[position...].starts(with: escape) {
        blank(escape.count)
        if byte() == UInt8(ascii: "(") { interpolation() } else { blank() }
      } else {
        blank()
      }
    }
  }

  /// From the opening parenthesis to past the closing one, strings inside included.
  private mutating func interpolation() {
    var depth = 0
    while let current = byte() {
      if current == UInt8(ascii: "\"") {
        string(hashes: 0)
        continue
      }
      if current == UInt8(ascii: "(") { depth += 1 }
      if current == UInt8(ascii: ")") { depth -= 1 }
      blank()
      if depth == 0 { return }
    }
  }
}
