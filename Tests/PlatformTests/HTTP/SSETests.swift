import Testing

@testable import Platform

@Suite("Event streams")
struct SSETests {
  private static let listen = "GET /events HTTP/1.1\r\nHost: t\r\n"

  private func server(_ hub: SSEHub, limits: HTTPServerLimits = HTTPServerLimits()) throws -> TestServer {
    try TestServer(limits: limits) { router in
      router.on(.get, "/events") { request, responder in hub.serve(request, responder) }
    }
  }

  /// A client that has received its head and first bytes, so the hub knows it.
  private func listener(_ server: TestServer, _ headers: String = "") throws -> RawClient {
    let client = try server.client()
    client.send(Self.listen + headers + "\r\n")
    #expect(client.readHead().status == 200)
    #expect(client.readStream(until: "\n\n").hasPrefix("retry: 2000\n\n"))
    return client
  }

  @Test("carry what is published, to every client, in order")
  func publishes() throws {
    let hub = SSEHub()
    let server = try server(hub)
    let clients = try (0..<3).map { _ in try listener(server) }
    for id in 1...20 { hub.publish(event: "fill", id: UInt64(id), data: Array("{\"n\":\(id)}".utf8)) }
    let expected = (1...20).map { "id: \($0)\nevent: fill\ndata: {\"n\":\($0)}\n\n" }.joined()
    for client in clients {
      #expect(client.readStream(until: "id: 20\nevent: fill\ndata: {\"n\":20}\n\n") == expected)
    }
  }

  @Test("have the headers that keep proxies from holding them back")
  func headers() throws {
    let hub = SSEHub()
    let server = try server(hub)
    let client = try server.client()
    client.send(Self.listen + "\r\n")
    let head = client.readHead()
    #expect(head.header("Content-Type") == "text/event-stream")
    #expect(head.header("Cache-Control") == "no-store")
    #expect(head.header("X-Accel-Buffering") == "no")
  }

  @Test("split a payload at its line breaks")
  func encodes() {
    let bytes = SSEHub.encode(event: "no\nte", id: nil, data: Array("a\nb".utf8))
    #expect(String(decoding: bytes, as: UTF8.self) == "event: note\ndata: a\ndata: b\n\n")
  }

  @Test("replay what a client missed")
  func replays() throws {
    let hub = SSEHub()
    let server = try server(hub)
    for id in 1...5 { hub.publish(event: "e", id: UInt64(id), data: Array("x".utf8)) }
    let client = try server.client()
    client.send(Self.listen + "Last-Event-ID: 3\r\n\r\n")
    _ = client.readHead()
    let text = client.readStream(until: "id: 5\nevent: e\ndata: x\n\n")
    #expect(text == "retry: 2000\n\nid: 4\nevent: e\ndata: x\n\nid: 5\nevent: e\ndata: x\n\n")
  }

  @Test(
    "tell a client to load anew when its last event is no longer kept, unknown or nonsense",
    arguments: ["1", "99", "x"])
  func resets(last: String) throws {
    let hub = SSEHub(limits: .init(ringEvents: 2))
    let server = try server(hub)
    for id in 1...5 { hub.publish(event: "e", id: UInt64(id), data: Array("x".utf8)) }
    let client = try server.client()
    client.send(Self.listen + "Last-Event-ID: \(last)\r\n\r\n")
    _ = client.readHead()
    #expect(client.readStream(until: "reset") == "retry: 2000\n\nevent: reset\ndata: {}\n\n")
  }

  @Test("tell a client of an earlier process to load anew, unless it missed nothing")
  func restarts() throws {
    let hub = SSEHub(lastID: 50)
    let server = try server(hub)
    let stale = try server.client()
    stale.send(Self.listen + "Last-Event-ID: 49\r\n\r\n")
    _ = stale.readHead()
    #expect(stale.readStream(until: "reset").contains("event: reset"))
    let current = try listener(server, "Last-Event-ID: 50\r\n")
    hub.publish(event: "e", id: 51, data: Array("x".utf8))
    #expect(current.readStream(until: "\n\n") == "id: 51\nevent: e\ndata: x\n\n")
  }

