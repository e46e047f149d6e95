import Testing
import Trading

@testable import Platform
@testable import Query

@Suite("Signing in at the page")
struct PageSignInTests {
  private static let json = ("Content-Type", "application/json")
  private static let signal = #"{"signal_type":"S1","symbol":"BTCUSDT","side":"BUY","quantity":"1"}"#

  private let service: TestService
  private var host: String { "127.0.0.1:\(service.server.port)" }
  private var origin: (String, String) { ("Origin", "http://\(host)") }

  /// With tokens `read` and `trade` of a tokens file, or without such a file.
  private init(tokens: Bool, host: String = "127.0.0.1") throws {
    var access = AccessSettings()
    if tokens {
      access.tokens = [AccessScope.read, .trade].map {
        AccessToken(name: $0.rawValue, scope: $0, token: "\($0.rawValue)-secret")
      }
    }
    service = try TestService(access: access, host: host)
    service.board.publish(try Samples.view(positions: []))
    service.desk.onSignal.withLock { $0 = { .decided(Samples.decision($0, .noted)) } }
  }

  init() throws { try self.init(tokens: false) }

  private func signIn(_ token: String, _ headers: [(String, String)] = []) -> Client.Answer {
    service.post("/api/login", "{\"token\":\"\(token)\"}", headers: [Self.json] + headers)
  }

  /// The cookie a token is exchanged for, as a browser sends it.
  private func cookie(_ token: String) throws -> (String, String) {
    let line = try #require(signIn(token, [origin]).headers["set-cookie"])
    return ("Cookie", String(line.prefix { $0 != ";" }))
  }

  private func post(_ headers: [(String, String)], _ path: String = "/api/signals") -> Client.Answer {
    service.post(path, Self.signal, headers: [Self.json] + headers)
  }

  @Test("Nobody gets a cookie for asking, only for a token; it commands from its own origin")
  func exchanged() throws {
    #expect(service.get("/").headers["set-cookie"] == nil)
    expectProblem(post([origin]), 401, "TOKEN_MISSING")
    let answer = signIn(TestService.token, [origin])
    #expect(answer.status == 204)
    let line = try #require(answer.headers["set-cookie"])
    #expect(line.hasPrefix("sextant-page-\(service.server.port)="))
    #expect(line.hasSuffix("; Path=/; HttpOnly; SameSite=Strict"))
    #expect(!line.contains(TestService.token))
    let cookie = String(line.prefix { $0 != ";" })
    #expect(post([("Cookie", "a=b; " + cookie), origin]).status == 201)
    expectProblem(post([("Cookie", cookie)]), 401, "TOKEN_MISSING")
    expectProblem(post([("Cookie", cookie + "0"), origin]), 401, "TOKEN_MISSING")
    expectProblem(post([("Cookie", cookie + "; " + cookie), origin]), 401, "TOKEN_MISSING")
    expectProblem(post([("Cookie", cookie), ("Origin", "http://127.0.0.1:1")]), 403, "ORIGIN_NOT_ALLOWED")
    let rebound = [("Cookie", cookie), ("Host", "evil.example"), ("Origin", "http://evil.example")]
    expectProblem(post(rebound), 403, "HOST_NOT_ALLOWED")
  }

  @Test("Each sign-in has a cookie of its own; signing out ends that one only")
  func signOut() throws {
    let first = try cookie(TestService.token)
    let second = try cookie(TestService.token)
    #expect(first.1 != second.1)
    #expect(service.get("/api/login", headers: [first]).json["scope"]?.string == "admin")
    #expect(service.get("/api/login").json["scope"]?.isNull == true)
    let foreign = [Self.json, first, ("Origin", "http://evil.example")]
    expectProblem(service.post("/api/logout", "{}", headers: foreign), 403, "ORIGIN_NOT_ALLOWED")
    let out = service.post("/api/logout", "{}", headers: [Self.json, first, origin])
    #expect(out.status == 204)
    #expect(out.headers["set-cookie"]?.hasSuffix("SameSite=Strict; Max-Age=0") == true)
    expectProblem(post([first, origin]), 401, "TOKEN_MISSING")
    #expect(post([second, origin]).status == 201)
  }

