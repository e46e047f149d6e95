import Platform
import Testing

@testable import Query

@Suite("Pages of other origins")
struct CrossOriginTests {
  private static let allowed = "https://desk.example"

  private static func service(origins: [String]) throws -> TestService {
    var access = AccessSettings()
    access.origins = origins.compactMap(CrossOrigin.init)
    let service = try TestService(access: access)
    service.board.publish(try Samples.view(positions: []))
    return service
  }

  @Test("read nothing unless they are named, and caches tell them apart")
  func reads() throws {
    let service = try Self.service(origins: [Self.allowed])
    for path in ["/api/positions", "/health", "/nothing"] {
      let named = service.get(path, headers: [("Origin", "https://DESK.example")])
      #expect(named.headers["access-control-allow-origin"] == Self.allowed, "\(path)")
      let other = service.get(path, headers: [("Origin", "https://evil.example")])
      #expect(other.headers["access-control-allow-origin"] == nil, "\(path)")
      #expect(service.get(path).headers["vary"]?.contains("Origin") == true, "\(path)")
    }
    let closed = try Self.service(origins: [])
    let answer = closed.get("/api/positions", headers: [("Origin", Self.allowed)])
    #expect(answer.status == 200)
    #expect(answer.headers["access-control-allow-origin"] == nil)
  }

  @Test("learn what they may send before they send it")
  func preflight() throws {
    let service = try Self.service(origins: [Self.allowed])
    func ask(_ origin: String) -> Client.Answer {
      Client.send(
        "OPTIONS", "/api/signals", port: service.server.port,
        headers: [("Origin", origin), ("Access-Control-Request-Method", "POST")])
    }
    let answer = ask(Self.allowed)
    #expect(answer.status == 204)
    #expect(answer.headers["access-control-allow-origin"] == Self.allowed)
    #expect(answer.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS, POST")
    #expect(answer.headers["access-control-allow-headers"]?.contains("Authorization") == true)
    #expect(answer.headers["access-control-allow-credentials"] == nil)
    let refused = ask("https://evil.example")
    #expect(refused.headers["access-control-allow-origin"] == nil)
    #expect(refused.headers["access-control-allow-methods"] == nil)
  }

  @Test("still need a token for a command; a refusal can be read by them")
  func commands() throws {
    let service = try Self.service(origins: [Self.allowed])
    let headers = [("Origin", Self.allowed), ("Content-Type", "application/json")]
    let refused = service.post("/api/signals", "{}", headers: headers)
    #expect(refused.status == 403)
    #expect(refused.headers["access-control-allow-origin"] == Self.allowed)
    let token = ("Authorization", "Bearer \(TestService.token)")
    #expect(service.post("/api/signals", "{}", headers: headers + [token]).status == 400)
  }

  @Test(
    "are exact origins",
    arguments: ["*", "null", "desk.example", "https://", "https://a/b", "https://*.example", "ftp://a", ""])
  func noOrigin(text: String) { #expect(CrossOrigin(text) == nil) }
}
