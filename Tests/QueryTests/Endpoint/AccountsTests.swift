import Desk
import Platform
import Primitives
import Testing
import Trading

@testable import Query

@Suite("An endpoint with several accounts")
struct AccountsTests {
  private static let livePaths = [
    "/api/positions", "/api/margin", "/api/pnl", "/api/trading", "/api/alerts/active",
  ]
  private static let commandPaths = [
    "/api/trading/halt", "/api/orders/cancel", "/api/positions/flatten",
    "/api/positions/BTCUSDT/close", "/api/alerts/alr-1/acknowledge",
  ]
  private static let signal =
    #"{"signal_type":"O1","symbol":"BTCUSDT","side":"BUY","quantity":"0.01"}"#

  private func view(_ account: String) throws -> AccountView {
    var view = try Samples.view(positions: [])
    let start = view.session
    view.session = SessionStart(
      sessionID: SessionID("sextant-\(account)-1"), account: AccountID(account), ordinal: 1,
      mode: start.mode, currency: start.currency, startingBalance: start.startingBalance,
      strategy: start.strategy, market: start.market, seed: start.seed, marketStart: start.marketStart)
    return view
  }

  private func published() throws -> TestService {
    let service = try TestService(several: true)
    service.board.publish(try view("main"))
    service.otherBoard.publish(try view("hedge"))
    return service
  }

  @Test("A path about an account names it, or is told which there are", arguments: livePaths)
  func live(_ path: String) throws {
    let service = try published()
    let unnamed = service.get(path)
    expectProblem(unnamed, 400, "INVALID_PARAMETER")
    #expect(unnamed.json["detail"]?.string == "account is required: one of main, hedge")
    let unknown = service.get(path + "?account=Main")
    expectProblem(unknown, 400, "INVALID_PARAMETER")
    #expect(unknown.json["errors"]?.array?.first?["pointer"]?.string == "/account")
    let answers = ["main", "hedge"].map { service.get(path + "?account=\($0)") }
    #expect(answers.map(\.status) == [200, 200])
    if path != "/api/positions", path != "/api/alerts/active" {
      #expect(answers.map { $0.json["account_id"]?.string } == ["main", "hedge"])
    }
    // A view of one account and a view of the other have the same number.
    if let tag = answers[0].headers["etag"] {
      #expect(tag != answers[1].headers["etag"])
      #expect(service.get(path + "?account=main", headers: [("If-None-Match", tag)]).status == 304)
      #expect(service.get(path + "?account=hedge", headers: [("If-None-Match", tag)]).status == 200)
    }
  }

  @Test("One that recovers is 503, the other answers")
  func recovering() throws {
    let service = try TestService(several: true)
    service.board.publish(try view("main"))
    #expect(service.get("/api/pnl?account=main").status == 200)
    expectProblem(service.get("/api/pnl?account=hedge"), 503, "RECOVERING")
    let listed = service.get("/api/accounts").json
    #expect(listed["count"]?.int64 == 2)
    #expect(listed["results"]?.array?.map { $0["account_id"]?.string } == ["main", "hedge"])
    #expect(listed["results"]?.array?.map { $0["state"]?.string } == ["RUNNING", nil])
  }

  @Test("One that has stopped says so to whoever commands it, and in the list; the other is as before")
  func stopped() throws {
    let service = try TestService(several: true)
    service.board.publish(try view("main"))
    service.otherDesk.stoppedBecause.withLock { $0 = "its log broke." }
    service.otherDesk.onSignal.withLock { $0 = { _ in .unavailable(.stopped("its log broke.")) } }
    service.otherDesk.onOperate.withLock { $0 = { _ in .unavailable(.inDoubt("its log broke.")) } }
    service.otherDesk.onCancel.withLock { $0 = { _ in .unavailable(.stopped("its log broke.")) } }
    let cancel = "/api/orders/\(try Samples.order().id)/cancel?account=hedge"
    let refused = [
      service.post("/api/signals?account=hedge", Self.signal), service.post(cancel, "{}"),
      service.get("/api/pnl?account=hedge"), service.get("/api/trading?account=hedge"),
    ]
    for answer in refused {
      expectProblem(answer, 503, "ACCOUNT_FAILED")
      #expect(answer.json["account_id"]?.string == "hedge")
      #expect(
        answer.json["detail"]?.string == "Account hedge has stopped until a restart. its log broke.")
      #expect(answer.headers["retry-after"] == nil)
    }
    let doubt = service.post("/api/trading/halt?account=hedge", #"{"reason":"test"}"#)
    expectProblem(doubt, 503, "OUTCOME_UNKNOWN")
    #expect(doubt.json["detail"]?.string?.contains("hedge stopped over the command") == true)
    #expect(doubt.headers["retry-after"] == nil)
    let listed = service.get("/api/accounts").json["results"]?.array
    #expect(listed?.map { $0["failure"]?.string } == [nil, "its log broke."])
    #expect(service.get("/api/pnl?account=main").status == 200)
  }

