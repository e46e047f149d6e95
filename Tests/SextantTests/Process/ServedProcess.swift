import Foundation
import Platform
import Testing

/// The built program as a process of its own: `sextant serve` on a free port and a fresh data directory.
final class ServedProcess {
  struct NotStarted: Error {}

  /// Generous: a test waits for an event, not for a time.
  static let deadlineNanos: Int64 = 60_000_000_000

  let data: String
  private(set) var port: UInt16 = 0
  private let folder: URL
  private let process = Process()

  var id: Int32 { process.processIdentifier }

  /// Starts it and waits until it is ready to trade.
  ///
  /// - Parameters:
  ///   - data: a directory to go on with; nil for a fresh one.
  ///   - environment: beside the test's own.
  init(_ options: [String] = [], data: String? = nil, environment: [String: String] = [:]) throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("sextant-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    self.data = data ?? folder.path + "/data"
    let log = folder.path + "/log"
    _ = FileManager.default.createFile(atPath: log, contents: nil)
    process.executableURL = Self.program
    process.arguments = ["serve", "--port", "0", "--data", self.data, "--log", "json"] + options
    process.standardError = FileHandle(forWritingAtPath: log)
    process.standardOutput = FileHandle.nullDevice
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    try process.run()
    try waitUntil("it listens") {
      guard process.isRunning else { throw NotStarted() }
      port = Self.port(in: Self.text(log)) ?? 0
      return port != 0
    }
    try waitUntil("it is ready") { try Wire.get("/health/ready", port: port).status == 200 }
  }

  deinit {
    if process.isRunning { kill(id, SIGKILL) }
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: folder)
  }

  static let program: URL = {
    if let path = ProcessInfo.processInfo.environment["SEXTANT_PROGRAM"], !path.isEmpty {
      return URL(fileURLWithPath: path)
    }
    // Beside the tests themselves.
    return URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
      .deletingLastPathComponent().appendingPathComponent("sextant")
  }()

  /// Whether proofs/sanitized runs this: its memory says nothing then.
  static let isSanitized = ProcessInfo.processInfo.environment["SEXTANT_TEST_SANITIZER"] != nil

  /// What it has written to its log.
  var log: String { Self.text(folder.path + "/log") }

  var isRunning: Bool { process.isRunning }

  /// Resident memory, bytes.
  var residentBytes: Int {
    let line = Self.text("/proc/\(id)/status").split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 1_024
  }

  /// The admin token it made for this machine.
  func token() throws -> String {
    let value = try JSONParser.parse(
      Array(try Data(contentsOf: URL(fileURLWithPath: data + "/endpoint.json"))))
    return value["token"]?.string ?? ""
  }

  /// Sends SIGTERM; the exit code, and the nanoseconds until it was there.
  func terminate() -> (code: Int32, nanos: Int64) {
    let start = MonotonicClock.nowNanoseconds()
    kill(id, SIGTERM)
    process.waitUntilExit()
    return (process.terminationStatus, MonotonicClock.nowNanoseconds() - start)
  }

  /// Waits until something holds that comes by itself; an issue when it does not within the deadline.
  func waitUntil(_ what: String, _ holds: () throws -> Bool) throws {
    let start = MonotonicClock.nowNanoseconds()
    let pause = OneShot<Bool>()
    while MonotonicClock.nowNanoseconds() - start < Self.deadlineNanos {
      if try holds() { return }
      _ = pause.wait(upTo: 10_000_000)
    }
    Issue.record("not within the deadline: \(what)")
    throw NotStarted()
  }

  private static func text(_ path: String) -> String {
    (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
  }

  private static func port(in log: String) -> UInt16? {
    guard let start = log.range(of: "listening on http://127.0.0.1:")?.upperBound else { return nil }
    let digits = log[start...].prefix(while: \.isNumber)
    return log[start...].count > digits.count ? UInt16(digits) : nil
  }
}
