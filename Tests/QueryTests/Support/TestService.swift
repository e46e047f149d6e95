import Platform
import Testing
import Trading

@testable import Query

/// The endpoint behind a real server on a port of its own.
final class TestService {
  let database: Database
  let desk = FakeDesk()
  let board = AccountBoard()
  /// The second account's, where there are two.
  let otherDesk = FakeDesk()
  let otherBoard = AccountBoard()
  let hub = SSEHub()
  let queries: QueryThread
  let server: HTTPServer

  /// The service's own token, of scope admin.
  static let token = "test-token"

  /// Commands without a token pass unless other settings are given.
  ///
  /// - Parameter several: accounts `main` and `hedge` instead of `main` alone.
  init(
    database: Database? = nil, access: AccessSettings? = nil, host: String = "127.0.0.1",
    several: Bool = false
  ) throws {
    let database = try database ?? Database()
    self.database = database
    queries = QueryThread(path: database.path)
    var open = AccessSettings()
    open.opensLoopback = true
    let gate = AccessGate(access ?? open, host: host, ownToken: Self.token)
    let main = ServedAccount(AccountID("main"), board: board, commands: desk)
    let hedge = ServedAccount(AccountID("hedge"), board: otherBoard, commands: otherDesk)
    let endpoint = Endpoint(
      book: try Samples.book(), accounts: ServedAccounts(several ? [main, hedge] : [main]), health: desk,
      queries: queries, hub: hub,
      stores: desk, gate: gate)
    server = HTTPServer(host: "127.0.0.1", port: 0, router: endpoint.router, gate: gate)
    try server.start()
    queries.start()
  }

  deinit {
    server.stop()
    queries.stop()
  }

  func get(_ target: String, headers: [(String, String)] = []) -> Client.Answer {
    Client.send("GET", target, port: server.port, headers: headers)
  }

  func post(
    _ target: String, _ body: String, headers: [(String, String)] = [("Content-Type", "application/json")]
  ) -> Client.Answer {
    Client.send("POST", target, port: server.port, headers: headers, body: Array(body.utf8))
  }
}

/// Every member RFC 9457 asks for, and ours.
func expectProblem(
  _ answer: Client.Answer, _ status: Int, _ code: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(answer.status == status, sourceLocation: sourceLocation)
  #expect(answer.headers["content-type"] == "application/problem+json", sourceLocation: sourceLocation)
  let problem = answer.json
  #expect(problem["type"]?.string == "about:blank", sourceLocation: sourceLocation)
  #expect(problem["title"]?.string?.isEmpty == false, sourceLocation: sourceLocation)
  #expect(problem["status"]?.int64 == Int64(status), sourceLocation: sourceLocation)
  #expect(problem["detail"]?.string?.isEmpty == false, sourceLocation: sourceLocation)
  #expect(problem["instance"]?.string?.hasPrefix("/") == true, sourceLocation: sourceLocation)
  #expect(problem["code"]?.string == code, sourceLocation: sourceLocation)
  #expect(problem["error"]?["code"]?.string == code, sourceLocation: sourceLocation)
  #expect(problem["errors"]?.array != nil, sourceLocation: sourceLocation)
}
