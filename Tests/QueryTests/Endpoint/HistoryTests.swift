import Platform
import Testing

@testable import Query

@Suite("What the tables answer")
struct HistoryTests {
  private let service: TestService

  init() throws {
    service = try TestService()
    for number in 1...25 {
      try service.database.insert(
        "live_orders",
        [
          "order_id": .text("ord-\(number)"), "session_id": number <= 5 ? "s-1" : "s-2",
          "symbol": number % 2 == 0 ? "ETHUSDT" : "BTCUSDT", "side": number % 3 == 0 ? "SELL" : "BUY",
          "order_type": "MARKET", "status": number == 7 ? "FAILED" : "FILLED", "quantity": 0.1,
          "filled_quantity": 1e-7, "slippage": -0.5, "slippage_bps": -0.25, "reduce_only": 1,
          "created_at": .integer(1_723_118_400_000_000 + Int64(number)), "updated_at": 1_723_118_400_500_000,
        ])
    }
  }

  @Test("An order: decimals as plain strings, times to the microsecond, null for unknown")
  func order() {
    let order = service.get("/api/orders/ord-7").json
    #expect(order["order_id"]?.string == "ord-7")
    #expect(order["quantity"]?.string == "0.1")
    #expect(order["filled_quantity"]?.string == "0.0000001")
    #expect(order["slippage"]?.string == "-0.5")
    #expect(order["reduce_only"]?.bool == true)
    #expect(order["created_at"]?.string == "2024-08-08T12:00:00.000007Z")
    #expect(order["updated_at"]?.string == "2024-08-08T12:00:00.500Z")
    #expect(order["average_fill_price"]?.isNull == true)
    #expect(order["filled_at"]?.isNull == true)
  }

  @Test("An order nobody knows is 404")
  func unknownOrder() {
    expectProblem(service.get("/api/orders/ord-none"), 404, "ORDER_UNKNOWN")
  }

  @Test(
    "The count is the number of rows over all pages, newest first, none twice", arguments: [1, 7, 25, 100])
  func pages(_ limit: Int) throws {
    var ids: [String] = []
    var next: String? = "/api/orders?limit=\(limit)"
    while let target = next {
      let answer = service.get(target)
      #expect(answer.status == 200)
      #expect(answer.json["count"]?.int64 == 25)
      let page = try #require(answer.json["results"]?.array)
      #expect(page.count <= limit)
      ids += page.compactMap { $0["order_id"]?.string }
      next = answer.json["next"]?.string
      try #require(ids.count <= 25)
    }
    #expect(ids == (1...25).reversed().map { "ord-\($0)" })
  }

  @Test(
    "Filters narrow rows and count alike",
    arguments: [
      ("symbol=btcusdt", 13), ("side=sell", 8), ("status=FAILED", 1), ("session=s-1", 5), ("type=limit", 0),
      ("since=2024-08-08T12:00:00.000003Z&until=2024-08-08T12:00:00.000006Z", 3),
      ("since=2024-08-08T14:00:00.0000205%2B02:00", 5), ("symbol=ETHUSDT&side=BUY&session=s-2", 6),
    ])
  func filters(_ query: String, _ count: Int) throws {
    let answer = service.get("/api/orders?limit=1000&\(query)")
    #expect(answer.status == 200)
    #expect(answer.json["count"]?.int64 == Int64(count))
    #expect(answer.json["results"]?.array?.count == count)
  }

  @Test(
    "A time at the ends of what can be told is a time like any other",
    arguments: ["1677-09-21T00:12:43.145224192Z", "2262-04-11T23:47:16.854775807Z"])
  func extremeTimes(_ time: String) {
    let isPast = time.hasPrefix("1677")
    #expect(service.get("/api/orders?since=\(time)").json["count"]?.int64 == (isPast ? 25 : 0))
    #expect(service.get("/api/orders?until=\(time)").json["count"]?.int64 == (isPast ? 0 : 25))
  }

  @Test("A hundred unknown parameters are answered with a short list")
  func manyUnknown() {
    let query = (0..<100).map { "p\($0)=1" }.joined(separator: "&")
    let answer = service.get("/api/orders?\(query)")
    expectProblem(answer, 400, "INVALID_PARAMETER")
    #expect(answer.json["errors"]?.array?.count == 20)
  }

