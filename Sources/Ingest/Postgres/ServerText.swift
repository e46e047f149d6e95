/// What a server or libpq said, made fit for an error message.
enum ServerText {
  /// One line: lines joined by a space, a line said twice kept once, other control characters made
  /// spaces, cut to the limit at the start of a character.
  static func oneLine(_ text: String, limit: Int = PostgresError.messageLimit) -> String {
    var lines: [String] = []
    // A hostile server may send far more than is shown.
    for line in text.unicodeScalars.prefix(4 * limit).split(whereSeparator: { $0 == "\n" || $0 == "\r" }) {
      var clean = String.UnicodeScalarView()
      for scalar in line {
        let isControl = scalar.properties.generalCategory == .control || scalar == "\u{2028}"
        let isSpace = isControl || scalar == " " || scalar == "\u{2029}"
        if !isSpace { clean.append(scalar) } else if clean.last != " " && !clean.isEmpty { clean.append(" ") }
      }
      if clean.last == " " { clean.removeLast() }
      let words = String(clean)
      if !words.isEmpty, !lines.contains(words) { lines.append(words) }
    }
    return cut(lines.joined(separator: " "), limit: limit)
  }

  /// The text without its secrets: each occurrence becomes `***`. Compared byte by byte; a short one within
  /// a longer word is part of that word.
  static func scrubbed(_ text: String, of secrets: [String]) -> String {
    var bytes = Array(text.utf8)
    for secret in secrets.map({ Array($0.utf8) }) where !secret.isEmpty && bytes.count >= secret.count {
      var clean: [UInt8] = []
      var index = 0
      while index < bytes.count {
        if bytes[index...].starts(with: secret), isAlone(bytes, index, secret.count) {
          clean.append(contentsOf: "***".utf8)
          index += secret.count
        } else {
          clean.append(bytes[index])
          index += 1
        }
      }
      bytes = clean
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isAlone(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Bool {
    guard count < 6 else { return true }
    let neighbours = [start - 1, start + count].filter(bytes.indices.contains).map { bytes[$0] }
    return !neighbours.contains { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20) }
  }

  /// What libpq says of a refused connection in its verbose form, without the place in the server's
  /// source and with the SQLSTATE taken out of `FATAL:  28P01: words`.
  static func refusal(_ text: String) -> (words: String, sqlState: String?) {
    var state: String?
    var lines: [String] = []
    for line in text.split(separator: "\n") where !line.hasPrefix("LOCATION:") {
      guard let mark = line.firstRange(of: ":  ") else {
        lines.append(String(line))
        continue
      }
      let rest = line[mark.upperBound...]
      let code = rest.prefix(5)
      guard code.utf8.count == 5, code.utf8.allSatisfy(isStateByte), rest.dropFirst(5).hasPrefix(": ") else {
        lines.append(String(line))
        continue
      }
      state = String(code)
      lines.append(String(line[..<mark.lowerBound]) + ": " + rest.dropFirst(7))
    }
    return (lines.joined(separator: "\n"), state)
  }

  private static func isStateByte(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }

  private static func cut(_ text: String, limit: Int) -> String {
    guard text.utf8.count > limit else { return text }
    var kept = String.UnicodeScalarView()
    var size = 3  // "…"
    for scalar in text.unicodeScalars {
      size += UTF8.width(scalar)
      if size > limit { break }
      kept.append(scalar)
    }
    return String(kept) + "…"
  }
}
