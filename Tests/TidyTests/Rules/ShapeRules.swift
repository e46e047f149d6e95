/// How long things may be, and what must be said of them.
enum ShapeRules {
  static let all = [fileLength, functionLength, lineLength, documented]

  @Sendable static func isOurs(_ file: SourceText) -> Bool {
    file.isSwift && (file.isIn("Sources", "Tests", "Plugins", "Benchmarks") || file.path == "Package.swift")
  }

  private static let fileLength = Rule.perFile(
    "more than 300 lines of code", instead: "split it: Type+Concern.swift", in: isOurs,
    bad: ["Sources/Query/Bad.swift": String(repeating: "let x = 1\n", count: 301)]
  ) { file in
    file.code.count { !$0.allSatisfy(\.isWhitespace) } > 300 ? [0] : []
  }

  private static let lineLength = Rule.perFile(
    "line of more than 110 characters", instead: "break it", in: isOurs,
    bad: ["Sources/Query/Bad.swift": "// " + String(repeating: "x", count: 108) + "\n"]
  ) { file in
    file.lines.indices.filter { file.lines[$0].utf8.count > 110 && file.lines[$0].count > 110 }
  }

  private static let documented = Rule.perFile(
    "public declaration without a doc comment", instead: "say what it is and why it exists",
    in: { $0.isSwift && $0.isIn("Sources") },
    bad: [
      "Sources/Query/Bad.swift":
        "/// A page.\npublic struct Page {\n  @inlinable\n  public var size: Int\n}\n"
    ]
  ) { file in
    file.code.indices.filter { index in
      guard file.code[index].contains(word: "public") || file.code[index].contains(word: "open") else {
        return false
      }
      let line = file.code[index].drop(while: \.isWhitespace)
      guard line.hasPrefix("public ") || line.hasPrefix("open ") else { return false }
      if line.hasPrefix("public import") || line.hasPrefix("public extension") { return false }
      var above = index - 1
      while above >= 0, file.code[above].drop(while: \.isWhitespace).hasPrefix("@") { above -= 1 }
      let comment = above >= 0 ? file.lines[above].drop(while: \.isWhitespace) : ""
      return !comment.hasPrefix("///") && !comment.hasSuffix("*/")
    }
  }

  private static let functionLength = Rule.perFile(
    "function of more than 70 lines", instead: "give its steps names", in: isOurs,
    bad: [
      "Sources/Query/Bad.swift": "func long() {\n" + String(repeating: "  step()\n", count: 70) + "}\n"
    ]
  ) { file in
    file.code.indices.filter { bodyLength(from: $0, in: file.code) > 70 }
  }

  /// Lines from a function's first to its closing brace; 0 where no function with a body begins.
  private static func bodyLength(from start: Int, in code: [String]) -> Int {
    guard begins(code[start]) else { return 0 }
    var braces = 0
    var brackets = 0
    for index in start..<code.count {
      if index > start, braces == 0, brackets == 0, declares(code[index]) { return 0 }
      for character in code[index].utf8 {
        switch character {
        case UInt8(ascii: "("), UInt8(ascii: "["): brackets += 1
        case UInt8(ascii: ")"), UInt8(ascii: "]"): brackets -= 1
        case UInt8(ascii: "{") where braces > 0 || brackets == 0: braces += 1
        case UInt8(ascii: "}") where braces > 0:
          braces -= 1
          if braces == 0 { return index - start + 1 }
        case UInt8(ascii: "}") where brackets == 0: return 0
        default: break
        }
      }
    }
    return 0
  }

  private static func begins(_ line: String) -> Bool {
    if line.contains(word: "func") { return true }
    return ["init(", "init?(", "init<"].contains { line.contains(word: $0) && !line.contains("." + $0) }
  }

  /// Whether a line opens a declaration, so that the function above it had no body.
  private static func declares(_ line: String) -> Bool {
    begins(line) || ["var", "let", "case", "struct", "enum", "protocol"].contains { line.contains(word: $0) }
  }
}