  @Test("The way to the next page keeps the filters")
  func next() {
    let answer = service.get("/api/orders?symbol=BTCUSDT&offset=2&limit=4")
    #expect(answer.json["next"]?.string == "/api/orders?symbol=BTCUSDT&limit=4&offset=6")
    #expect(service.get("/api/orders?offset=24").json["next"]?.isNull == true)
    #expect(service.get("/api/orders?offset=500").json["results"]?.array?.isEmpty == true)
  }

  @Test(
    "A parameter that cannot be understood is named",
    arguments: [
      ("limit=abc", "/limit"), ("limit=0", "/limit"), ("limit=1001", "/limit"), ("offset=-1", "/offset"),
      ("limit=%2B5", "/limit"), ("since=garbage", "/since"), ("until=2024-13-01T00:00:00Z", "/until"),
      ("status=LOST", "/status"), ("side=HOLD", "/side"), ("symbol=a%20b", "/symbol"), ("symbol=", "/symbol"),
      ("sympol=BTCUSDT", "/sympol"), ("limit=5&limit=6", "/limit"), ("limit=99999999999999999999", "/limit"),
    ])
  func badParameters(_ query: String, _ pointer: String) {
    let answer = service.get("/api/orders?\(query)")
    expectProblem(answer, 400, "INVALID_PARAMETER")
    #expect(answer.json["errors"]?.array?.compactMap { $0["pointer"]?.string } == [pointer])
  }

  @Test("All bad parameters are told at once, the unknown one with those that are known")
  func allFaults() throws {
    let answer = service.get("/api/orders?limit=0&since=x&colour=red")
    let errors = try #require(answer.json["errors"]?.array)
    #expect(Set(errors.compactMap { $0["pointer"]?.string }) == ["/limit", "/since", "/colour"])
    #expect(answer.json["detail"]?.string?.contains("known are session, symbol, side, status, type") == true)
  }

  @Test("Slippage by symbol and side")
  func slippage() throws {
    let results = try #require(service.get("/api/slippage?symbol=BTCUSDT").json["results"]?.array)
    #expect(results.compactMap { $0["side"]?.string } == ["BUY", "SELL"])
    #expect(results.first?["orders"]?.int64 == 9)
    #expect(results.first?["mean_slippage"]?.string == "-0.5")
    #expect(results.first?["mean_slippage_bps"]?.string == "-0.25")
    expectProblem(service.get("/api/slippage?limit=5"), 400, "INVALID_PARAMETER")
  }

  @Test("Signals, fills and alerts have the fields their readers know")
  func otherLists() throws {
    try service.database.insert(
      "signal_history",
      [
        "signal_id": "s", "indicator_values": "{\"fast\":1.5}", "approved": 0, "decision": "REJECTED",
        "reason_code": "NO_POSITION", "confidence": 0.75,
      ])
    try service.database.insert("signal_history", ["signal_id": "t", "indicator_values": "{broken"])
    try service.database.insert("fills", ["trade_id": "t", "fee": -0.01, "kind": "LIQUIDATION"])
    try service.database.insert(
      "risk_events", ["alert_id": "a", "severity": "CRITICAL", "state": "FIRING", "acknowledged": 0])
    let signals = try #require(service.get("/api/signals?decision=rejected").json["results"]?.array)
    #expect(signals.count == 1)
    #expect(signals.first?["indicator_values"]?["fast"]?.numberText == "1.5")
    #expect(signals.first?["approved"]?.bool == false)
    #expect(signals.first?["confidence"]?.string == "0.75")
    let all = try #require(service.get("/api/signals").json["results"]?.array)
    #expect(all.first?["indicator_values"]?.isNull == true)
    let fills = try #require(service.get("/api/fills?type=liquidation").json["results"]?.array)
    #expect(fills.first?["fee"]?.string == "-0.01")
    #expect(fills.first?["order_id"]?.isNull == true)
    let alerts = try #require(
      service.get("/api/alerts?severity=critical&status=firing").json["results"]?.array)
    #expect(alerts.first?["details"]?.object?.isEmpty == true)
    #expect(alerts.first?["acknowledged"]?.bool == false)
  }

  @Test("Without tables the lists are 503 and say when to come back")
  func recovering() throws {
    let service = try TestService(database: try Database(withTables: false))
    let answer = service.get("/api/orders")
    expectProblem(answer, 503, "RECOVERING")
    #expect(answer.headers["retry-after"] == "1")
  }
}
