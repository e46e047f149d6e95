/// One connection to a service, for commands of the command line: blocking, one thread at a time.
///
/// Requests may be sent before the answers to earlier ones are read; answers come in the order of the
/// requests. Plain HTTP/1.1, no redirects, no proxies.
public final class HTTPConnection {
  /// The largest answer that is read, bytes.
  public static let maxAnswerBytes = 64 * 1_024 * 1_024
  /// The longest head of an answer, bytes.
  static let maxHeadBytes = 65_536

  private let address: HTTPAddress
  private let token: String?
  private let socket: ClientSocket
  private var buffer: [UInt8] = []
  private var taken = 0

  /// Connects.
  ///
  /// - Parameters:
  ///   - token: sent with each request as `Authorization: Bearer`; nil: none.
  ///   - timeoutNanos: longest wait for the connection, and for each piece of an answer.
  public init(
    _ address: HTTPAddress, token: String? = nil, timeoutNanos: Int64
  ) throws(HTTPClientError) {
    self.address = address
    self.token = token
    socket = try ClientSocket(address, timeoutNanos: timeoutNanos)
  }

  /// Sends one request.
  ///
  /// - Parameters:
  ///   - target: path and query, encoded already.
  ///   - headers: beside `Host`, `Authorization`, `Content-Type` and `Content-Length`.
  ///   - body: JSON; nil for a request without a body.
  public func send(
    _ method: String, _ target: String, headers: [HTTPHeader] = [], body: [UInt8]? = nil
  ) throws(HTTPClientError) {
    var lines = ["\(method) \(target) HTTP/1.1", "Host: \(address.authority)"]
    if let token { lines.append("Authorization: Bearer \(token)") }
    lines += headers.map { "\($0.name): \($0.value)" }
    if let body {
      lines += ["Content-Type: application/json", "Content-Length: \(body.count)"]
    }
    // A line end in a value would begin another header: such a request is never sent.
    guard lines.allSatisfy({ $0.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } }) else {
      throw HTTPClientError(.malformed, "a header holds a control character")
    }
    try socket.write(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + (body ?? []))
  }

  /// The next answer.
  public func receive() throws(HTTPClientError) -> HTTPAnswer {
    let (status, headers) = try readHead()
    func value(_ name: String) -> String? { headers.first { $0.isNamed(name) }?.value }
    var body: [UInt8] = []
    if value("Transfer-Encoding")?.lowercased().hasSuffix("chunked") == true {
      body = try readChunks()
    } else if let length = value("Content-Length") {
      guard let count = Int(length), (0...Self.maxAnswerBytes).contains(count) else {
        throw HTTPClientError(.tooLarge, "the answer's length is not one that is read")
      }
      body = try readExactly(count)
    } else if status != 204, status != 304 {
      while try fill() {}
      body = Array(buffer[taken...])
      taken = buffer.count
    }
    return HTTPAnswer(status: status, headers: headers, body: body)
  }

  /// Sends one request and reads its answer.
  public func ask(
    _ method: String, _ target: String, headers: [HTTPHeader] = [], body: [UInt8]? = nil
  ) throws(HTTPClientError) -> HTTPAnswer {
    try send(method, target, headers: headers, body: body)
    return try receive()
  }

  // MARK: Reading

  private func readHead() throws(HTTPClientError) -> (status: Int, headers: [HTTPHeader]) {
    let first = try readLine()
    let words = first.split(separator: " ", maxSplits: 2)
    guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
      throw HTTPClientError(.malformed, "what answers at \(address.authority) does not speak HTTP")
    }
    var headers: [HTTPHeader] = []
    var size = first.utf8.count
    while true {
      let line = try readLine()
      if line.isEmpty { break }
      size += line.utf8.count
      guard size <= Self.maxHeadBytes, let colon = line.firstIndex(of: ":") else {
        throw HTTPClientError(.malformed, "the head of the answer cannot be read")
      }
      let value = line[line.index(after: colon)...].drop { $0 == " " }
      headers.append(HTTPHeader(String(line[..<colon]), String(value)))
    }
    // An interim answer (100 Continue) is followed by the real one.
    return (100..<200).contains(status) ? try readHead() : (status, headers)
  }

  private func readChunks() throws(HTTPClientError) -> [UInt8] {
    var body: [UInt8] = []
    while true {
      let digits = try readLine().prefix { $0 != ";" && $0 != " " }
      guard let count = Int(digits, radix: 16), (0...Self.maxAnswerBytes).contains(count),
        body.count + count <= Self.maxAnswerBytes
      else { throw HTTPClientError(.malformed, "the pieces of the answer cannot be read") }
      if count == 0 {
        while try !readLine().isEmpty {}
        return body
      }
      body += try readExactly(count)
      _ = try readLine()
    }
  }

  private func readLine() throws(HTTPClientError) -> String {
    var start = taken
    while true {
      if let end = buffer[start...].firstIndex(of: UInt8(ascii: "\n")) {
        var line = buffer[taken..<end]
        if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
        taken = end + 1
        return String(decoding: line, as: UTF8.self)
      }
      guard buffer.count - taken <= Self.maxHeadBytes else {
        throw HTTPClientError(.malformed, "a line of the answer has no end")
      }
      start = compact(from: buffer.count)
      guard try fill() else { throw closed }
    }
  }

  private func readExactly(_ count: Int) throws(HTTPClientError) -> [UInt8] {
    while buffer.count - taken < count {
      guard try fill() else { throw closed }
    }
    let bytes = Array(buffer[taken..<(taken + count)])
    taken += count
    return bytes
  }

  /// Drops what was read; where a place now stands.
  private func compact(from place: Int) -> Int {
    defer {
      buffer.removeFirst(taken)
      taken = 0
    }
    return place - taken
  }

  /// False at the end of the connection.
  private func fill() throws(HTTPClientError) -> Bool {
    guard buffer.count - taken <= Self.maxAnswerBytes else {
      throw HTTPClientError(.tooLarge, "the answer is larger than is read")
    }
    let bytes = try socket.read()
    buffer += bytes
    return !bytes.isEmpty
  }

  private var closed: HTTPClientError {
    HTTPClientError(.closed, "\(address.authority) closed the connection before it had answered")
  }
}
