import Testing

@testable import Platform

@Suite("The HTTP server")
struct HTTPServerTests {
  private static func echo(limits: HTTPServerLimits = HTTPServerLimits()) throws -> TestServer {
    try TestServer(limits: limits) { router in
      router.on(.get, "/hello") { request, responder in
        let names = request.queryValues("name").joined(separator: "+")
        responder.respond(.text("hello \(names) \(request.header("x-test") ?? "-") \(request.remoteAddress)"))
      }
      router.on(.get, "/orders/{id}") { request, responder in
        responder.respond(.text(request.parameters["id"] ?? ""))
      }
      router.on(.post, "/echo", bodyLimitBytes: 100) { request, responder in
        responder.respond(.json(request.body, status: 201))
      }
    }
  }

  @Test("answers requests on one connection, with the headers every response has")
  func keepsAlive() throws {
    let server = try Self.echo()
    let client = try server.client()
    for number in 1...3 {
      let response = client.request("GET", "/hello?name=a%20b&x=1&name=c+d\(number)", "X-Test: v\r\n")
      #expect(response.status == 200)
      #expect(response.text == "hello a b+c d\(number) v 127.0.0.1")
      #expect(response.header("Cache-Control") == "no-store")
      #expect(response.header("X-Content-Type-Options") == "nosniff")
    }
    server.server.stop()
    #expect(server.server.requestsServed == 3)
  }

  @Test("answers pipelined requests in their order")
  func pipelines() throws {
    let server = try Self.echo()
    let client = try server.client()
    client.send((1...5).map { "GET /orders/\($0) HTTP/1.1\r\nHost: t\r\n\r\n" }.joined())
    #expect((1...5).map { _ in client.readResponse().text } == ["1", "2", "3", "4", "5"])
  }

  @Test("answers 404 and 405 as problems, HEAD like GET, and OPTIONS with what is allowed")
  func routes() throws {
    let server = try Self.echo()
    let client = try server.client()
    let missing = client.request("GET", "/nothing")
    #expect(missing.status == 404)
    #expect(missing.header("Content-Type") == "application/problem+json")
    let problem = try JSONParser.parse(missing.body)
    #expect(problem["code"]?.string == "not_found")
    #expect(problem["instance"]?.string == "/nothing")
    #expect(problem["error"]?["code"]?.string == "not_found")
    for method in ["DELETE", "BREW", "POST"] {
      let wrong = client.request(method, "/hello")
      #expect(wrong.status == 405)
      #expect(wrong.header("Allow") == "GET, HEAD, OPTIONS")
    }
    #expect(client.request("OPTIONS", "/echo").header("Allow") == "OPTIONS, POST")
    let head = client.request("HEAD", "/orders/77")
    #expect(head.status == 200)
    #expect(head.header("Content-Length") == "2")
    #expect(client.request("GET", "/orders/78").text == "78")
  }

  @Test("takes segments apart before it decodes them")
  func decodes() throws {
    let server = try Self.echo()
    let client = try server.client()
    #expect(client.request("GET", "/orders/a%2Fb%C3%A9").text == "a/bé")
    #expect(client.request("GET", "/orders/").status == 404)
    #expect(client.request("GET", "/orders/a/b").status == 404)
  }

  @Test(
    "refuses broken targets",
    arguments: ["/orders/a%00b", "/orders/%zz", "/orders/%F", "/orders/%FF", "/hello?%00=1"])
  func refusesTargets(target: String) throws {
    let server = try Self.echo()
    let response = try server.client().request("GET", target)
    #expect(response.status == 400)
    #expect(try JSONParser.parse(response.body)["code"]?.string == "bad_target")
  }