  @Test("A command reaches the account it names and no other", arguments: commandPaths)
  func commands(_ path: String) throws {
    let service = try published()
    for desk in [service.desk, service.otherDesk] {
      desk.onOperate.withLock {
        $0 = { command in
          .done(
            OperatorReceipt(
              record: OperatorRecord(command: command, refusal: nil, before: .running, after: .running),
              at: Timestamp(nanoseconds: 0), placed: [], cancelling: []))
        }
      }
    }
    let body = #"{"reason":"test"}"#
    expectProblem(service.post(path, body), 400, "INVALID_PARAMETER")
    expectProblem(service.post(path + "?account=other", body), 400, "INVALID_PARAMETER")
    let answer = service.post(path + "?account=hedge", body)
    #expect(answer.status == 200 && answer.json["account_id"]?.string == "hedge")
    #expect(service.desk.heard.withLock { $0.commands.isEmpty })
    #expect(service.otherDesk.heard.withLock { $0.commands.count } == 1)
  }

  @Test("A signal and a cancel go to the account they name")
  func signals() throws {
    let service = try published()
    expectProblem(service.post("/api/signals", Self.signal), 400, "INVALID_PARAMETER")
    _ = service.post("/api/signals?account=hedge", Self.signal)
    #expect(service.desk.heard.withLock { $0.submitted.isEmpty })
    #expect(service.otherDesk.heard.withLock { $0.submitted.count } == 1)
    let cancel = "/api/orders/\(try Samples.order().id)/cancel"
    expectProblem(service.post(cancel, "{}"), 400, "INVALID_PARAMETER")
    expectProblem(service.post(cancel + "?account=main", "{}"), 404, "ORDER_UNKNOWN")
    #expect(service.desk.heard.withLock { $0.cancelled.count } == 1)
    #expect(service.otherDesk.heard.withLock { $0.cancelled.isEmpty })
  }

  @Test("History is everybody's until an account is named; each row says whose it is")
  func history() throws {
    for several in [true, false] {
      let service = try TestService(several: several)
      for (id, account) in [("ord-1", "main"), ("ord-2", "hedge"), ("ord-3", "main")] {
        try service.database.insert(
          "live_orders",
          [
            "order_id": .text(id), "session_id": "s", "account_id": .text(account), "symbol": "BTCUSDT",
            "side": "BUY", "order_type": "MARKET", "status": "FILLED", "quantity": 0.1, "slippage": 1,
            "filled_quantity": 0.1, "created_at": 1_723_118_400_000_000, "updated_at": 1,
          ])
      }
      #expect(service.get("/api/orders").json["count"]?.int64 == 3)
      let listed = service.get("/api/orders?account=main").json
      #expect(listed["count"]?.int64 == 2)
      #expect(listed["results"]?.array?.map { $0["order_id"]?.string } == ["ord-3", "ord-1"])
      let names = several ? ["main", "main"] : [nil, nil]
      #expect(listed["results"]?.array?.map { $0["account_id"]?.string } == names)
      #expect(service.get("/api/orders/ord-2").json["account_id"]?.string == (several ? "hedge" : nil))
      let slippage = service.get("/api/slippage?account=hedge").json["results"]?.array
      #expect(slippage?.first?["orders"]?.int64 == 1)
      for path in ["/api/signals", "/api/fills", "/api/alerts"] {
        #expect(service.get(path + "?account=main").status == 200, "\(path)")
      }
    }
  }

  @Test("The only account may be named; the answer is the same", arguments: livePaths)
  func single(_ path: String) throws {
    let service = try TestService()
    service.board.publish(try view("main"))
    let answer = service.get(path)
    #expect(answer.status == 200)
    #expect(service.get(path + "?account=main").body == answer.body)
    expectProblem(service.get(path + "?account=hedge"), 400, "INVALID_PARAMETER")
  }
}
