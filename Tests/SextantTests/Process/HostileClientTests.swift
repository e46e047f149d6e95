import Platform
import Testing

/// Every bad input of a client, against the real process.
@Suite("What a hostile client gets, and that the service stays", .serialized)
struct HostileClientTests {
  /// Grown by more than this under attack is a leak: far above what allocators keep, far below what the
  /// attacks send.
  private static let growthBytes = 64 << 20

  private let service: ServedProcess

  init() throws { service = try ServedProcess(["--strategy", "none"]) }

  private var host: String { "Host: 127.0.0.1:\(service.port)\r\n" }

  private func ask(_ bytes: String) throws -> Wire.Answer {
    let wire = try Wire(port: service.port)
    wire.send(bytes)
    return wire.readAnswer()
  }

  /// The service answers as before.
  private func expectWell(_ sourceLocation: SourceLocation = #_sourceLocation) throws {
    #expect(service.isRunning, sourceLocation: sourceLocation)
    #expect(
      try Wire.get("/api/positions", port: service.port).status == 200, sourceLocation: sourceLocation)
  }

  private func hugeHead() throws -> Int {
    let wire = try Wire(port: service.port)
    wire.send("GET / HTTP/1.1\r\n\(host)X-Big: ")
    let block = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 16)
    for _ in 0..<16 where !wire.send(block) { break }
    return wire.readAnswer().status
  }

  private func post(_ token: String, _ framing: String) -> String {
    "POST /api/signals HTTP/1.1\r\n\(host)Authorization: Bearer \(token)\r\n"
      + "Content-Type: application/json\r\n\(framing)\r\n"
  }

  private func hugeBody(_ token: String) throws -> Wire.Answer {
    try ask(post(token, "Content-Length: 104857600\r\n"))
  }

  /// How much of 100 MB in chunks the service lets us send before it cuts us.
  private func hugeChunks(_ token: String) throws -> (sent: Int, answer: Wire.Answer) {
    let wire = try Wire(port: service.port)
    wire.send(post(token, "Transfer-Encoding: chunked\r\n"))
    let chunk = Array("10000\r\n".utf8) + [UInt8](repeating: 0x20, count: 1 << 16) + Array("\r\n".utf8)
    var sent = 0
    while sent < 100 << 20, wire.send(chunk) { sent += 1 << 16 }
    return (sent, wire.readAnswer())
  }

  @Test("A head of 1 MB is 431")
  func head() throws {
    #expect(try hugeHead() == 431)
    try expectWell()
  }

  @Test("A body of 100 MB is 413 before any of it when its length is told")
  func body() throws {
    let answer = try hugeBody(try service.token())
    #expect(answer.status == 413)
    #expect(answer.code == "body_too_large")
    #expect(answer.text.contains("Connection: close"))
    try expectWell()
  }

  @Test("A body of 100 MB in chunks is cut soon; one a little too long is 413")
  func chunks() throws {
    let token = try service.token()
    let (sent, answer) = try hugeChunks(token)
    // The service reads 1 MB on; the rest is what the kernel holds between us.
    #expect(sent < 32 << 20)
    #expect(answer.status == 0)
    let wire = try Wire(port: service.port)
    wire.send(post(token, "Transfer-Encoding: chunked\r\nConnection: close\r\n"))
    wire.send("18000\r\n" + String(repeating: " ", count: 0x18000) + "\r\n0\r\n\r\n")
    #expect(wire.readAnswer().status == 413)
    try expectWell()
  }

  @Test(
    "A length told twice, or beside chunks, is 400",
    arguments: [
      "Content-Length: 2\r\nContent-Length: 3\r\n", "Content-Length: 2\r\nContent-Length: 2\r\n",
      "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
    ])
  func lengths(framing: String) throws {
    let answer = try ask(post(try service.token(), framing) + "{}")
    #expect(answer.status == 400)
    #expect(answer.code == "ambiguous_length")
    try expectWell()
  }

  @Test("A NUL in the path is 400", arguments: ["/api/orders/a%00b", "/api/positions%00", "/%00"])
  func nul(path: String) throws {
    let answer = try Wire.get(path, port: service.port)
    #expect(answer.status == 400)
    #expect(answer.code == "bad_target")
    try expectWell()
  }

  @Test("A request without Host is 400, an unknown method 405")
  func strange() throws {
    #expect(try ask("GET /health HTTP/1.1\r\nConnection: close\r\n\r\n").status == 400)
    let brew = try ask("BREW /health HTTP/1.1\r\n\(host)Connection: close\r\n\r\n")
    #expect(brew.status == 405)
    #expect(brew.text.contains("Allow: GET, HEAD, OPTIONS"))
    try expectWell()
  }

  @Test("A head of one byte a second is cut while it still sends")
  func slow() throws {
    let wire = try Wire(port: service.port)
    var sent = 0
    for byte in "GET /health HTTP/1.1\r\n\(host)X: \(String(repeating: "x", count: 60))".utf8 {
      guard wire.send([byte]) else { break }
      sent += 1
      // Readable: the server has closed.
      if wire.isReadable(within: 1_000) { break }
    }
    #expect(sent < 40, "a head is due within ten seconds, looked at every second")
    #expect(wire.readAnswer().status == 0)
    try expectWell()
  }

  @Test("A client that sends no more after its request is answered")
  func halfClosed() throws {
    let wire = try Wire(port: service.port)
    wire.send("GET /api/positions HTTP/1.1\r\n\(host)\r\n")
    wire.finishSending()
    #expect(wire.read { $0.hasSuffix("}") }.hasPrefix("HTTP/1.1 200"))
    try expectWell()
  }

  @Test("The thousand-and-first stream is 503, and one that ends makes room")
  func streams() throws {
    _ = DescriptorLimit.raise(to: 4_096)
    var open: [Wire] = []
    for number in 1...1_000 {
      let (wire, head) = try Wire.stream(port: service.port)
      try #require(head.hasPrefix("HTTP/1.1 200"), "stream \(number)")
      open.append(wire)
    }
    let (_, refused) = try Wire.stream(port: service.port)
    #expect(refused.hasPrefix("HTTP/1.1 503"))
    #expect(refused.contains("streams_exhausted") && refused.contains("Retry-After"))
    try expectWell()
    open.removeAll()
    // Seen at the next event or heartbeat of each.
    try service.waitUntil("there is room again") {
      try Wire.stream(port: service.port).head.hasPrefix("HTTP/1.1 200")
    }
  }

  @Test(
    "After all of it, again and again, its memory is what it was",
    .disabled(if: ServedProcess.isSanitized, "a sanitizer keeps what is freed, and shadows of it"))
  func memory() throws {
    let token = try service.token()
    func round() throws {
      for _ in 0..<8 {
        #expect(try hugeHead() == 431)
        #expect(try hugeBody(token).status == 413)
        _ = try hugeChunks(token)
        #expect(try ask(post(token, "Content-Length: 2\r\nContent-Length: 3\r\n")).status == 400)
      }
    }
    try round()
    let before = service.residentBytes
    for _ in 0..<5 { try round() }
    #expect(before > 0)
    #expect(service.residentBytes - before < Self.growthBytes)
    try expectWell()
  }
}
