import Testing

@testable import Platform

@Suite("The HTTP server's gate and what clients may cost")
struct HTTPGateTests {
  /// Lets in who says so, and names everybody's answer.
  private struct PasswordGate: HTTPGate {
    func headers(for request: HTTPRequest) -> [HTTPHeader] { [HTTPHeader("X-Gate", "seen")] }

    func admit(_ request: HTTPRequest, to pattern: String) -> HTTPAdmission {
      guard let name = request.header("X-Name") else {
        return .refused(HTTPResponse(status: 401).adding("X-Pattern", pattern))
      }
      return .passed(principal: name)
    }
  }

  private static func server(
    gate: (any HTTPGate)? = nil, limits: HTTPServerLimits = HTTPServerLimits()
  ) throws -> TestServer {
    try TestServer(limits: limits, gate: gate) { router in
      let kept = PrebuiltResponse(.text("kept"))
      router.on(.get, "/kept") { _, responder in responder.respond(prebuilt: kept) }
      router.on(.get, "/large") { _, responder in
        responder.respond(.json([UInt8](repeating: 0x20, count: 16 << 20)))
      }
      router.on(.post, "/orders/{id}") { request, responder in
        responder.respond(.text(request.principal ?? "-"))
      }
    }
  }

  @Test("is asked before the body, by the route's pattern")
  func beforeBody() throws {
    let server = try Self.server(gate: PasswordGate())
    let client = try server.client()
    client.send("POST /orders/7 HTTP/1.1\r\nHost: t\r\nContent-Length: 10\r\n\r\n")
    let refused = client.readResponse()
    #expect(refused.status == 401)
    #expect(refused.header("X-Pattern") == "/orders/{id}")
    #expect(refused.header("X-Gate") == "seen")
    #expect(client.isClosedByServer())
    #expect(try server.client().request("POST", "/orders/7", "X-Name: ann\r\n", body: "x").text == "ann")
  }

  @Test("adds its lines to shared answers, to refusals and to streams")
  func lines() throws {
    let server = try Self.server(gate: PasswordGate())
    let client = try server.client()
    for _ in 0..<2 {
      let kept = client.request("GET", "/kept", "X-Name: ann\r\n")
      #expect(kept.text == "kept")
      #expect(kept.header("X-Gate") == "seen")
    }
    #expect(client.request("GET", "/nothing").header("X-Gate") == "seen")
    let hub = SSEHub()
    let streaming = try TestServer(gate: PasswordGate()) { router in
      router.on(.get, "/events") { request, responder in hub.serve(request, responder) }
    }
    let listener = try streaming.client()
    listener.send("GET /events HTTP/1.1\r\nHost: t\r\nX-Name: ann\r\n\r\n")
    #expect(listener.readHead().header("X-Gate") == "seen")
  }

  @Test("A client that does not take its answer is cut")
  func slowReader() throws {
    let limits = HTTPServerLimits(sendNanoseconds: 2_000_000_000, watchdogNanoseconds: 1_000_000)
    let server = try Self.server(limits: limits)
    let client = try server.client(receiveBufferBytes: 4_096)
    client.send("GET /large HTTP/1.1\r\nHost: t\r\n\r\n")
    let head = client.readHead()
    #expect(head.status == 200)
    #expect(head.header("Content-Length") == "\(16 << 20)")
    // It never reads on; the request is over once the watchdog has cut it.
    let end = MonotonicClock.nowNanoseconds() + 60_000_000_000
    let pause = OneShot<Bool>()
    while server.server.requestsServed == 0, MonotonicClock.nowNanoseconds() < end {
      _ = pause.wait(upTo: 1_000_000)
    }
    #expect(server.server.requestsServed == 1)
  }

  @Test("Connections beyond their number wait until one ends")
  func connections() throws {
    let server = try Self.server(limits: HTTPServerLimits(connections: 2))
    var first: RawClient? = try server.client()
    let second = try server.client()
    #expect(first?.request("GET", "/kept").status == 200)
    #expect(second.request("GET", "/kept").status == 200)
    let third = try server.client()
    third.send("GET /kept HTTP/1.1\r\nHost: t\r\n\r\n")
    for _ in 0..<20 { #expect(second.request("GET", "/kept").status == 200) }
    #expect(server.server.connectionsOpen == 2)
    first = nil
    #expect(third.readResponse().status == 200)
  }

  @Test("One other machine has a share of the connections; what it asks for beyond is closed at once")
  func shares() throws {
    var limits = HTTPServerLimits(connections: 8)
    limits.exemptsLoopback = false
    #expect(limits.connectionsPerNetwork == 2)
    let server = try Self.server(limits: limits)
    var first: RawClient? = try server.client()
    let second = try server.client()
    #expect(first?.request("GET", "/kept").status == 200)
    #expect(second.request("GET", "/kept").status == 200)
    #expect(try server.client().isClosedByServer())
    #expect(second.request("GET", "/kept").status == 200)
    first = nil
    // Its place is free once the server has seen the end.
    let end = MonotonicClock.nowNanoseconds() + 60_000_000_000
    let pause = OneShot<Bool>()
    while server.server.connectionsOpen > 1, MonotonicClock.nowNanoseconds() < end {
      _ = pause.wait(upTo: 1_000_000)
    }
    #expect(try server.client().request("GET", "/kept").status == 200)
  }

  @Test("This machine has no share to keep to, and places of its own that no other takes")
  func ownShare() throws {
    let limits = HTTPServerLimits(connections: 16)
    #expect(limits.connectionsKept == 2)
    #expect(limits.share((network: "127.0.0.1", isOwn: true)) == nil)
    let registry = ConnectionRegistry()
    func open(_ share: String?) -> ConnectionRegistry.Record? {
      guard registry.hasRoom(for: share, limits) else { return nil }
      let record = ConnectionRegistry.Record(descriptor: -1, deadline: .max, share: share)
      registry.add(record)
      return record
    }
    // Four networks want four each: the last two places are not theirs.
    let held = (0..<4).flatMap { network in (0..<5).map { _ in open("10.0.0.\(network)") } }
    #expect(held.compactMap(\.self).count == 14)
    #expect(open("10.0.0.9") == nil)
    #expect(open(nil) != nil && open(nil) != nil)
    let first = try #require(held[0])
    registry.remove(first)
    registry.remove(first)
    #expect(registry.count == 15)
  }

  @Test("The limit of descriptors is raised, never lowered")
  func descriptors() {
    let before = DescriptorLimit.raise(to: 1)
    #expect(before >= 1)
    let most = DescriptorLimit.raise(to: .max)
    #expect(most >= before)
    #expect(DescriptorLimit.raise(to: 1) == most)
  }
}
