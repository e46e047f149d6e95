import Testing
import Trading

@testable import Platform
@testable import Query

@Suite("Who may do what")
struct AccessGateTests {
  private static let json = ("Content-Type", "application/json")
  private static let signal = #"{"signal_type":"S1","symbol":"BTCUSDT","side":"BUY","quantity":"1"}"#

  /// A service with a token of each scope, which are their names; or with its own token only.
  private static func service(
    host: String = "127.0.0.1", metrics: Bool = false, tokens: Bool = true, opensLoopback: Bool = false
  ) throws -> TestService {
    var access = AccessSettings()
    if tokens {
      access.tokens = AccessScope.allCases.map {
        AccessToken(name: $0.rawValue, scope: $0, token: "\($0.rawValue)-secret")
      }
    }
    access.opensMetrics = metrics
    access.opensLoopback = opensLoopback
    let service = try TestService(access: access, host: host)
    service.board.publish(try Samples.view(positions: []))
    service.desk.onSignal.withLock { $0 = { .decided(Samples.decision($0, .noted)) } }
    return service
  }

  private static func bearer(_ scope: AccessScope) -> (String, String) {
    ("Authorization", "Bearer \(scope.rawValue)-secret")
  }

  @Test("On loopback everything may be asked, a command needs a token")
  func loopback() throws {
    let service = try Self.service(tokens: false)
    #expect(service.get("/api/positions").status == 200)
    #expect(service.get("/api/orders").status != 401)
    let refused = service.post("/api/signals", Self.signal, headers: [Self.json])
    expectProblem(refused, 401, "TOKEN_MISSING")
    #expect(refused.headers["www-authenticate"] == #"Bearer realm="sextant", scope="trade""#)
    let own = ("Authorization", "Bearer \(TestService.token)")
    #expect(service.post("/api/signals", Self.signal, headers: [Self.json, own]).status == 201)
  }

  @Test("With a tokens file asking needs a token on loopback too; --open-loopback opens all the same")
  func tokensOnLoopback() throws {
    let service = try Self.service()
    for path in ["/api/positions", "/api/orders", "/api/stream", "/metrics"] {
      expectProblem(service.get(path), 401, "TOKEN_MISSING")
    }
    for path in ["/health", "/"] { #expect(service.get(path).status == 200) }
    #expect(service.get("/api/positions", headers: [Self.bearer(.read)]).status == 200)
    let own = ("Authorization", "Bearer \(TestService.token)")
    #expect(service.get("/api/positions", headers: [own]).status == 200)
    let open = try Self.service(opensLoopback: true)
    #expect(open.get("/api/positions").status == 200)
    #expect(open.post("/api/signals", Self.signal, headers: [Self.json]).status == 201)
  }

  @Test("Without a token nothing is answered under a name that was rebound to this address but health")
  func rebound() throws {
    let evil = ("Host", "evil.example")
    for service in [try Self.service(tokens: false), try Self.service(tokens: false, opensLoopback: true)] {
      for path in ["/api/positions", "/api/orders", "/api/stream", "/metrics", "/api/accounts"] {
        expectProblem(service.get(path, headers: [evil]), 403, "HOST_NOT_ALLOWED")
      }
      #expect(service.get("/health", headers: [evil]).status == 200)
      let own = ("Authorization", "Bearer \(TestService.token)")
      #expect(service.get("/api/positions", headers: [evil, own]).status == 200)
      #expect(service.get("/api/positions", headers: [("Host", "localhost:1")]).status == 200)
    }
  }

  @Test("A command needs a token of its scope")
  func scopes() throws {
    let service = try Self.service()
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

  @Test("Beyond loopback asking needs a token too; health and the bare page do not")
  func beyond() throws {
    let service = try Self.service(host: "0.0.0.0")
    for path in ["/api/positions", "/api/orders", "/api/stream"] {
      expectProblem(service.get(path), 401, "TOKEN_MISSING")
    }
    #expect(service.get("/health").status == 200)
    #expect(service.get("/health/ready").status != 401)
    let page = service.get("/")
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
    for path in ["/health", "/health/ready", "/", "/api/login"] { #expect(scope(.get, path) == nil) }
    for path in ["/api/login", "/api/logout"] { #expect(scope(.post, path) == nil) }
    #expect(scope(.put, "/api/login") == .admin)
    for path in ["/metrics", "/api/positions", "/api/new"] { #expect(scope(.head, path) == .read) }
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

  @Test("Tokens can be replaced: what is gone is not known any more, the service's own stays")
  func replaced() {
    func token(_ name: String, _ scope: AccessScope) -> AccessToken {
      AccessToken(name: name, scope: scope, token: name)
    }
    var access = AccessSettings()
    access.tokens = [token("a", .admin), token("b", .read), token("c", .trade)]
    let gate = AccessGate(access, host: "127.0.0.1", ownToken: "own")
    func status(_ token: String) -> Int {
      let request = HTTPRequest(
        method: .get, path: "/api/positions", query: [],
        headers: [HTTPHeader("Authorization", "Bearer \(token)")], remoteAddress: "127.0.0.1")
      switch gate.admit(request, to: "/api/positions") {
      case .passed: return 200
      case .refused(let response): return response.status
      }
    }
    #expect(["a", "b", "c", "d", "own"].map(status) == [200, 200, 200, 401, 200])
    // b has another scope now: one less and one more.
    let change = gate.setTokens([token("b", .trade), token("c", .trade), token("d", .read)])
    #expect(change == (added: 2, removed: 2))
    #expect(["a", "b", "c", "d", "own"].map(status) == [401, 200, 200, 200, 200])
    let same = gate.setTokens([token("b", .trade), token("c", .trade), token("d", .read)])
    #expect(same == (added: 0, removed: 0))
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
