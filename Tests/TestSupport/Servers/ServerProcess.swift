import Dispatch
import Foundation
import Synchronization

/// A server that runs as a process of ours and does not outlive us, however we end.
final class ServerProcess: Sendable {
  /// Runs the server with its output in a log, says its process id, and kills it once the other end of the
  /// standard input, held by us, is gone. Ends with the server.
  private static let wrapper = """
    log=$1; ending=$2; shift 2
    exec 3<&0 </dev/null
    "$@" >>"$log" 2>&1 3<&- &
    server=$!
    echo "$server"
    { read -r line <&3; kill -"$ending" "$server"; } 2>/dev/null &
    wait "$server"
    kill -KILL $! 2>/dev/null
    """

  private let server: pid_t
  private let process: Process
  private let lifeline: FileHandle
  private let ended: DispatchGroup
  private let log: URL

  /// Starts `command`; `ending` is the signal it gets should we end first.
  init(_ command: [String], environment: [String: String], log: URL, ending: String = "KILL") throws {
    let process = Process()
    let (input, output) = (Pipe(), Pipe())
    let ended = DispatchGroup()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", Self.wrapper, "server", log.path, ending] + command
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.currentDirectoryURL = URL(fileURLWithPath: "/")
    process.standardInput = input
    process.standardOutput = output
    process.terminationHandler = { _ in ended.leave() }
    ended.enter()
    do { try process.run() } catch {
      ended.leave()
      throw error
    }
    (self.process, self.ended, self.log) = (process, ended, log)
    lifeline = input.fileHandleForWriting
    let said = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    guard let server = pid_t(said.filter(\.isNumber)) else {
      throw TestServerError("the server's shell gave no process id")
    }
    self.server = server
  }

  deinit { end(SIGKILL, withinSeconds: 60) }

  var isRunning: Bool { ended.wait(timeout: .now()) == .timedOut }

  /// Waits until `isReady`; an error when the server ends before or the time is up.
  func wait(seconds: Int, until isReady: () -> Bool) throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while !isReady() {
      if ended.wait(timeout: .now() + .milliseconds(50)) == .success {
        throw TestServerError("ended at its start: \(lastWords)")
      }
      if ContinuousClock.now > deadline {
        throw TestServerError("not ready within \(seconds) s: \(lastWords)")
      }
    }
  }

  /// Sends the signal, waits for the end, and after the time given kills.
  func end(_ signal: Int32, withinSeconds seconds: Int) {
    send(signal)
    if ended.wait(timeout: .now() + .seconds(seconds)) == .timedOut {
      send(SIGKILL)
      ended.wait()
    }
  }

  func send(_ signal: Int32) {
    if isRunning { kill(server, signal) }
  }

  private var lastWords: String {
    let all = (try? Data(contentsOf: log)) ?? Data()
    return String(decoding: all.suffix(1_000), as: UTF8.self)
  }
}
