import Glibc
import Testing

/// One TCP connection to a server on loopback, bytes in and out. Reads give up after 5 s.
final class RawClient {
  struct Response {
    var status = 0
    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []

    var text: String { String(decoding: body, as: UTF8.self) }

    func header(_ name: String) -> String? {
      headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
  }

  private let descriptor: Int32
  private var buffer: [UInt8] = []

  init(port: UInt16, receiveBufferBytes: Int32? = nil) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var limit = timeval(tv_sec: 5, tv_usec: 0)
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

  deinit {
    close(descriptor)
  }

  func send(_ text: String) {
    send(Array(text.utf8))
  }

  func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if sent <= 0 { return }
      rest = rest.dropFirst(sent)
    }
  }

  /// A request without a body of its own, and its response.
  func request(_ method: String, _ target: String, _ headers: String = "", body: String? = nil) -> Response {
    let length = body.map { "Content-Length: \($0.utf8.count)\r\n" } ?? ""
    send("\(method) \(target) HTTP/1.1\r\nHost: test\r\n\(length)\(headers)\r\n\(body ?? "")")
    return readResponse(hasBody: method != "HEAD")
  }

  func readResponse(hasBody: Bool = true) -> Response {
    var response = readHead()
    guard hasBody, response.status != 204, response.status != 304 else { return response }
    if response.header("Transfer-Encoding") == "chunked" {
      while let chunk = readChunk(), !chunk.isEmpty { response.body += chunk }
    } else {
      let length = Int(response.header("Content-Length") ?? "0") ?? 0
      while buffer.count < length, fill() {}
      response.body = Array(buffer.prefix(length))
      buffer.removeFirst(min(length, buffer.count))
    }
    return response
  }

  func readHead() -> Response {
    var response = Response()
    guard let first = readLine() else { return response }
    response.status = first.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    while let line = readLine(), !line.isEmpty {
      let parts = line.split(separator: ":", maxSplits: 1)
      response.headers.append((String(parts[0]), parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""))
    }
    return response
  }

  /// The next chunk of a chunked body; empty at its end, `nil` when the connection broke.
  func readChunk() -> [UInt8]? {
    guard let size = readLine().flatMap({ Int($0, radix: 16) }) else { return nil }
    while buffer.count < size + 2, fill() {}
    guard buffer.count >= size + 2 else { return nil }
    defer { buffer.removeFirst(size + 2) }
    return Array(buffer.prefix(size))
  }

  /// Chunks until the text so far contains `mark`, or the stream ends.
  func readStream(until mark: String) -> String {
    var text = ""
    while !text.contains(mark), let chunk = readChunk(), !chunk.isEmpty {
      text += String(decoding: chunk, as: UTF8.self)
    }
    return text
  }

  /// True when the server closes without another byte.
  func isClosedByServer() -> Bool {
    var byte: UInt8 = 0
    return buffer.isEmpty && recv(descriptor, &byte, 1, 0) == 0
  }

  private func readLine() -> String? {
    while true {
      if let end = buffer.firstIndex(of: 10) {
        let line = String(decoding: buffer[..<end].filter { $0 != 13 }, as: UTF8.self)
        buffer.removeFirst(end + 1)
        return line
      }
      guard fill() else { return nil }
    }
  }

  private func fill() -> Bool {
    var chunk = [UInt8](repeating: 0, count: 65_536)
    let got = recv(descriptor, &chunk, chunk.count, 0)
    guard got > 0 else { return false }
    buffer.append(contentsOf: chunk[0..<got])
    return true
  }
}
