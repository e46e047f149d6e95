import Glibc
import Platform
import TestSupport
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
    descriptor = try #require(
      Loopback.connect(Int(port), readSeconds: 30, receiveBufferBytes: receiveBufferBytes))
  }

  deinit { close(descriptor) }

  /// The answer to a GET on a connection of its own.
  static func get(_ path: String, port: UInt16) throws -> Answer {
    let wire = try Wire(port: port)
    wire.send("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n\r\n")
    return wire.readAnswer()
  }

  /// The answer to a POST of JSON on a connection of its own.
  static func post(_ path: String, _ body: String, port: UInt16) throws -> Answer {
    let wire = try Wire(port: port)
    wire.send(
      "POST \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
        + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
    return wire.readAnswer()
  }

  /// Sends all of it; false when the server closed before.
  @discardableResult
  func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  @discardableResult
  func send(_ bytes: [UInt8]) -> Bool {
    Loopback.write(bytes, to: descriptor)
  }

  /// Sends no more, but still reads.
  func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Reads until the server closes, or there is enough.
  func read(until isEnough: (String) -> Bool = { _ in false }) -> String {
    var bytes: [UInt8] = []
    while true {
      let more = Loopback.read(descriptor)
      if more.isEmpty { break }
      bytes += more
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
