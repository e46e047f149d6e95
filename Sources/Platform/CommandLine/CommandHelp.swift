/// The help page of a command, for a terminal of 80 columns.
enum CommandHelp {
  private static let columns = 80

  /// The page of the last command of a path that begins with the program itself.
  static func text(for path: [Command]) -> String {
    guard let command = path.last else { return "" }
    var lines = [usage(path), ""]
    lines += wrap(command.summary, to: columns)
    if !command.discussion.isEmpty {
      lines.append("")
      for paragraph in command.discussion.split(separator: "\n", omittingEmptySubsequences: false) {
        lines += paragraph.isEmpty ? [""] : wrap(String(paragraph), to: columns)
      }
    }
    lines += section("Commands", command.subcommands.map { ($0.name, $0.summary) })
    lines += section("Arguments", command.operands.map { ("<\($0.name)>", $0.help) })
    lines += section("Options", options(command.options) + [("--help", "Show this page.")])
    let inherited = path.dropLast().flatMap(\.options)
    lines += section("Options of every command", options(inherited))
    if !(command.options + inherited).isEmpty {
      lines.append("")
      lines += wrap("Every option can also be set in the environment, as SEXTANT_<NAME>.", to: columns)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func usage(_ path: [Command]) -> String {
    guard let command = path.last else { return "" }
    var words = ["Usage:"] + path.map(\.name)
    if !command.subcommands.isEmpty { words.append("<command>") }
    words.append("[options]")
    for operand in command.operands {
      let name = "<\(operand.name)>" + (operand.repeats ? "..." : "")
      words.append(operand.isOptional ? "[\(name)]" : name)
    }
    return words.joined(separator: " ")
  }

  private static func options(_ options: [Command.Option]) -> [(String, String)] {
    options.map { option in
      var help = option.help
      if option.repeats { help += " May be given several times." }
      if option.isRequired { help += " Required." }
      if let value = option.defaultValue, !option.isFlag { help += " [default: \(value)]" }
      let value = option.isFlag ? "" : " <\(option.valueName)>"
      return ("--\(option.name)\(value)", help)
    }
  }

  private static func section(_ title: String, _ rows: [(String, String)]) -> [String] {
    guard !rows.isEmpty else { return [] }
    let widest = 30
    let width = min(widest, rows.map(\.0.count).max() ?? 0)
    var lines = ["", "\(title):"]
    for (left, right) in rows {
      let texts = wrap(right, to: columns - width - 4)
      if left.count > width {
        lines.append("  \(left)")
      } else {
        let padding = String(repeating: " ", count: width - left.count + 2)
        lines.append("  \(left)\(padding)\(texts.first ?? "")")
      }
      let remaining = left.count > width ? texts[...] : texts.dropFirst()
      for text in remaining { lines.append(String(repeating: " ", count: width + 4) + text) }
    }
    return lines
  }

  /// Breaks at spaces; a word longer than the line stands alone.
  static func wrap(_ text: String, to width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    if !line.isEmpty || lines.isEmpty { lines.append(line) }
    return lines
  }
}
