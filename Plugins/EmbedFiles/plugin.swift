import Foundation
import PackagePlugin

/// One folder whose files go into a target's binary.
private struct Folder {
  /// Where the files are, relative to the package.
  let path: String
  /// What their names in the binary are relative to, relative to the package.
  let root: String
  /// Only files that end so.
  let suffixes: [String]
}

/// What each target embeds. A target that applies the plugin and is not named here is an error.
private let folders: [String: [Folder]] = [
  "Ingest": [
    Folder(path: "sql/journal", root: "sql", suffixes: [".sql"]),
    Folder(path: "sql/sqlite", root: "sql", suffixes: [".sql"]),
    Folder(path: "sql/questdb", root: "sql", suffixes: [".sql"]),
    Folder(path: "sql/postgres", root: "sql", suffixes: [".sql"]),
    Folder(path: "Sources/Ingest/Instruments", root: "Sources/Ingest/Instruments", suffixes: [".json"]),
  ],
  "Query": [
    Folder(path: "sql/queries", root: "sql", suffixes: [".sql"]),
    Folder(path: "Sources/Query/Page", root: "Sources/Query/Page", suffixes: [".html"]),
  ],
]

/// Generates `EmbeddedFiles.swift`, so that the binary needs no file beside it.
///
/// A changed file is embedded by the next build. For a new or a removed one SwiftPM must plan again, which it
/// does when the tree below a target's own folder changes: hence the link `sql` beside this file.
@main
struct EmbedFiles: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let wanted = folders[target.name] else {
      Diagnostics.error("EmbedFiles has no folders for target \(target.name)")
      return []
    }
    var files: [(name: String, url: URL)] = []
    for folder in wanted {
      files += try Self.files(in: folder, of: context.package.directoryURL)
    }
    files.sort { $0.name < $1.name }
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedFiles.swift")
    return [
      .buildCommand(
        displayName: "Embedding \(files.count) files into \(target.name)",
        executable: try context.tool(named: "embed").url,
        arguments: [output.path(percentEncoded: false)]
          + files.flatMap { [$0.name, $0.url.path(percentEncoded: false)] },
        inputFiles: files.map(\.url),
        outputFiles: [output])
    ]
  }

  /// The files of a folder and of those below it; none when there is no such folder.
  private static func files(in folder: Folder, of package: URL) throws -> [(name: String, url: URL)] {
    let base = package.appending(path: folder.path)
    guard FileManager.default.fileExists(atPath: base.path(percentEncoded: false)) else { return [] }
    let prefix = folder.path == folder.root ? "" : folder.path.dropFirst(folder.root.count + 1) + "/"
    return try FileManager.default.subpathsOfDirectory(atPath: base.path(percentEncoded: false))
      .filter { path in folder.suffixes.contains { path.hasSuffix($0) } }
      .map { (name: prefix + $0, url: base.appending(path: $0)) }
  }
}
