import CSys
import Glibc

@testable import Ingest
@testable import Platform

/// A listener on loopback that serves one connection after the other by a script: before each step it waits
/// for the client to say something (unless the step speaks first), then it writes.
final class FakeServer: Sendable {
  /// One thing it does on a connection.
  enum Step: Sendable {
    /// Waits for bytes, then writes these.
    case answer([UInt8])
    /// Writes at once.
    case say([UInt8])
    /// Waits for bytes, then runs this.
    case heard(@Sendable () -> Void)
    /// Keeps the connection and says no more.
    case hold
  }

  let port: UInt16
  private let stopped = Interrupt()
  private let thread: OwnThread

  struct CannotListen: Error {}

  /// Listens; after its steps it closes the connection.
  init(_ steps: [Step]) throws {
    var port: UInt16 = 0
    let listener = sx_listen("127.0.0.1", 0, 8, &port)
    guard listener >= 0 else { throw CannotListen() }
    self.port = port
    let stop = stopped
    thread = OwnThread.start(name: "fake-server") {
      defer { close(listener) }
      while sx_poll_readable(listener, stop.descriptor, -1) & 2 == 0 {
        let socket = accept(listener, nil, nil)
        guard socket >= 0 else { continue }
        Self.serve(socket, steps, stop)
        close(socket)
      }
    }
  }

  deinit {
    stopped.raise()
    thread.join()
  }

  /// A port of loopback where nobody listens.
  static func closedPort() throws -> UInt16 {
    var port: UInt16 = 0
    let listener = sx_listen("127.0.0.1", 0, 1, &port)
    guard listener >= 0 else { throw CannotListen() }
    close(listener)
    return port
  }

  /// How to reach it; the password is `s3cr3t-pw`.
  func string(_ more: String = "sslmode=disable") throws -> ConnectionString {
    try ConnectionString("host=127.0.0.1 port=\(port) user=u dbname=d password=s3cr3t-pw \(more)")
  }

  private static func serve(_ socket: Int32, _ steps: [Step], _ stop: Interrupt) {
    for step in steps {
      switch step {
      case .say(let bytes): write(socket, bytes)
      case .answer(let bytes):
        guard hears(socket, stop) else { return }
        write(socket, bytes)
      case .heard(let body):
        guard hears(socket, stop) else { return }
        body()
      case .hold:
        while hears(socket, stop) {}
        return
      }
    }
  }

  private static func write(_ socket: Int32, _ bytes: [UInt8]) {
    _ = send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }

  /// False when the client is gone or the test over.
  private static func hears(_ socket: Int32, _ stop: Interrupt) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    guard sx_poll_readable(socket, stop.descriptor, -1) & 2 == 0 else { return false }
    return recv(socket, &buffer, buffer.count, 0) > 0
  }
}

/// Messages of PostgreSQL's protocol, as a server sends them.
enum FakeMessage {
  /// AuthenticationOk and ReadyForQuery: in, and idle.
  static let welcome: [UInt8] = message("R", [0, 0, 0, 0]) + message("Z", Array("I".utf8))

  /// ErrorResponse.
  static func error(_ severity: String, _ state: String, _ words: String) -> [UInt8] {
    let fields = [("S", severity), ("V", severity), ("C", state), ("M", words)]
    return message("E", fields.flatMap { Array($0.0.utf8) + Array($0.1.utf8) + [0] } + [0])
  }

  static func message(_ letter: String, _ body: [UInt8]) -> [UInt8] {
    let length = UInt32(body.count + 4)
    return Array(letter.utf8) + (0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * $0)) } + body
  }
}
