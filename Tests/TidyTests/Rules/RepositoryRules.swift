import Foundation

/// What only the repository as a whole can tell.
enum RepositoryRules {
  static let all = [ownerlessSQL, leftOver, machinePath, manifest]

  private static let ownerlessSQL = Rule(
    name: "SQL file that no Swift file names", instead: "use it or remove it",
    bad: ["sql/queries/lost.sql": "SELECT 1;\n", "Sources/Query/A.swift": "let name = \"queries/found\"\n"]
  ) { repository in
    let swift = repository.files.filter { $0.isSwift && !$0.isIn("Tests/TidyTests") }
    return repository.files.filter { $0.isIn("sql") && $0.path.hasSuffix(".sql") }.compactMap { file in
      let parts = file.path.split(separator: "/").map(String.init)
      guard let last = parts.last, let first = last.first else { return nil }
      var name = String(last.dropLast(".sql".count))
      // The query that counts what a list query lists goes by the list's name.
      if name.hasSuffix("_count") { name.removeLast("_count".count) }
      // Migrations are numbered and run in order: whoever names their folder runs all of it.
      let folder = parts.dropFirst().dropLast().joined(separator: "/")
      let wanted = first.isNumber ? ["\"\(folder)/"] : ["\"\(name)\"", "\(name).sql"]
      return swift.contains { $0.says(wanted) } ? nil : (file.path, 0)
    }
  }

  private static let leftOver = Rule.perFile(
    "left-over work", instead: "do it, or write it down where work is planned",
    in: { !$0.isIn("Tests/TidyTests/Rules") && $0.says(["TODO", "FIXME", "XXX"]) },
    bad: ["docs/bad.md": "Here is a TODO of ours.\n", "Sources/Query/Bad.swift": "// FIXME: later\n"]
  ) { file in
    file.lines.indices.filter { index in
      ["TODO", "FIXME", "XXX"].contains { file.lines[index].contains(word: $0) }
    }
  }

  /// Where the machines of people and of builds keep things.
  private static let folders = ["/home/", "/work/", "/root/", "/Users/", "/tmp/"]

  private static let machinePath = Rule.perFile(
    "path of somebody's machine", instead: "make it relative, or take it from the configuration",
    in: { !$0.isIn("Tests/TidyTests/Rules") && $0.says(folders) },
    bad: ["docs/bad.md": "Data lies in /home/me/data.\n"]
  ) { file in
    file.lines.indices.filter { index in
      let line = file.lines[index]
      let isTemplate = line.contains("mktemp") || line.contains("mkdtemp") || line.contains("XXXXXX")
      return folders.contains { beginsPath($0, in: line) && !(isTemplate && $0 == "/tmp/") }
    }
  }

  /// Whether `folder` occurs in the line with nothing before it that would make it part of a longer path.
  private static func beginsPath(_ folder: String, in line: String) -> Bool {
    let bytes = Array(line.utf8)
    let wanted = Array(folder.utf8)
    guard bytes.count >= wanted.count else { return false }
    return (0...(bytes.count - wanted.count)).contains { start in
      guard bytes[start..<(start + wanted.count)].elementsEqual(wanted) else { return false }
      guard start > 0 else { return true }
      let before = bytes[start - 1]
      return !before.isNamePart
        && ![UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "}")].contains(before)
    }
  }

  /// The manifest holds the core pure: its four targets see each other and nothing else.
  private static let manifest = Rule(
    name: "core target that depends on more than the core", instead: "move the code to a target below",
    bad: ["Package.swift": ".target(\n  name: \"Trading\", dependencies: [\"Primitives\", \"CSQLite\"]),\n"]
  ) { repository in
    let core = ["Primitives", "Trading", "Sync", "Desk"]
    guard let package = repository.files.first(where: { $0.path == "Package.swift" }) else { return [] }
    let text = package.lines.joined(separator: "\n")
    return core.enumerated().compactMap { rank, target in
      let found = dependencies(of: target, in: text)
      let isPure = found?.allSatisfy { core.prefix(rank).contains($0) } ?? false
      guard !isPure, text.contains("name: \"\(target)\"") || text.contains("Package(") else { return nil }
      let line = package.lines.firstIndex { $0.contains("name: \"\(target)\"") }
      return (package.path, line ?? 0)
    }
  }

  /// What the manifest says a target depends on; nil when it has no such target or says it in another way.
  private static func dependencies(of target: String, in manifest: String) -> [String]? {
    guard let start = manifest.range(of: "name: \"\(target)\"")?.upperBound else { return nil }
    let rest = manifest[start...]
    let end = [".target(", ".executableTarget(", ".systemLibrary(", ".testTarget(", ".plugin("]
      .compactMap { rest.range(of: $0)?.lowerBound }.min()
    let own = rest[..<(end ?? rest.endIndex)]
    guard let list = own.range(of: "dependencies: [") else { return [] }
    guard let close = own[list.upperBound...].firstIndex(of: "]") else { return nil }
    let names = own[list.upperBound..<close].split(separator: "\"", omittingEmptySubsequences: false)
    return names.enumerated().filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
  }
}
