import Dispatch
import Foundation
import Glibc

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
  private let lifeline: Int32
  private let ended: DispatchGroup
  private let log: URL

  /// Starts `command`; `ending` is the signal it gets should we end first.
  init(_ command: [String], environment: [String: String], log: URL, ending: String = "KILL") throws {
    let (input, output) = (try Self.pipe(), try Self.pipe())
    defer { close(output.read) }
    let wrapped = ["sh", "-c", Self.wrapper, "server", log.path, ending] + command
    let started = Result {
      try ChildProcess.start(
        wrapped, environment: ProcessInfo.processInfo.environment.merging(environment) { $1 },
        input: input.read, output: output.write)
    }
    // Ours alone now: what we read ends when the shell does.
    close(input.read)
    close(output.write)
    if case .failure = started { close(input.write) }
    let shell = try started.get()
    let ended = DispatchGroup()
    ended.enter()
    Thread.detachNewThread {
      ChildProcess.wait(for: shell)
      ended.leave()
    }
    var said = [UInt8](repeating: 0, count: 32)
    let count = read(output.read, &said, said.count)
    guard let server = pid_t(String(decoding: said.prefix(max(0, count)), as: UTF8.self).filter(\.isNumber))
    else {
      close(input.write)
      throw TestServerError("the server's shell gave no process id")
    }
    (self.server, self.ended, self.log, lifeline) = (server, ended, log, input.write)
  }

  /// No child inherits either end.
  private static func pipe() throws -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    guard Glibc.pipe(&ends) == 0 else { throw TestServerError("no pipe: error \(errno)") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  deinit {
    end(SIGKILL, withinSeconds: 60)
    close(lifeline)
  }

  var isRunning: Bool { ended.wait(timeout: .now()) == .timedOut }

  /// Waits until `isReady`; an error when the server ends before or the time is up.
  func wait(seconds: Int, until isReady: () -> Bool) throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while !isReady() {
      if ended.wait(timeout: .now() + .milliseconds(50)) == .success {
        throw TestServerError("ended at its start: \(lastWords)", isEnd: true)
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
