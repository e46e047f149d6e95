internal import Platform
internal import Primitives
internal import Trading

/// What became of a signal, as `POST /api/signals` answers.
enum DecisionEncoder {
  /// The response to an answer of the account.
  static func response(
    _ answer: SignalAnswer, of account: AccountID, _ request: HTTPRequest
  ) -> HTTPResponse {
    switch answer {
    case .unavailable(let why): return Problem.undecided(why, "signal", account, request)
    case .conflict(let decision): return conflict(decision, request)
    case .decided(let decision): return response(decision, request)
    }
  }

  private static func response(_ decision: SignalDecision, _ request: HTTPRequest) -> HTTPResponse {
    let own = Ids(decision)
    switch decision.outcome {
    case .ordered(let order):
      return json(201, "ORDERED", decision, own, order: order.id, quantity: order.quantity, order.status)
        .adding("Location", "/api/orders/\(order.id)")
    case .noted: return json(201, "NOTED", decision, own, order: nil, quantity: decision.signal.quantity)
    case .simulated(let order):
      return json(201, "SIMULATED", decision, own, order: nil, quantity: order.quantity)
    case .duplicate(let prior):
      guard prior.fingerprint == decision.fingerprint else { return conflict(decision, request) }
      let quantity = decision.signal.quantity
      return json(200, "DUPLICATE", decision, Ids(prior), order: prior.orderID, quantity: quantity)
    case .rejected(let rejection):
      let errors = field(of: rejection.code).map {
        [HTTPResponse.FieldError(pointer: $0, detail: rejection.message)]
      }
      return Problem.of(
        422, rejection.code, rejection.message, request, errors: errors ?? [], extra: own.members)
    }
  }

  /// The field of the request a refusal is about; nil for one about the account as it stands.
  private static func field(of code: String) -> String? {
    switch code {
    case "UNKNOWN_SYMBOL", "WRONG_CURRENCY", "DATA_MISSING", "MARKET_CLOSED": "/symbol"
    case "INVALID_QUANTITY", "BELOW_MIN_ORDER_SIZE", "ABOVE_MAX_ORDER_SIZE", "MIN_NOTIONAL_NOT_MET",
      "MAX_ORDER_NOTIONAL", "NOTHING_TO_CLOSE":
      "/quantity"
    case "INVALID_PRICE", "PRICE_COLLAR": "/price"
    case "EXIT_SIDE_MISMATCH", "SHORT_NOT_POSSIBLE": "/side"
    default: nil
    }
  }

  /// The key says one thing, the body another: the first intent stands, under the ids told here.
  private static func conflict(_ decision: SignalDecision, _ request: HTTPRequest) -> HTTPResponse {
    let detail = "The key \(Excerpt.of(decision.key.text)) was used before for another signal."
    guard case .duplicate(let prior) = decision.outcome else {
      return Problem.of(409, "IDEMPOTENCY_CONFLICT", detail, request, extra: Ids(decision).members)
    }
    let order = [
      (key: "order_id", value: JSONValue.string(prior.orderID.description)),
      (key: "client_order_id", value: JSONValue.string(prior.orderID.clientOrderID)),
    ]
    return Problem.of(
      409, "IDEMPOTENCY_CONFLICT", detail, request, extra: Ids(prior).members + order)
  }

  private static func json(
    _ status: Int, _ name: String, _ decision: SignalDecision, _ ids: Ids, order: OrderID?,
    quantity: Fixed, _ orderStatus: OrderStatus? = nil
  ) -> HTTPResponse {
    let signal = decision.signal
    var writer = JSONWriter(reservingBytes: 512)
    writer.beginObject()
    writer.field("signal_id", ids.signal.text)
    writer.field("intent_id", ids.intent.description)
    writer.field("order_id", order?.description)
    writer.field("client_order_id", order?.clientOrderID)
    writer.field("correlation_id", ids.intent.correlationID)
    writer.field("status", orderStatus?.rawValue)
    writer.field("decision", name)
    writer.field("simulated", name == "SIMULATED")
    writer.field("signal_type", signal.type.rawValue)
    writer.field("symbol", signal.symbol.text)
    writer.field("side", signal.side.rawValue)
    writer.field("order_type", signal.orderType.rawValue)
    writer.field("quantity", quantity)
    writer.field("price", signal.price)
    writer.field("left_open", decision.leftOpen.isZero ? nil : decision.leftOpen)
    writer.endObject()
    return .json(writer.takeBytes(), status: status)
  }
}

/// The ids one signal is found again by.
struct Ids {
  let signal: SignalID
  let intent: IntentID

  init(_ decision: SignalDecision) {
    signal = decision.signal.id ?? SignalID("")
    intent = decision.intentID
  }

  init(_ prior: PriorIntent) {
    signal = prior.signalID
    intent = prior.orderID.intentID
  }

  /// As members of a problem.
  var members: [(key: String, value: JSONValue)] {
    [
      ("signal_id", .string(signal.text)), ("intent_id", .string(intent.description)),
      ("correlation_id", .string(intent.correlationID)),
    ]
  }
}
