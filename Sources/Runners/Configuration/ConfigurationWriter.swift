/// Writes a configuration as JSON5, section by section.
struct ConfigurationWriter {
  private(set) var text = ""
  private var depth = 0
  /// The sections that are open within the object at hand.
  private var sections: [String] = []

  mutating func open(_ bracket: String) {
    line(bracket)
    depth += 1
  }

  mutating func close(_ bracket: String) {
    depth -= 1
    line(bracket)
  }

  mutating func comment(_ words: String) { line("// " + words) }

  /// Opens and closes sections until those of a path are open; an empty path closes all.
  mutating func enter(_ path: String) {
    let wanted = path.split(separator: ".").dropLast().map(String.init)
    var common = 0
    while common < min(sections.count, wanted.count), sections[common] == wanted[common] { common += 1 }
    while sections.count > common {
      sections.removeLast()
      close("},")
    }
    for section in wanted.dropFirst(common) {
      open("\(section): {")
      sections.append(section)
    }
  }

  /// What a key means and when a change counts.
  mutating func describe(_ entry: ConfigurationEntry) {
    switch entry.change {
    case .live: comment(entry.help + " [SIGHUP]")
    case .restart: comment(entry.help)
    }
  }

  mutating func member(_ entry: ConfigurationEntry, _ texts: [String], note: String?) {
    line(Self.member(entry, texts) + (note.map { "  // \($0)" } ?? ""))
  }

  /// `port: 8080,`.
  static func member(_ entry: ConfigurationEntry, _ texts: [String]) -> String {
    if case .list = entry.kind { return "\(entry.key): [\(texts.map(quoted).joined(separator: ", "))]," }
    let text = texts.first ?? ""
    return "\(entry.key): \(entry.kind.isBare(text) ? text : quoted(text)),"
  }

  /// A text as JSON5 takes it back.
  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\" + String(scalar)
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      default:
        if scalar.value < 0x20 || scalar.value == 0x7F {
          let hex = String(scalar.value, radix: 16)
          quoted += "\\x" + (hex.count < 2 ? "0" : "") + hex
        } else {
          quoted.unicodeScalars.append(scalar)
        }
      }
    }
    return quoted + "\""
  }

  private mutating func line(_ words: String) {
    text += String(repeating: "  ", count: depth) + words + "\n"
  }
}
