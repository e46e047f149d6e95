import Glibc
import Platform
import Testing

/// One TCP connection to the service, bytes in and out as they are. Reads give up after 30 s.
final class Wire {
  struct Answer {
    /// 0 when the server closed without an answer.
    let status: Int
    let text: String

    /// The `code` of a problem; empty without one.
    var code: String {
      let body = text.split(separator: "\r\n\r\n", maxSplits: 1).last ?? ""
      return (try? JSONParser.parse(Array(body.utf8)))?["code"]?.string ?? ""
    }
  }

  private let descriptor: Int32

  init(port: UInt16, receiveBufferBytes: Int32? = nil) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    try #require(descriptor >= 0)
    var limit = timeval(tv_sec: 30, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    if var bytes = receiveBufferBytes {
      setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &bytes, socklen_t(MemoryLayout<Int32>.size))
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
    }
    try #require(result == 0)
  }

  deinit { close(descriptor) }

  /// The answer to a GET on a connection of its own.
  static func get(_ path: String, port: UInt16) throws -> Answer {
    let wire = try Wire(port: port)
    wire.send("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n\r\n")
    return wire.readAnswer()
  }

  /// Sends all of it; false when the server closed before.
  @discardableResult
  func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  @discardableResult
  func send(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if sent <= 0 { return false }
      rest = rest.dropFirst(sent)
    }
    return true
  }

  /// Sends no more, but still reads.
  func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Reads until the server closes, or there is enough.
  func read(until isEnough: (String) -> Bool = { _ in false }) -> String {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let got = recv(descriptor, &chunk, chunk.count, 0)
      if got <= 0 { break }
      bytes += chunk[..<got]
      if isEnough(String(decoding: bytes, as: UTF8.self)) { break }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Everything the server says before it closes.
  func readAnswer() -> Answer {
    let text = read()
    return Answer(status: text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0, text: text)
  }

  /// Waits until there is something to read or the server has closed; false after the time.
  func isReadable(within milliseconds: Int32) -> Bool {
    var one = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&one, 1, milliseconds) > 0
  }

  /// Opens the event stream and reads its first bytes; the answer's head.
  static func stream(port: UInt16, receiveBufferBytes: Int32? = nil) throws -> (wire: Wire, head: String) {
    let wire = try Wire(port: port, receiveBufferBytes: receiveBufferBytes)
    wire.send("GET /api/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    // A stream begins with its retry line, a refusal ends with the last brace.
    return (wire, wire.read { $0.contains("retry:") || $0.hasSuffix("}") })
  }
}
