import Desk
import Platform
import Primitives
import Sync
import Testing
import Trading

@testable import Query

@Suite("What an operator can do over the endpoint")
struct OperatorTests {
  private let service: TestService

  init() throws { service = try TestService() }

  /// Answers every command as applied, or refused.
  private func answer(_ refusal: Rejection? = nil, after: TradingState = .halted) {
    service.desk.onOperate.withLock {
      $0 = { command in
        .done(
          OperatorReceipt(
            record: OperatorRecord(
              command: command, refusal: refusal, before: .running, after: after),
            at: Timestamp(nanoseconds: 0), placed: [Samples.intent("k").orderID], cancelling: []))
      }
    }
  }

  private var commands: [OperatorCommand] { service.desk.heard.withLock { $0.commands } }

  @Test("Each path is its command, with who and why, answered by what it came to")
  func paths() throws {
    answer()
    let paths: [(String, OperatorAction)] = [
      ("/api/trading/halt", .halt), ("/api/trading/drain", .drain),
      ("/api/trading/pause", .pauseEntries), ("/api/trading/resume", .resume),
      ("/api/orders/cancel", .cancelAll), ("/api/positions/ethusdt/close", .closePosition(1)),
      ("/api/positions/flatten", .flatten),
      ("/api/alerts/alr-1/acknowledge", .acknowledgeAlert(AlertID("alr-1"))),
    ]
    for (path, action) in paths {
      let answer = service.post(path, #"{"actor":"ann","reason":"news"}"#)
      #expect(answer.status == 200, "\(path): \(answer.text)")
      #expect(commands.last == OperatorCommand(action, actor: "ann", reason: "news"))
      #expect(answer.json["action"]?.string == action.name)
      #expect(answer.json["outcome"]?.string == "APPLIED")
      #expect(answer.json["actor"]?.string == "ann" && answer.json["reason"]?.string == "news")
      #expect(answer.json["state_before"]?.string == "RUNNING")
      #expect(answer.json["state"]?.string == "HALTED")
      #expect(
        answer.json["orders"]?.array?.map(\.string) == [Samples.intent("k").orderID.description])
    }
    #expect(service.post("/api/trading/halt", #"{"reason":"x"}"#).status == 200)
    #expect(commands.last?.actor == "operator", "who it is when nobody says")
  }

  @Test("A token of somebody's own stands before the name its holder gives; the service's own says nothing")
  func names() {
    #expect(OperatorRequest.name(nil, of: nil) == "operator")
    #expect(OperatorRequest.name("ann", of: nil) == "ann")
    #expect(OperatorRequest.name("ann", of: "local") == "ann")
    #expect(OperatorRequest.name(nil, of: "page") == "page")
    #expect(OperatorRequest.name(nil, of: "desk-2") == "desk-2")
    #expect(OperatorRequest.name("ann", of: "desk-2") == "desk-2/ann")
    #expect(OperatorRequest.name("desk-2", of: "desk-2") == "desk-2")
  }

