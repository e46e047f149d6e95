import Glibc
import Platform
import TestSupport

extension Loopback {
  /// The status and the JSON a GET is answered with.
  static func get(_ path: String, port: UInt16) throws -> (status: Int, json: JSONValue) {
    let (head, body) = try exchange(path, port: port)
    let status = head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    return (status, (try? JSONParser.parse(Array(body.utf8))) ?? .null)
  }

  /// The body a GET is answered with.
  static func text(_ path: String, port: UInt16) throws -> String {
    String(try exchange(path, port: port).body)
  }

  private static func exchange(_ path: String, port: UInt16) throws -> (head: Substring, body: Substring) {
    guard let descriptor = connect(Int(port)) else { throw NoSocket() }
    defer { close(descriptor) }
    let request = "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n\r\n"
    write(request.utf8, to: descriptor)
    var bytes: [UInt8] = []
    while true {
      let more = read(descriptor)
      if more.isEmpty { break }
      bytes += more
    }
    let text = String(decoding: bytes, as: UTF8.self)
    let parts = text.split(separator: "\r\n\r\n", maxSplits: 1)
    return (parts.first ?? "", parts.count > 1 ? parts[1] : "")
  }
}
