import Foundation
import Platform

/// Where a server that is killed and started again has its one process at a time, and its files: a folder of
/// its own under the temporary directory, removed at the end.
final class ServerSlot: Sendable {
  /// Everything of the server; its data lie in `data`, its output in `log`.
  let folder: URL
  let data: URL
  let log: URL
  private let process = Locked<ServerProcess?>(nil)

  init(_ name: String) throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("sextant-\(name)-\(UUID().uuidString)", isDirectory: true)
    data = folder.appendingPathComponent("data", isDirectory: true)
    log = folder.appendingPathComponent("log")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit {
    end(SIGKILL)
    try? FileManager.default.removeItem(at: folder)
  }

  var isRunning: Bool { process.withLock { $0?.isRunning ?? false } }

  /// Starts the process unless one runs, and waits until it is ready.
  func start(_ make: () throws -> ServerProcess, until isReady: () -> Bool) throws {
    try process.withLock { process in
      guard process?.isRunning != true else { return }
      let new = try make()
      try new.wait(seconds: 120, until: isReady)
      process = new
    }
  }

  /// Ends the process by the signal, within 60 s; nothing when none runs.
  func end(_ signal: Int32) {
    process.withLock { process in
      process?.end(signal, withinSeconds: 60)
      process = nil
    }
  }

  func send(_ signal: Int32) { process.withLock { $0?.send(signal) } }
}