  @Test("One order's cancel keeps who and why too")
  func cancel() throws {
    let order = try Samples.order()
    service.desk.onCancel.withLock { $0 = { _ in .requested(order) } }
    let answer = service.post("/api/orders/\(order.id)/cancel", #"{"actor":"ann","reason":"old"}"#)
    #expect(answer.status == 200)
    #expect(commands == [OperatorCommand(.cancel(order.id), actor: "ann", reason: "old")])
  }

  @Test("A refusal is 409 with its code and the state; an alert nobody knows is 404")
  func refused() throws {
    answer(Rejection(code: "TRADING_HALTED", message: "pause first"))
    let refused = service.post("/api/positions/flatten", #"{"reason":"x"}"#)
    expectProblem(refused, 409, "TRADING_HALTED")
    #expect(refused.json["state"]?.string == "HALTED")
    answer(Rejection(code: "ALERT_UNKNOWN", message: "none"))
    expectProblem(service.post("/api/alerts/alr-1/acknowledge", "{}"), 404, "ALERT_UNKNOWN")
    service.desk.onOperate.withLock { $0 = { _ in .unavailable(.notNow("recovering")) } }
    expectProblem(
      service.post("/api/trading/halt", #"{"reason":"x"}"#), 503, "UNAVAILABLE")
    expectProblem(
      service.post("/api/positions/nope/close", #"{"reason":"x"}"#), 404, "UNKNOWN_SYMBOL")
  }

  @Test(
    "A body that does not say why, or says something else, commands nothing",
    arguments: [
      ("", "MALFORMED_REQUEST"), ("{}", "MALFORMED_REQUEST"), (#"{"reason":""}"#, "MALFORMED_REQUEST"),
      (#"{"reason":" \u2003\u200b "}"#, "MALFORMED_REQUEST"),
      (#"{"reason":7}"#, "MALFORMED_REQUEST"), (#"{"reason":"x","force":true}"#, "MALFORMED_REQUEST"),
      (#"["reason"]"#, "MALFORMED_REQUEST"), (#"{"reason":"a\u0007"}"#, "MALFORMED_REQUEST"),
      ("{", "MALFORMED_JSON"),
      (#"{"reason":""# + String(repeating: "b", count: 257) + #""}"#, "MALFORMED_REQUEST"),
      (#"{"reason":"x","actor":""# + String(repeating: "a", count: 65) + #""}"#, "MALFORMED_REQUEST"),
    ])
  func faults(_ body: String, _ code: String) {
    answer()
    for path in ["/api/trading/halt", "/api/positions/BTCUSDT/close"] {
      expectProblem(service.post(path, body), 400, code)
    }
    #expect(commands.isEmpty)
  }

  @Test("Blanks are no reason, and are taken off one; a blank name is none")
  func blanks() {
    answer()
    let blank = service.post("/api/trading/halt", #"{"reason":"  ","force":1}"#)
    let faults = blank.json["errors"]?.array ?? []
    #expect(faults.map { $0["pointer"]?.string } == ["/force", "/reason"])
    #expect(faults.last?["detail"]?.string?.contains("reason is required") == true)
    let number = service.post("/api/trading/halt", #"{"reason":7}"#).json["errors"]?.array
    #expect(number?.map { $0["detail"]?.string?.contains("is a text") } == [true], "one fault a field")
    #expect(service.post("/api/trading/halt", #"{"reason":" a b ","actor":"  "}"#).status == 200)
    #expect(commands == [OperatorCommand(.halt, actor: "operator", reason: "a b")])
  }

  @Test("What a close leaves open stands in its answer, symbol by symbol")
  func stillOpen() throws {
    let symbol = try #require(Symbol("ETHUSDT"))
    let refused = RefusedClose(
      symbol: symbol, reason: Rejection(code: "DATA_MISSING", message: "no price"))
    service.desk.onOperate.withLock {
      $0 = { command in
        .done(
          OperatorReceipt(
            record: OperatorRecord(command: command, refusal: nil, before: .running, after: .running),
            at: Timestamp(nanoseconds: 0), placed: [], cancelling: [], refused: [refused]))
      }
    }
    let answer = service.post("/api/positions/flatten", #"{"reason":"x"}"#).json
    let one = try #require(answer["refused"]?.array?.first)
    #expect(one["symbol"]?.string == "ETHUSDT" && one["code"]?.string == "DATA_MISSING")
    #expect(one["message"]?.string == "no price" && answer["refused"]?.array?.count == 1)
  }

  @Test("The state in force and what is to be looked at come from memory")
  func trading() throws {
    expectProblem(service.get("/api/trading"), 503, "RECOVERING")
    var view = try Samples.view(positions: [])
    view.trading = TradingControl(
      .paused, since: try Samples.time("2024-08-08T12:00:00Z"), actor: "ann", reason: "lunch")
    view.alerts = [
      Alert(
        id: AlertID("alr-1"), type: .positionMismatch, severity: .critical, state: .acknowledged,
        symbol: "BTCUSDT", message: "m", details: [AlertDetail("local", "1")],
        firedAt: try Samples.time("2024-08-08T12:00:00Z"),
        acknowledgement: Acknowledgement(
          actor: "bob", reason: "", at: try Samples.time("2024-08-08T12:01:00Z")))
    ]
    service.board.publish(view)
    let trading = service.get("/api/trading").json
    #expect(trading["state"]?.string == "PAUSED" && trading["by"]?.string == "ann")
    #expect(trading["since"]?.string == "2024-08-08T12:00:00.000Z")
    #expect(trading["reason"]?.string == "lunch")
    #expect(trading["allows_entries"]?.bool == false && trading["allows_exits"]?.bool == true)
    let alerts = service.get("/api/alerts/active").json
    #expect(alerts["count"]?.int64 == 1)
    let alert = try #require(alerts["results"]?.array?.first)
    #expect(alert["state"]?.string == "ACKNOWLEDGED" && alert["acknowledged"]?.bool == true)
    #expect(alert["acknowledged_by"]?.string == "bob" && alert["acknowledgement"]?.isNull == true)
    #expect(alert["details"]?["local"]?.string == "1")
  }

  @Test("The list of alerts tells who acknowledged one, and finds those")
  func history() throws {
    try service.database.insert(
      "risk_events",
      [
        "alert_id": "a", "severity": "CRITICAL", "state": "ACKNOWLEDGED", "acknowledged": 1,
        "acknowledged_by": "ann", "acknowledged_at": 1_000_000, "acknowledgement": "known",
      ])
    let found = service.get("/api/alerts?status=acknowledged").json["results"]?.array?.first
    #expect(found?["acknowledged_by"]?.string == "ann" && found?["acknowledgement"]?.string == "known")
    #expect(found?["acknowledged_at"]?.string == "1970-01-01T00:00:01.000Z")
    #expect(found?["acknowledged"]?.bool == true)
  }
}
