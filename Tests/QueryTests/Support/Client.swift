import Glibc
import Platform

/// One request on a connection of its own, sent as written: headers a browser would not allow included.
enum Client {
  struct Answer {
    let status: Int
    let headers: [String: String]
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
    /// The body as JSON; null when it is none.
    var json: JSONValue { (try? JSONParser.parse(body)) ?? .null }
  }

  /// Asks and reads until the server closes. Without a `Host` among the headers it is `127.0.0.1:port`.
  static func send(
    _ method: String, _ target: String, port: UInt16, headers: [(String, String)] = [],
    body: [UInt8] = []
  ) -> Answer {
    var lines = ["\(method) \(target) HTTP/1.1", "Connection: close"]
    if !headers.contains(where: { $0.0 == "Host" }) { lines.append("Host: 127.0.0.1:\(port)") }
    lines += headers.map { "\($0.0): \($0.1)" }
    if !body.isEmpty { lines.append("Content-Length: \(body.count)") }
    let request = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
    return parse(exchange(request, port: port) { _ in false })
  }

  /// Sends bytes and reads until the server closes or there is enough.
  static func exchange(_ request: [UInt8], port: UInt16, isEnough: ([UInt8]) -> Bool) -> [UInt8] {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let connected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { return [] }
    var rest = request[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if sent <= 0 { break }
      rest = rest.dropFirst(sent)
    }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while !isEnough(bytes) {
      let got = recv(descriptor, &chunk, chunk.count, 0)
      if got <= 0 { break }
      bytes += chunk[..<got]
    }
    return bytes
  }

  private static func parse(_ bytes: [UInt8]) -> Answer {
    let end = Array("\r\n\r\n".utf8)
    var split = bytes.count
    for start in bytes.indices where bytes[start...].starts(with: end) {
      split = start
      break
    }
    let head = String(decoding: bytes[..<split], as: UTF8.self)
    var headers: [String: String] = [:]
    let lines = head.split(separator: "\r\n")
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2 { headers[parts[0].lowercased()] = String(parts[1].drop { $0 == " " }) }
    }
    let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    return Answer(status: status, headers: headers, body: Array(bytes.dropFirst(split + end.count)))
  }
}
