/// What the pure core leaves to its shells.
enum CoreRules {
  static let all: [Rule] =
    [imports, unorderedLoops, money]
    + Rule.words(
      ["Date()", "ContinuousClock", "SuspendingClock", "clock_gettime"],
      instead: "take the time as an argument", in: isCore, at: "Sources/Desk/Bad.swift")
    + Rule.words(
      ["UUID()", ".random(", ".randomElement(", ".shuffled(", "SystemRandomNumberGenerator"],
      instead: "derive it from the inputs", in: isCore, at: "Sources/Trading/Bad.swift")
    + Rule.words(
      ["Hasher()", ".hashValue"], instead: "use SHA256: Swift's hash differs in every process", in: isCore,
      at: "Sources/Desk/Bad.swift")
    + Rule.words(
      [
        "Task {", "Task.detached", "Task.sleep", "async let", "Mutex", "Locked", "Atomic", "NSLock",
        "DispatchQueue",
      ],
      instead: "return an effect or a deadline, let the shell perform it", in: isCore,
      at: "Sources/Sync/Bad.swift")

  @Sendable static func isCore(_ file: SourceText) -> Bool {
    file.isSwift && file.isIn("Sources/Primitives", "Sources/Trading", "Sources/Sync", "Sources/Desk")
  }

  /// The only file that may ask the C library, for the functions of statistics.
  private static let mathFile = "Sources/Primitives/"

  private static let imports = Rule(
    name: "import of anything but the core", instead: "take what you need as an argument",
    bad: ["Sources/Trading/Bad.swift": "import Foundation\n"]
  ) { repository in
    let core: Set<String> = ["Primitives", "Trading", "Sync", "Desk"]
    var found: [(path: String, line: Int)] = []
    var mathFiles: Set<String> = []
    for file in repository.files where isCore(file) {
      for (index, line) in file.code.enumerated() where line.contains(word: "import") {
        let module = line.split(separator: " ").last.map { String($0.prefix { $0 != "." }) } ?? ""
        if core.contains(module) { continue }
        if module == "Glibc", file.path.hasPrefix(mathFile) {
          mathFiles.insert(file.path)
          if mathFiles.count == 1 { continue }
        }
        found.append((file.path, index))
      }
    }
    return found
  }

  /// A dictionary's own order differs in every process.
  private static let unorderedLoops = Rule.perLine(
    ".keys or .values of a dictionary", instead: "keep an array beside it, or sort",
    in: { isCore($0) && $0.mentions(".keys", ".values") },
    bad: ["Sources/Sync/Bad.swift": "for key in book.keys { emit(key) }\n"]
  ) { line in
    [".keys", ".values"].contains { word in
      guard line.contains(word: word), !line.contains("self.values =") else { return false }
      return ![".sorted", ".count", ".isEmpty", ".contains", ".min", ".max", ".allSatisfy"].contains {
        line.contains(word + $0)
      }
    }
  }

  private static let money = Rule.perLine(
    "Double on the way of money", instead: "use Fixed",
    in: { file in
      isCore(file) && file.mentions("Double", "Float") && !file.isIn("Sources/Desk/Rows")
        && !file.path.contains("/Performance/Statistics/")
        && file.isIn(
          "Sources/Trading/Model", "Sources/Trading/Orders", "Sources/Trading/Measures",
          "Sources/Trading/Signals", "Sources/Trading/Risk", "Sources/Sync", "Sources/Desk")
    },
    bad: ["Sources/Trading/Orders/Bad.swift": "var price: Double\n"]
  ) { $0.contains(word: "Double") || $0.contains(word: "Float") }
}
