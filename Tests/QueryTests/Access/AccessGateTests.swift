import Platform
import Testing
import Trading

@testable import Query

@Suite("Who may do what")
struct AccessGateTests {
  private static let json = ("Content-Type", "application/json")
  private static let signal = #"{"signal_type":"S1","symbol":"BTCUSDT","side":"BUY","quantity":"1"}"#

  /// A service with a token of each scope, which are their names.
  private static func service(host: String = "127.0.0.1", metrics: Bool = false) throws -> TestService {
    var access = AccessSettings()
    access.tokens = AccessScope.allCases.map {
      AccessToken(name: $0.rawValue, scope: $0, token: "\($0.rawValue)-secret")
    }
    access.opensMetrics = metrics
    let service = try TestService(access: access, host: host)
    service.board.publish(try Samples.view(positions: []))
    service.desk.onSignal.withLock { $0 = { .decided(Samples.decision($0, .noted)) } }
    return service
  }

  private static func bearer(_ scope: AccessScope) -> (String, String) {
    ("Authorization", "Bearer \(scope.rawValue)-secret")
  }

  @Test("On loopback everything may be asked, a command needs a token of its scope")
  func loopback() throws {
    let service = try Self.service()
    #expect(service.get("/api/positions").status == 200)
    #expect(service.get("/api/orders").status != 401)
    let refused = service.post("/api/signals", Self.signal, headers: [Self.json])
    expectProblem(refused, 401, "TOKEN_MISSING")
    #expect(refused.headers["www-authenticate"] == #"Bearer realm="sextant", scope="trade""#)
    let reader = service.post("/api/signals", Self.signal, headers: [Self.json, Self.bearer(.read)])
    expectProblem(reader, 403, "SCOPE_MISSING")
    #expect(reader.json["detail"]?.string?.contains("scope trade") == true)
    for scope in [AccessScope.trade, .admin] {
      let taken = service.post("/api/signals", Self.signal, headers: [Self.json, Self.bearer(scope)])
      #expect(taken.status == 201)
    }
    let own = ("Authorization", "bearer  \(TestService.token)")
    #expect(service.post("/api/signals", Self.signal, headers: [Self.json, own]).status == 201)
  }

  @Test(
    "A token that is not known is 401, also where none is needed",
    arguments: ["Bearer nonsense", "Bearer", "Bearer ", "bearer read-secret x", "Bearer read-secre"])
  func unknown(line: String) throws {
    let service = try Self.service()
    let answer = service.get("/api/positions", headers: [("Authorization", line)])
    expectProblem(answer, 401, "TOKEN_UNKNOWN")
    #expect(answer.headers["www-authenticate"]?.contains("invalid_token") == true)
    #expect(!answer.text.contains("secre"))
    #expect(service.get("/health", headers: [("Authorization", line)]).status == 200)
  }

  @Test("Two Authorization lines are nobody's, even when one is right")
  func twice() throws {
    let service = try Self.service()
    let both = [Self.bearer(.admin), ("Authorization", "Bearer x")]
    expectProblem(service.get("/api/positions", headers: both), 401, "TOKEN_UNKNOWN")
  }

  @Test("Beyond loopback asking needs a token too, health does not; the page's cookie counts for nothing")
  func beyond() throws {
    let service = try Self.service(host: "0.0.0.0")
    for path in ["/api/positions", "/api/orders", "/api/stream", "/"] {
      expectProblem(service.get(path), 401, "TOKEN_MISSING")
    }
    #expect(service.get("/health").status == 200)
    #expect(service.get("/health/ready").status != 401)
    let page = service.get("/", headers: [Self.bearer(.read)])
    #expect(page.status == 200)
    #expect(page.headers["set-cookie"] == nil)
    #expect(service.get("/api/positions", headers: [Self.bearer(.read)]).status == 200)
    let foreign = [Self.json, Self.bearer(.trade), ("Host", "sextant.example")]
    #expect(service.post("/api/signals", Self.signal, headers: foreign).status == 201)
  }