  @Test("The cookie allows what its token allows, and no more", arguments: ["127.0.0.1", "0.0.0.0"])
  func scope(address: String) throws {
    let page = try PageSignInTests(tokens: true, host: address)
    let reader = try page.cookie("read-secret")
    expectProblem(page.service.get("/api/positions"), 401, "TOKEN_MISSING")
    #expect(page.service.get("/api/positions", headers: [reader]).status == 200)
    expectProblem(page.post([reader, page.origin]), 403, "SCOPE_MISSING")
    let trader = try page.cookie("trade-secret")
    #expect(page.post([trader, page.origin]).status == 201)
    let halt = page.service.post(
      "/api/trading/halt", #"{"reason":"a"}"#, headers: [Self.json, trader, page.origin])
    expectProblem(halt, 403, "SCOPE_MISSING")
  }

  @Test("A wrong token is told, counted and never repeated; a right one of this machine passes all the same")
  func wrong() {
    for _ in 0..<FailedAttempts.limit { expectProblem(signIn("nobody-secret"), 401, "TOKEN_UNKNOWN") }
    let blocked = signIn("nobody-secret")
    expectProblem(blocked, 429, "TOO_MANY_ATTEMPTS")
    #expect(blocked.headers["set-cookie"] == nil && !blocked.text.contains("nobody"))
    #expect(signIn(String(repeating: "x", count: AccessToken.maxLength + 1)).status == 429)
    #expect(signIn(TestService.token).status == 204)
  }

  @Test(
    "A body that holds no token is refused without its words",
    arguments: ["", "{", "[]", #"{"tokn":"secret"}"#, #"{"token":1}"#, #"{"token":"secret","more":1}"#])
  func malformed(body: String) {
    let answer = service.post("/api/login", body)
    expectProblem(answer, 400, "MALFORMED_REQUEST")
    #expect(!answer.text.contains("secret"))
  }

  @Test("Another page can neither sign in nor send a form that does")
  func foreign() {
    expectProblem(signIn(TestService.token, [("Origin", "http://evil.example")]), 403, "ORIGIN_NOT_ALLOWED")
    let form = service.post(
      "/api/login", "token=\(TestService.token)",
      headers: [("Content-Type", "application/x-www-form-urlencoded"), origin])
    expectProblem(form, 415, "UNSUPPORTED_MEDIA_TYPE")
  }

  @Test("A cookie given over TLS is never sent without")
  func secure() throws {
    let line = try #require(signIn(TestService.token, [("Origin", "https://\(host)")]).headers["set-cookie"])
    #expect(line.hasSuffix("; Secure"))
  }

  @Test("The oldest sign-ins of a token are forgotten beyond their number, those of others stay")
  func bounded() throws {
    var sessions = PageSessions()
    let (ours, other) = (
      AccessToken(name: "a", scope: .admin, token: "a"), AccessToken(name: "b", scope: .read, token: "b")
    )
    func request(_ value: String) -> HTTPRequest {
      HTTPRequest(
        method: .get, path: "/", query: [],
        headers: [HTTPHeader("Host", "h:81"), HTTPHeader("Cookie", "sextant-page-81=\(value)")],
        remoteAddress: "127.0.0.1")
    }
    let stays = sessions.begin(other)
    let first = sessions.begin(ours)
    let second = sessions.begin(ours)
    for _ in 2..<PageSessions.cap { _ = sessions.begin(ours) }
    #expect(sessions.token(request(first), among: [ours, other]) == ours)
    _ = sessions.begin(ours)
    #expect(sessions.token(request(first), among: [ours, other]) == nil)
    #expect(sessions.token(request(second), among: [ours, other]) == ours)
    #expect(sessions.token(request(stays), among: [ours, other]) == other)
    // Taken out of the file, and back in: signed out for good.
    sessions.keep([ours])
    #expect(sessions.token(request(stays), among: [ours, other]) == nil)
  }
}
