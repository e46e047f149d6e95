/// What may be nowhere in the sources.
enum SafetyRules {
  static let all: [Rule] =
    [forceUnwrap, unproven, printing]
    + Rule.words(
      ["try!", "fatalError(", "as!"], instead: "throw a typed error, or precondition for a bug",
      in: isSource, at: "Sources/Query/Bad.swift")
    + Rule.words(
      ["Mutex", "NSLock", "NSRecursiveLock"], instead: "use Locked, which ThreadSanitizer sees through",
      in: { $0.isSwift && $0.isIn("Sources", "Tests") && !$0.isIn("Tests/TidyTests") },
      at: "Sources/Query/Bad.swift")
    + Rule.words(
      ["Task.sleep", "Thread.sleep", "usleep(", "nanosleep(", "sleep("],
      instead: "wait for what happens, not for time to pass",
      in: { $0.isSwift && $0.isIn("Tests") }, at: "Tests/QueryTests/Bad.swift")

  @Sendable static func isSource(_ file: SourceText) -> Bool {
    file.isSwift && file.isIn("Sources", "Plugins")
  }

  private static let forceUnwrap = Rule.perLine(
    "force unwrap", instead: "use guard let and throw", in: { isSource($0) && $0.mentions("!") },
    bad: ["Sources/Query/Bad.swift": "let first = list.first!\n"]
  ) { line in
    guard line.utf8.contains(UInt8(ascii: "!")) else { return false }
    let bytes = Array(line.utf8)
    return bytes.indices.contains { index in
      guard bytes[index] == UInt8(ascii: "!"), index > 0 else { return false }
      if index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "=") { return false }
      let before = String(decoding: bytes[..<index], as: UTF8.self)
      if ["try", "as"].contains(where: { before.hasSuffix(" " + $0) || before == $0 }) { return false }
      return bytes[index - 1].isNamePart || [")", "]", "\"", ">", "?"].contains(before.last)
    }
  }

  private static let unproven = Rule.perFile(
    "@unchecked Sendable or nonisolated(unsafe) without its proof",
    instead: "say in a comment why it is safe",
    in: { isSource($0) && $0.mentions("@unchecked", "nonisolated(") },
    bad: ["Sources/Platform/Bad.swift": "final class Box: @unchecked Sendable {}\n"]
  ) { file in
    file.code.indices.filter { index in
      let line = file.code[index]
      guard line.contains("@unchecked Sendable") || line.contains("nonisolated(unsafe)") else { return false }
      return !file.lines[max(0, index - 3)...index].contains { $0.contains("//") }
    }
  }

  private static let printing = Rule.perLine(
    "print(", instead: "log it, or write to the port you were given",
    in: { isSource($0) && $0.mentions("rint(") && !$0.isIn("Sources/sextant", "Sources/embed") },
    bad: ["Sources/Desk/Bad.swift": "print(order)\n"]
  ) { $0.contains(word: "print(") || $0.contains(word: "debugPrint(") }
}