  @Test("What each path needs; one that is not named needs the most")
  func rules() {
    func scope(_ method: HTTPMethod, _ pattern: String) -> AccessScope? {
      AccessRules.scope(method, pattern, opensMetrics: false)
    }
    for path in ["/health", "/health/ready"] { #expect(scope(.get, path) == nil) }
    for path in ["/metrics", "/api/positions", "/"] { #expect(scope(.head, path) == .read) }
    #expect(AccessRules.scope(.get, "/metrics", opensMetrics: true) == nil)
    for path in [
      "/api/signals", "/api/orders/{id}/cancel", "/api/positions/{symbol}/close",
      "/api/alerts/{id}/acknowledge",
    ] { #expect(scope(.post, path) == .trade) }
    for path in [
      "/api/trading/halt", "/api/trading/resume", "/api/positions/flatten", "/api/orders/cancel", "/api/new",
      "/health",
    ] { #expect(scope(.post, path) == .admin) }
    #expect(scope(.other("BREW"), "/api/positions") == .admin)
  }

  @Test("The page's own commands pass by its cookie, from its origin only")
  func page() throws {
    let service = try Self.service()
    let host = "127.0.0.1:\(service.server.port)"
    let line = try #require(service.get("/").headers["set-cookie"])
    #expect(line.hasSuffix("; Path=/; HttpOnly; SameSite=Strict"))
    let cookie = String(line.prefix { $0 != ";" })
    #expect(cookie.hasPrefix("sextant-page-\(service.server.port)="))
    let origin = ("Origin", "http://\(host)")
    func post(_ headers: [(String, String)]) -> Client.Answer {
      service.post("/api/signals", Self.signal, headers: [Self.json] + headers)
    }
    #expect(post([("Cookie", "a=b; " + cookie), origin]).status == 201)
    expectProblem(post([("Cookie", cookie)]), 401, "TOKEN_MISSING")
    expectProblem(post([("Cookie", cookie + "0"), origin]), 401, "TOKEN_MISSING")
    expectProblem(post([("Cookie", cookie + "; " + cookie), origin]), 401, "TOKEN_MISSING")
    expectProblem(post([("Cookie", cookie), ("Origin", "http://127.0.0.1:1")]), 403, "ORIGIN_NOT_ALLOWED")
    let rebound = [("Cookie", cookie), ("Host", "evil.example"), ("Origin", "http://evil.example")]
    expectProblem(post(rebound), 403, "HOST_NOT_ALLOWED")
    #expect(service.get("/", headers: [("Host", "evil.example")]).headers["set-cookie"] == nil)
    expectProblem(post([origin]), 401, "TOKEN_MISSING")
  }

  @Test("The page's cookie is another one in each process")
  func cookies() throws {
    let first = try Self.service().get("/").headers["set-cookie"]
    let second = try Self.service().get("/").headers["set-cookie"]
    let values = [first, second].compactMap { $0?.split(separator: "=")[1] }
    #expect(values.count == 2 && values[0] != values[1])
  }

  @Test("Handlers learn who asks")
  func principal() throws {
    var access = AccessSettings()
    access.tokens = [AccessToken(name: "ops", scope: .admin, token: "x")]
    let gate = AccessGate(access, host: "127.0.0.1", ownToken: "y")
    var router = HTTPRouter()
    router.on(.post, "/who") { request, responder in responder.respond(.text(request.principal ?? "-")) }
    let server = HTTPServer(host: "127.0.0.1", port: 0, router: router, gate: gate)
    try server.start()
    defer { server.stop() }
    func who(_ token: String) -> String {
      Client.send("POST", "/who", port: server.port, headers: [("Authorization", "Bearer \(token)")]).text
    }
    #expect(who("x") == "ops")
    #expect(who("y") == "local")
  }

  @Test("An address beyond loopback needs tokens, and is never open")
  func addresses() {
    var settings = AccessSettings()
    for host in ["127.0.0.1", "127.9.0.1", "::1", "localhost"] { #expect(settings.fault(host: host) == nil) }
    for host in ["0.0.0.0", "10.0.0.1", "::"] {
      #expect(settings.fault(host: host)?.contains("--tokens FILE") == true)
    }
    settings.tokens = [AccessToken(name: "a", scope: .read, token: "a")]
    #expect(settings.fault(host: "0.0.0.0") == nil)
    settings.opensLoopback = true
    #expect(settings.fault(host: "0.0.0.0")?.contains("--open-loopback") == true)
    #expect(settings.fault(host: "127.0.0.1") == nil)
  }
}
