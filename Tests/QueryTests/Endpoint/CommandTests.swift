import Platform
import Primitives
import Testing
import Trading

@testable import Query

@Suite("Signals and cancels over the endpoint")
struct CommandTests {
  private let service: TestService
  private let body = """
    {"signal_type": "S1", "symbol": "BTCUSDT", "side": "BUY", "quantity": "0.5001",
     "order_type": "LIMIT", "price": "100.5"}
    """

  init() throws { service = try TestService() }

  @Test("An order is 201 with every id it is found again by, and where it is")
  func ordered() throws {
    let order = try Samples.order()
    service.desk.onSignal.withLock { $0 = { .decided(Samples.decision($0, .ordered(order))) } }
    let answer = service.post(
      "/api/signals", body,
      headers: [("Content-Type", "application/json; charset=utf-8"), ("Idempotency-Key", "k")])
    #expect(answer.status == 201)
    #expect(answer.headers["location"] == "/api/orders/\(order.id)")
    #expect(answer.json["order_id"]?.string == order.id.description)
    #expect(answer.json["client_order_id"]?.string == order.id.clientOrderID)
    #expect(answer.json["intent_id"]?.string == order.id.intentID.description)
    #expect(answer.json["correlation_id"]?.string == order.id.intentID.correlationID)
    #expect(answer.json["signal_id"]?.string?.hasPrefix("sig-") == true)
    #expect(answer.json["status"]?.string == "PENDING")
    #expect(answer.json["decision"]?.string == "ORDERED")
    #expect(answer.json["quantity"]?.string == "0.5")
    #expect(answer.json["simulated"]?.bool == false)
    service.desk.heard.withLock { heard in
      #expect(heard.submitted.count == 1)
      #expect(heard.submitted.first?.key == "k")
      #expect(heard.submitted.first?.signal.quantity.description == "0.5001")
    }
  }

  @Test("A repeat is 200 with the first intent's ids")
  func duplicate() throws {
    let first = Samples.intent("first")
    service.desk.onSignal.withLock {
      $0 = { signal in
        let prior = PriorIntent(
          orderID: first.orderID, signalID: SignalID("s-first"), fingerprint: signal.fingerprint)
        return .decided(Samples.decision(signal, .duplicate(prior), key: "second"))
      }
    }
    let answer = service.post("/api/signals", body)
    #expect(answer.status == 200)
    #expect(answer.json["decision"]?.string == "DUPLICATE")
    #expect(answer.json["order_id"]?.string == first.orderID.description)
    #expect(answer.json["intent_id"]?.string == first.description)
    #expect(answer.json["signal_id"]?.string == "s-first")
  }

  @Test("The same key for something else is 409 with the first intent's ids")
  func conflict() throws {
    let first = Samples.intent("first")
    service.desk.onSignal.withLock {
      $0 = { signal in
        let prior = PriorIntent(
          orderID: first.orderID, signalID: SignalID("s-first"), fingerprint: first.digest)
        return .conflict(Samples.decision(signal, .duplicate(prior)))
      }
    }
    let answer = service.post("/api/signals", body)
    expectProblem(answer, 409, "IDEMPOTENCY_CONFLICT")
    #expect(answer.json["order_id"]?.string == first.orderID.description)
    #expect(answer.json["signal_id"]?.string == "s-first")
  }

  @Test("A refusal of the desk is 422 with its code; notes and dry runs are 201 without an order")
  func others() throws {
    let order = try Samples.order()
    let rejection = Rejection(code: "MAX_ORDER_NOTIONAL", message: "order value 9 exceeds the cap of 5")
    service.desk.onSignal.withLock { $0 = { .decided(Samples.decision($0, .rejected(rejection))) } }
    let rejected = service.post("/api/signals", body)
    expectProblem(rejected, 422, "MAX_ORDER_NOTIONAL")
    #expect(rejected.json["signal_id"]?.string != nil)
    #expect(rejected.json["correlation_id"]?.string?.hasPrefix("cor-") == true)
    service.desk.onSignal.withLock { $0 = { .decided(Samples.decision($0, .noted)) } }
    let noted = service.post("/api/signals", body)
    #expect(noted.status == 201)
    #expect(noted.json["decision"]?.string == "NOTED")
    #expect(noted.json["order_id"]?.isNull == true)
    service.desk.onSignal.withLock { $0 = { .decided(Samples.decision($0, .simulated(order))) } }
    let simulated = service.post("/api/signals", body)
    #expect(simulated.status == 201)
    #expect(simulated.json["simulated"]?.bool == true)
    #expect(simulated.json["order_id"]?.isNull == true)
    service.desk.onSignal.withLock { $0 = { _ in .unavailable(.notNow("recovering")) } }
    let unavailable = service.post("/api/signals", body)
    expectProblem(unavailable, 503, "UNAVAILABLE")
    #expect(unavailable.headers["retry-after"] == "1")
  }

