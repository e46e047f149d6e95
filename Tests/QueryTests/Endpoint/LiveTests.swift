import Platform
import Testing
import Trading

@testable import Query

@Suite("What memory answers")
struct LiveTests {
  @Test(
    "While the account recovers its paths are 503", arguments: ["/api/positions", "/api/margin", "/api/pnl"])
  func recovering(_ path: String) throws {
    let service = try TestService()
    let answer = service.get(path)
    expectProblem(answer, 503, "RECOVERING")
    #expect(answer.headers["retry-after"] == "1")
  }

  @Test("A new view replaces the kept answer", arguments: ["/api/positions", "/api/margin", "/api/pnl"])
  func newest(_ path: String) throws {
    let service = try TestService()
    service.board.publish(try Samples.view(positions: []))
    let first = service.get(path).body
    #expect(service.get(path).body == first)
    var view = try Samples.view(positions: [Samples.position()], ratio: "110")
    view.deskTime = try Samples.time("2024-08-08T12:31:00Z")
    service.board.publish(view)
    #expect(service.get(path).body != first)
  }

  @Test("Positions obey limit, offset and filters, and the count is of all that match")
  func positions() throws {
    let service = try TestService()
    service.board.publish(
      try Samples.view(positions: [
        Samples.position(), Samples.position(side: .short, instrument: 1), Samples.position(instrument: 2),
      ]))
    #expect(service.get("/api/positions").json["results"]?.array?.count == 3)
    let first = service.get("/api/positions?limit=2").json
    #expect(first["count"]?.int64 == 3)
    #expect(first["results"]?.array?.count == 2)
    #expect(first["next"]?.string == "/api/positions?limit=2&offset=2")
    let last = service.get("/api/positions?limit=2&offset=2").json
    #expect(last["results"]?.array?.compactMap { $0["symbol"]?.string } == ["SOLUSDT"])
    #expect(last["next"]?.isNull == true)
    #expect(service.get("/api/positions?side=short").json["count"]?.int64 == 1)
    #expect(service.get("/api/positions?symbol=btcusdt").json["count"]?.int64 == 1)
    #expect(service.get("/api/positions?offset=9").json["results"]?.array?.isEmpty == true)
    #expect(first["metrics"]?["total_positions"]?.int64 == 3)
    expectProblem(service.get("/api/positions?status=OPEN"), 400, "INVALID_PARAMETER")
    expectProblem(service.get("/api/pnl?limit=1"), 400, "INVALID_PARAMETER")
  }

  @Test("Health says that the process lives, readiness what it needs")
  func health() throws {
    let service = try TestService()
    let alive = service.get("/health")
    #expect(alive.status == 200)
    #expect(alive.json["status"]?.string == "healthy")
    #expect(alive.json["timestamp"]?.string?.hasSuffix("Z") == true)
    service.desk.health.withLock {
      $0 = [
        HealthCheck(name: "journal", isHealthy: true, detail: "taking commits"),
        HealthCheck(name: "account", isHealthy: false, detail: "recovering"),
      ]
    }
    let notReady = service.get("/health/ready")
    #expect(notReady.status == 503)
    #expect(notReady.json["status"]?.string == "not_ready")
    #expect(notReady.json["checks"]?["journal"]?["status"]?.string == "ok")
    #expect(notReady.json["checks"]?["account"]?["status"]?.string == "failing")
    #expect(notReady.json["checks"]?["account"]?["detail"]?.string == "recovering")
    service.desk.health.withLock { _ = $0.removeLast() }
    #expect(service.get("/health/ready").status == 200)
    #expect(service.get("/health/ready").json["status"]?.string == "ready")
  }

  @Test("The page carries the nonce its policy names, another one each time")
  func page() throws {
    let service = try TestService()
    var nonces: Set<String> = []
    for _ in 0..<2 {
      let page = service.get("/")
      #expect(page.status == 200)
      let policy = try #require(page.headers["content-security-policy"])
      let nonce = String(try #require(policy.split(separator: "script-src 'nonce-").last).prefix(32))
      #expect(policy.contains("style-src 'nonce-\(nonce)'"))
      #expect(policy.contains("frame-ancestors 'none'") && policy.contains("form-action 'none'"))
      #expect(page.text.contains("<script nonce=\"\(nonce)\">"))
      #expect(!page.text.contains("__NONCE__"))
      nonces.insert(nonce)
    }
    #expect(nonces.count == 2)
    #expect(service.get("/favicon.ico").status == 204)
  }

  @Test("The stream sends what the hub publishes")
  func stream() throws {
    let service = try TestService()
    let request = "GET /api/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    var isTold = false
    let hub = service.hub
    let bytes = Client.exchange(Array(request.utf8), port: service.server.port) { bytes in
      let text = String(decoding: bytes, as: UTF8.self)
      // The first bytes of the stream are proof that it is open; then an event is due.
      if !isTold, text.contains("retry:") {
        isTold = true
        hub.publish(event: "order", id: 7, data: Array("{\"a\":1}".utf8))
      }
      return text.contains("data: {\"a\":1}")
    }
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains("text/event-stream"))
    #expect(text.contains("id: 7\nevent: order\n"))
    hub.close()
  }
}
