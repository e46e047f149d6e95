import Testing

@testable import Platform

@Suite("Answers from another thread")
struct LateAnswerTests {
  /// Keeps responders until the test takes them.
  private final class Desk: Sendable {
    let inbox = Inbox<HTTPResponder>(capacity: 100)
  }

  private func server(_ desk: Desk, limits: HTTPServerLimits = HTTPServerLimits()) throws -> TestServer {
    try TestServer(limits: limits) { router in
      router.on(.post, "/orders") { _, responder in desk.inbox.post(responder) }
      router.on(.get, "/now") { _, responder in responder.respond(.text("now")) }
    }
  }

  private let order = "POST /orders HTTP/1.1\r\nHost: t\r\n\r\n"

  @Test("arrive, while others are answered at once")
  func arrive() throws {
    let desk = Desk()
    let server = try server(desk)
    let waiting = try server.client()
    for number in 1...3 {
      waiting.send(order)
      let responder = try #require(desk.inbox.take(waitingUpTo: 5_000_000_000).first)
      #expect(try server.client().request("GET", "/now").text == "now")
      OwnThread.start(name: "desk") { responder.respond(.text("late \(number)", status: 202)) }.join()
      let response = waiting.readResponse()
      #expect(response.status == 202)
      #expect(response.text == "late \(number)")
      #expect(!responder.respond(.text("twice")))
    }
  }

  @Test("are replaced by 504 at the deadline")
  func deadline() throws {
    let desk = Desk()
    let limits = HTTPServerLimits(answerNanoseconds: 1_000_000, watchdogNanoseconds: 1_000_000)
    let server = try server(desk, limits: limits)
    let client = try server.client()
    client.send(order)
    let response = client.readResponse()
    #expect(response.status == 504)
    #expect(try JSONParser.parse(response.body)["code"]?.string == "answer_timeout")
    let responder = try #require(desk.inbox.take(waitingUpTo: 0).first)
    #expect(!responder.respond(.text("too late")))
    #expect(client.request("GET", "/now").text == "now")
  }

  @Test("may come after the client has gone")
  func clientGone() throws {
    let desk = Desk()
    let server = try server(desk)
    do {
      let client = try server.client()
      client.send(order)
      #expect(desk.inbox.take(waitingUpTo: 5_000_000_000).map { $0.respond(.text("unheard")) } == [true])
    }
    #expect(try server.client().request("GET", "/now").text == "now")
  }

  @Test("are replaced by 503 when the server stops")
  func stopping() throws {
    let desk = Desk()
    let server = try server(desk)
    let client = try server.client()
    client.send(order)
    let responder = try #require(desk.inbox.take(waitingUpTo: 5_000_000_000).first)
    server.server.stop(deadlineNanoseconds: 5_000_000_000)
    #expect(client.readResponse().status == 503)
    #expect(client.isClosedByServer())
    #expect(!responder.respond(.text("too late")))
    #expect(server.server.requestsWaiting == 0)
  }

  @Test("reach the right clients with many waiting and several threads answering")
  func many() throws {
    let desk = Desk()
    let server = try server(desk)
    let clients = try (0..<40).map { _ in try server.client() }
    for client in clients { client.send(order) }
    var taken = 0
    var threads: [OwnThread] = []
    while taken < clients.count {
      let batch = desk.inbox.take(waitingUpTo: 5_000_000_000)
      try #require(!batch.isEmpty)
      taken += batch.count
      threads.append(
        OwnThread.start(name: "answers") {
          for responder in batch.reversed() { responder.respond(.text("done")) }
        })
    }
    for client in clients { #expect(client.readResponse().text == "done") }
    for thread in threads { thread.join() }
  }

  @Test("may be a prebuilt response shared by all, replaced at any time")
  func prebuilt() throws {
    let current = Current(PrebuiltResponse(.json(Array("[1]".utf8))))
    let server = try TestServer { router in
      router.on(.get, "/snapshot") { _, responder in responder.respond(prebuilt: current.response) }
    }
    let client = try server.client()
    #expect(client.request("GET", "/snapshot").text == "[1]")
    current.replace(PrebuiltResponse(.json([UInt8](repeating: 0x31, count: 300_000))))
    let response = client.request("GET", "/snapshot")
    #expect(response.body.count == 300_000)
    #expect(response.header("Content-Type") == "application/json")
  }

  private final class Current: Sendable {
    private let value: Locked<PrebuiltResponse>
    init(_ response: PrebuiltResponse) { value = Locked(response) }
    var response: PrebuiltResponse { value.withLock { $0 } }
    func replace(_ response: PrebuiltResponse) { value.withLock { $0 = response } }
  }
}