  @Test("forget the oldest events beyond the ring's bytes, even one too large for it")
  func ringBytes() throws {
    let hub = SSEHub(limits: .init(ringBytes: 100))
    hub.publish(event: "e", id: 1, data: [UInt8](repeating: 0x61, count: 1_000))
    let stream = try #require(hub.open(lastEventID: "0"))
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 200, alignment: 1)
    defer { buffer.deallocate() }
    let count = try #require(stream.read(into: buffer))
    #expect(String(decoding: buffer[..<count], as: UTF8.self).contains("event: reset"))
  }

  @Test("of a slow reader are cut at the cap while others get everything")
  func slowReader() throws {
    let hub = SSEHub(limits: .init(streamBufferBytes: 64 << 10))
    let limits = HTTPServerLimits(watchdogNanoseconds: 5_000_000)
    let server = try server(hub, limits: limits)
    let slow = try server.client(receiveBufferBytes: 4_096)
    slow.send(Self.listen + "\r\n")
    #expect(slow.readHead().status == 200)
    let fast = try listener(server)
    let payload = [UInt8](repeating: 0x61, count: 16_000)
    var published = 0
    // Far more than all the buffers between: the fast one is read in step, the slow one never.
    while hub.streamCount > 1, published < 5_000 {
      published += 1
      hub.publish(event: "e", id: UInt64(published), data: payload)
      let text = fast.readStream(until: "\n\n")
      #expect(text.hasPrefix("id: \(published)\n"))
    }
    #expect(hub.streamCount == 1)
    hub.publish(event: "last", id: nil, data: Array("x".utf8))
    #expect(fast.readStream(until: "\n\n") == "event: last\ndata: x\n\n")
  }

  @Test("end with a reset at the cap when the client reads after all")
  func overflowReset() throws {
    let hub = SSEHub(limits: .init(streamBufferBytes: 100))
    let server = try server(hub)
    let client = try listener(server)
    hub.publish(event: "e", id: 1, data: [UInt8](repeating: 0x61, count: 200))
    #expect(client.readStream(until: "never") == "event: reset\ndata: {}\n\n")
  }

  @Test("are refused beyond their number")
  func tooMany() throws {
    let hub = SSEHub(limits: .init(streams: 1))
    let server = try server(hub)
    let first = try listener(server)
    let response = try server.client().request("GET", "/events")
    #expect(response.status == 503)
    #expect(response.header("Retry-After") == "5")
    withExtendedLifetime(first) {}
  }

  @Test("send a comment when there is nothing to say")
  func heartbeats() throws {
    let hub = SSEHub()
    let limits = HTTPServerLimits(heartbeatNanoseconds: 1_000_000, watchdogNanoseconds: 1_000_000)
    let server = try server(hub, limits: limits)
    let client = try listener(server)
    #expect(client.readStream(until: "\n\n").hasPrefix(": alive\n\n"))
  }

  @Test("get their last event when the server stops")
  func stops() throws {
    let hub = SSEHub()
    let server = try server(hub)
    let clients = try (0..<5).map { _ in try listener(server) }
    hub.publish(event: "bye", id: 1, data: Array("x".utf8))
    server.server.stop(deadlineNanoseconds: 5_000_000_000)
    for client in clients {
      #expect(client.readStream(until: "never") == "id: 1\nevent: bye\ndata: x\n\n")
      #expect(client.isClosedByServer())
    }
    #expect(hub.streamCount == 0)
    #expect(server.server.streamsOpen == 0)
  }

  @Test("end when the hub closes, and no more are opened")
  func hubCloses() throws {
    let hub = SSEHub()
    let server = try server(hub)
    let client = try listener(server)
    hub.close()
    #expect(client.readStream(until: "never") == "")
    #expect(try server.client().request("GET", "/events").status == 503)
  }

  @Test("end when they are told to, and are opened again")
  func endsStreams() throws {
    let hub = SSEHub()
    let server = try server(hub)
    let client = try listener(server)
    hub.endStreams()
    #expect(client.readStream(until: "never") == "")
    _ = try listener(server)
  }

  @Test("of clients that have gone are noticed at the next event")
  func goneClients() throws {
    let hub = SSEHub()
    let server = try server(hub)
    do { _ = try listener(server) }
    var published = 0
    while hub.streamCount > 0, published < 1_000_000 {
      published += 1
      hub.publish(event: "e", id: nil, data: Array("x".utf8))
    }
    #expect(hub.streamCount == 0)
  }
}