  @Test("hands over bodies, and an empty one when there is none")
  func bodies() throws {
    let server = try Self.echo()
    let client = try server.client()
    #expect(client.request("POST", "/echo", body: "{\"a\":1}").text == "{\"a\":1}")
    #expect(client.request("POST", "/echo", body: "").status == 201)
    #expect(client.request("POST", "/echo").text == "")
    client.send(
      "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
    #expect(client.readResponse().text == "abcde")
    #expect(client.request("POST", "/echo", body: String(repeating: "x", count: 100)).body.count == 100)
  }

  @Test("asks for the body of a client that waits to be asked")
  func continues() throws {
    let server = try Self.echo()
    let client = try server.client()
    client.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
    #expect(client.readHead().status == 100)
    client.send("ok")
    #expect(client.readResponse().text == "ok")
  }

  @Test("answers 413 before the body when its length is given")
  func tooLargeByLength() throws {
    let server = try Self.echo()
    let client = try server.client()
    client.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 101\r\n\r\n")
    let response = client.readResponse()
    #expect(response.status == 413)
    #expect(response.header("Connection") == "close")
    #expect(client.isClosedByServer())
  }

  @Test("answers 413 to a chunked body beyond the limit")
  func tooLargeChunked() throws {
    let server = try Self.echo()
    let client = try server.client()
    let chunk = "40\r\n" + String(repeating: "x", count: 64) + "\r\n"
    client.send(
      "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + chunk + "0\r\n\r\n")
    #expect(client.readResponse().status == 413)
  }

  @Test(
    "answers 400 when the length of the body is ambiguous",
    arguments: [
      "Content-Length: 1\r\nContent-Length: 2\r\n", "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
    ])
  func ambiguousLength(headers: String) throws {
    let server = try Self.echo()
    let client = try server.client()
    client.send("POST /echo HTTP/1.1\r\nHost: t\r\n\(headers)\r\nx")
    let response = client.readResponse()
    #expect(response.status == 400)
    #expect(client.isClosedByServer())
  }

  @Test(
    "refuses a body in any other coding than chunked alone, at once and for good",
    arguments: [
      ("Transfer-Encoding: chunked, identity\r\n", 400), ("Transfer-Encoding: gzip, chunked\r\n", 400),
      ("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", 400),
      ("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", 400),
      ("Transfer-Encoding: chunked;a=b\r\n", 400), ("Transfer-Encoding:\r\n", 400),
      ("Transfer-Encoding: identity\r\n", 501), ("Transfer-Encoding: xchunked\r\n", 501),
      ("Transfer-Encoding: gzip\r\n", 501), ("Transfer-Encoding: chun\u{212A}ed\r\n", 400),
    ])
  func transferCodings(headers: String, status: Int) throws {
    let server = try Self.echo()
    let client = try server.client()
    client.send("POST /echo HTTP/1.1\r\nHost: t\r\n\(headers)\r\n3\r\nabc\r\n0\r\n\r\n")
    let response = client.readResponse()
    #expect(response.status == status)
    #expect(response.header("Connection") == "close")
    #expect(client.isClosedByServer())
  }

  @Test("takes chunked in any capitals")
  func chunkedCapitals() throws {
    let server = try Self.echo()
    let client = try server.client()
    client.send("POST /echo HTTP/1.1\r\nHost: t\r\ntransfer-encoding: CHUNKED\r\n\r\n3\r\nabc\r\n0\r\n\r\n")
    #expect(client.readResponse().text == "abc")
  }

  @Test(
    "refuses a NUL in the request line, wherever it stands",
    arguments: ["GET /hello\0zzz", "GET /hello?name=a\0b", "GET\0x /hello", "GET /\0", "GET /hello?\0"])
  func nul(line: String) throws {
    let server = try Self.echo()
    let client = try server.client()
    #expect(client.request("GET", "/hello?name=a").status == 200)
    client.send("\(line) HTTP/1.1\r\nHost: t\r\n\r\n")
    let response = client.readResponse()
    #expect(response.status == 400)
    #expect(try JSONParser.parse(response.body)["code"]?.string == "bad_target")
  }

  @Test("refuses two Host lines")
  func twoHosts() throws {
    let server = try Self.echo()
    let response = try server.client().request("GET", "/hello", "Host: u\r\n")
    #expect(response.status == 400)
    #expect(try JSONParser.parse(response.body)["code"]?.string == "ambiguous_host")
  }

  @Test("answers any number of parameters, those beyond 256 with 400", arguments: [256, 257, 600, 3_000])
  func parameters(count: Int) throws {
    let server = try Self.echo()
    let query = (0..<count).map { "x\($0)=" }.joined(separator: "&")
    let response = try server.client().request("GET", "/hello?\(query)")
    #expect(response.status == (count <= 256 ? 200 : 400))
    guard count > 256 else { return }
    #expect(try JSONParser.parse(response.body)["code"]?.string == "too_many_parameters")
  }

  @Test(
    "does not read the body of a refused request as the next one",
    arguments: ["PATCH", "DELETE", "POST", "GET"])
  func noSmuggling(method: String) throws {
    let server = try Self.echo()
    let client = try server.client()
    let hidden = "GET /orders/hidden HTTP/1.1\r\nHost: t\r\n\r\n"
    client.send(
      "\(method) /nothing HTTP/1.1\r\nHost: t\r\nContent-Length: \(hidden.utf8.count)\r\n\r\n\(hidden)")
    #expect(client.readResponse().status == 404)
    #expect(client.readResponse().status == 0)
  }

  @Test("refuses a head beyond the connection's memory")
  func hugeHead() throws {
    let server = try Self.echo()
    let client = try server.client()
    client.send("GET /hello HTTP/1.1\r\nHost: t\r\nX-Big: \(String(repeating: "x", count: 100_000))\r\n\r\n")
    #expect(client.readResponse().status == 431)
  }

  @Test("cuts a client whose head does not come")
  func slowHead() throws {
    let limits = HTTPServerLimits(headNanoseconds: 1_000_000, watchdogNanoseconds: 1_000_000)
    let server = try Self.echo(limits: limits)
    let client = try server.client()
    client.send("GET /hello HTTP/1.1\r\nHo")
    #expect(client.isClosedByServer())
  }

  @Test("says that an address is in use, in words too")
  func addressInUse() throws {
    let server = try Self.echo()
    let second = HTTPServer(host: "localhost", port: server.server.port, router: HTTPRouter())
    do {
      try second.start()
      Issue.record("two servers on one port")
    } catch {
      #expect(error.code == .addressInUse)
      #expect(error.description == "cannot listen on localhost:\(server.server.port): Address already in use")
    }
    let nowhere = HTTPServer(host: "example", port: 0, router: HTTPRouter())
    #expect(throws: HTTPServerError.self) { try nowhere.start() }
  }

  @Test("starts on the IPv6 loopback where there is one")
  func ipv6() throws {
    let server = HTTPServer(host: "::1", port: 0, router: HTTPRouter())
    do {
      try server.start()
      #expect(server.port != 0)
    } catch {
      #expect(error.code == .badAddress || error.code == .system)
    }
    server.stop()
  }
}
