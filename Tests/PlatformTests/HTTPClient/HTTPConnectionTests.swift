import Testing

@testable import Platform

@Suite("The HTTP client")
struct HTTPConnectionTests {
  private static let timeoutNanos: Int64 = 30_000_000_000

  private func connection(_ server: TestServer, token: String? = nil) throws -> HTTPConnection {
    try HTTPConnection(
      HTTPAddress("http://127.0.0.1:\(server.server.port)"), token: token,
      timeoutNanos: Self.timeoutNanos)
  }

  /// Says back what it was sent.
  private func echo() throws -> TestServer {
    try TestServer { router in
      router.on(.post, "/echo") { request, responder in
        let token = request.header("Authorization") ?? "none"
        responder.respond(.json(Array("\(token)|".utf8) + request.body))
      }
      router.on(.get, "/{name}") { request, responder in
        responder.respond(.json(Array((request.parameters["name"] ?? "").utf8)))
      }
    }
  }

  @Test("A body, a token and an encoded path arrive, and the answer comes back")
  func asks() throws {
    let server = try echo()
    let connection = try connection(server, token: "t-1")
    let answer = try connection.ask("POST", "/echo", body: Array("{}".utf8))
    #expect(answer.status == 200 && answer.isSuccess)
    #expect(String(decoding: answer.body, as: UTF8.self) == "Bearer t-1|{}")
    #expect(answer.header("content-type") == "application/json")
    let named = try connection.ask("GET", "/a%20b")
    #expect(String(decoding: named.body, as: UTF8.self) == "a b")
    #expect(try connection.ask("DELETE", "/echo").status == 405)
  }

  @Test("Requests may be sent ahead: answers come in their order")
  func pipelined() throws {
    let server = try echo()
    let connection = try connection(server)
    for number in 0..<40 { try connection.send("GET", "/n\(number)") }
    for number in 0..<40 {
      #expect(String(decoding: try connection.receive().body, as: UTF8.self) == "n\(number)")
    }
  }

  @Test("A header that would begin another is never sent")
  func injection() throws {
    let server = try echo()
    let connection = try connection(server, token: "a\r\nX: y")
    let error = #expect(throws: HTTPClientError.self) { try connection.ask("GET", "/x") }
    #expect(error?.code == .malformed)
    #expect(error?.description.contains("a\r") == false)
  }

  @Test("Nobody there is told as such")
  func unreachable() throws {
    let address: HTTPAddress
    do {
      let server = try echo()
      address = try HTTPAddress("http://127.0.0.1:\(server.server.port)")
    }
    let error = #expect(throws: HTTPClientError.self) {
      try HTTPConnection(address, timeoutNanos: Self.timeoutNanos)
    }
    #expect(error?.code == .unreachable)
  }

  @Test("An address is a name and a port, nothing else")
  func addresses() throws {
    #expect(try HTTPAddress("http://localhost:8080/").port == 8_080)
    #expect(try HTTPAddress("http://[::1]:81").authority == "[::1]:81")
    #expect(try HTTPAddress("http://example.org").port == 80)
    for text in [
      "", "localhost:80", "https://a:1", "http://", "http://a:0", "http://a:65536", "http://a:b",
      "http://u@a:1", "http://a:1/x", "http://a b:1", "http://a\r\nb:1", "http://[::1]81",
    ] {
      #expect(throws: HTTPClientError.self, "\(text)") { try HTTPAddress(text) }
    }
  }
}