  @Test(
    "A body with faults is 400 or 422 with all of them; one that is identified is recorded, none submitted")
  func faults() throws {
    let unusable = service.post(
      "/api/signals", #"{"signal_type":"S1","symbol":"BTCUSDT","side":"BUY","quantity":0,"confidence":2}"#)
    expectProblem(unusable, 422, "INVALID_QUANTITY")
    #expect(
      unusable.json["errors"]?.array?.compactMap { $0["pointer"]?.string } == ["/quantity", "/confidence"])
    #expect(unusable.json["correlation_id"]?.string?.hasPrefix("cor-") == true)
    let malformed = service.post("/api/signals", #"{"symbol":"BTCUSDT","side":"HOLD","quantity":1}"#)
    expectProblem(malformed, 400, "MALFORMED_SIGNAL")
    expectProblem(service.post("/api/signals", "{"), 400, "MALFORMED_JSON")
    service.desk.heard.withLock { heard in
      #expect(heard.submitted.isEmpty)
      #expect(heard.recorded.map(\.rejection.code) == ["INVALID_QUANTITY"])
    }
  }

  @Test(
    "A foreign host, a foreign page and another type of body change nothing",
    arguments: [
      ([("Host", "evil.example"), ("Content-Type", "application/json")], 403, "HOST_NOT_ALLOWED"),
      ([("Host", "127.0.0.1.evil.example"), ("Content-Type", "application/json")], 403, "HOST_NOT_ALLOWED"),
      ([("Host", "localhost:80x"), ("Content-Type", "application/json")], 403, "HOST_NOT_ALLOWED"),
      ([("Origin", "http://evil.example"), ("Content-Type", "application/json")], 403, "ORIGIN_NOT_ALLOWED"),
      ([("Origin", "null"), ("Content-Type", "application/json")], 403, "ORIGIN_NOT_ALLOWED"),
      (
        [("Host", "localhost:81"), ("Origin", "http://localhost:82"), ("Content-Type", "application/json")],
        403, "ORIGIN_NOT_ALLOWED"
      ),
      ([("Content-Type", "text/plain")], 415, "UNSUPPORTED_MEDIA_TYPE"),
      ([], 415, "UNSUPPORTED_MEDIA_TYPE"),
    ] as [([(String, String)], Int, String)])
  func guarded(_ headers: [(String, String)], _ status: Int, _ code: String) throws {
    let id = try Samples.order().id
    expectProblem(service.post("/api/signals", body, headers: headers), status, code)
    expectProblem(service.post("/api/orders/\(id)/cancel", "{}", headers: headers), status, code)
    service.desk.heard.withLock { heard in
      #expect(heard.submitted.isEmpty && heard.cancelled.isEmpty)
    }
  }

  @Test(
    "This machine's own names may, and a page of the same host and port",
    arguments: [
      [("Host", "localhost:9000")], [("Host", "[::1]:9000")], [("Host", "127.0.0.1")],
      [("Host", "LOCALHOST:9000"), ("Origin", "http://localhost:9000")],
    ])
  func allowed(_ headers: [(String, String)]) {
    service.desk.onSignal.withLock { $0 = { .decided(Samples.decision($0, .noted)) } }
    let all = headers + [("Content-Type", "application/json")]
    #expect(service.post("/api/signals", body, headers: all).status == 201)
  }

  @Test(
    "A key that is no printable text, or too long, is refused",
    arguments: ["caf\u{e9}", String(repeating: "k", count: 201)])
  func badKey(_ key: String) {
    let headers = [("Content-Type", "application/json"), ("Idempotency-Key", key)]
    expectProblem(service.post("/api/signals", body, headers: headers), 400, "INVALID_IDEMPOTENCY_KEY")
  }

  @Test("A body beyond 64 KB is 413")
  func tooLarge() {
    let answer = service.post("/api/signals", String(repeating: " ", count: 65_537))
    #expect(answer.status == 413)
    service.desk.heard.withLock { #expect($0.submitted.isEmpty) }
  }

  @Test("A cancel is 200 when asked for and when it was cancelled before, 409 when the order ended otherwise")
  func cancel() throws {
    let working = try Samples.order()
    let path = "/api/orders/\(working.id)/cancel"
    service.desk.onCancel.withLock { $0 = { _ in .requested(working) } }
    let requested = service.post(path, "{}")
    #expect(requested.status == 200)
    #expect(requested.json["order_id"]?.string == working.id.description)
    #expect(requested.json["quantity"]?.string == "0.5")
    let cancelled = Order(
      restoring: working, status: .cancelled, delivery: .answered, arrivalBid: 100, arrivalAsk: 101,
      handedOffAt: nil, exchangeOrderID: nil, filledQuantity: 0, filledValue: 0, commission: 0, feeAsset: "",
      cancelRequested: true, cancelRefusedAt: nil, reasonCode: "OPERATOR", reasonMessage: "",
      updatedAt: working.createdAt,
      filledAt: nil)
    service.desk.onCancel.withLock { $0 = { _ in .ended(cancelled) } }
    #expect(service.post(path, "").json["status"]?.string == "CANCELLED")
    let failed = Order(
      restoring: working, status: .failed, delivery: .answered, arrivalBid: nil, arrivalAsk: nil,
      handedOffAt: nil, exchangeOrderID: nil, filledQuantity: 0, filledValue: 0, commission: 0, feeAsset: "",
      cancelRequested: false, cancelRefusedAt: nil, reasonCode: "NO_MARGIN", reasonMessage: "",
      updatedAt: working.createdAt,
      filledAt: nil)
    service.desk.onCancel.withLock { $0 = { _ in .ended(failed) } }
    let finished = service.post(path, "{}")
    expectProblem(finished, 409, "ORDER_FINISHED")
    #expect(finished.json["order_status"]?.string == "FAILED")
    service.desk.onCancel.withLock { $0 = { _ in .unavailable(.notNow("recovering")) } }
    expectProblem(service.post(path, "{}"), 503, "UNAVAILABLE")
  }

  @Test("A cancel of what is not held, or is no id of ours, is 404; fields in it are refused")
  func unknownCancel() throws {
    let id = try Samples.order("other").id
    expectProblem(service.post("/api/orders/\(id)/cancel", "{}"), 404, "ORDER_UNKNOWN")
    expectProblem(service.post("/api/orders/17/cancel", "{}"), 404, "ORDER_UNKNOWN")
    expectProblem(service.post("/api/orders/\(id)/cancel", #"{"force":true}"#), 400, "MALFORMED_REQUEST")
    service.desk.heard.withLock { #expect($0.cancelled == [id]) }
  }
}
