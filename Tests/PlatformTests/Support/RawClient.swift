import Glibc
import TestSupport
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
    descriptor = try #require(
      Loopback.connect(Int(port), readSeconds: 5, receiveBufferBytes: receiveBufferBytes))
  }

  deinit {
    close(descriptor)
  }

  func send(_ text: String) {
    send(Array(text.utf8))
  }

  func send(_ bytes: [UInt8]) {
    Loopback.write(bytes, to: descriptor)
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
    let more = Loopback.read(descriptor)
    buffer += more
    return !more.isEmpty
  }
}
