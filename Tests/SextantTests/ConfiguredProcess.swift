import Foundation
import Platform
import Testing

/// The built program with a folder of its own, run to its end or left running.
final class ConfiguredProcess {
  /// Generous: a test waits for an event, not for a time.
  static let deadlineNanos: Int64 = 120_000_000_000

  let folder: URL
  private let process = Process()
  private var arguments: [String]

  init(_ arguments: [String], file: String) throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("sextant-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    self.arguments = arguments
    try write(file)
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    try? FileManager.default.removeItem(at: folder)
  }

  var configuration: String { folder.path + "/desk.json5" }

  /// Puts another configuration in place.
  func write(_ text: String) throws {
    try text.write(toFile: configuration, atomically: true, encoding: .utf8)
  }

  /// Everything it has said so far, both streams in one.
  var said: String { (try? String(contentsOfFile: folder.path + "/said", encoding: .utf8)) ?? "" }

  /// Starts it; it reads the configuration that was written.
  func start() throws {
    let path = folder.path + "/said"
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    // The program beside the tests themselves.
    process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
      .deletingLastPathComponent().appendingPathComponent("sextant")
    process.arguments = arguments + ["--config", configuration, "--data", folder.path + "/data"]
    let handle = FileHandle(forWritingAtPath: path)
    process.standardError = handle
    process.standardOutput = handle
    process.environment = ["PATH": "/usr/bin:/bin"]
    try process.run()
  }

  /// Runs it to its end: the exit code.
  func run() throws -> Int32 {
    try start()
    process.waitUntilExit()
    return process.terminationStatus
  }

  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// The exit code once it has ended.
  func end() -> Int32 {
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// Waits until a line it has said holds all of these; the lines that do.
  @discardableResult
  func waitForLine(_ words: String...) -> [Substring] {
    let start = MonotonicClock.nowNanoseconds()
    let pause = OneShot<Bool>()
    while MonotonicClock.nowNanoseconds() - start < Self.deadlineNanos {
      let found = said.split(separator: "\n").filter { line in words.allSatisfy { line.contains($0) } }
      if !found.isEmpty { return found }
      guard process.isRunning else { break }
      _ = pause.wait(upTo: 5_000_000)
    }
    Issue.record("never said: \(words); but \(said.suffix(2_000))")
    return []
  }
}
