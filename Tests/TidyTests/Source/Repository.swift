import Foundation

/// The text files a rule looks at: the real repository, or a made-up one that shows that a rule can fail.
struct Repository: Sendable {
  let files: [SourceText]

  /// A made-up repository: path to text.
  init(_ texts: [String: String]) {
    files = texts.map { SourceText(path: $0.key, text: $0.value) }.sorted { $0.path < $1.path }
  }

  /// The repository these tests were compiled from.
  static let real = Repository(root: root)

  /// Three folders above this file's own.
  private static var root: URL {
    var folder = URL(filePath: #filePath).resolvingSymlinksInPath()
    for _ in 0..<4 { folder.deleteLastPathComponent() }
    return folder
  }

  /// Never committed, so none of our business.
  private static let ignored: Set<String> = [".git", ".build", ".swiftpm", ".test-tools", "sextant-data"]

  private init(root: URL) {
    var found: [SourceText] = []
    var folders = [""]
    while let folder = folders.popLast() {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path + "/" + folder)) ?? []
      for name in names.sorted() where !Self.ignored.contains(name) {
        let path = folder.isEmpty ? name : folder + "/" + name
        let full = root.path + "/" + path
        let type = try? FileManager.default.attributesOfItem(atPath: full)[.type] as? FileAttributeType
        if type == .typeDirectory {
          folders.append(path)
        } else if type == .typeRegular, let data = FileManager.default.contents(atPath: full),
          data.count < 2_000_000, let text = String(data: data, encoding: .utf8)
        {
          found.append(SourceText(path: path, text: text))
        }
      }
    }
    files = found.sorted { $0.path < $1.path }
  }
}
