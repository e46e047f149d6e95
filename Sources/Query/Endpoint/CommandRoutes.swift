internal import Platform
internal import Trading

/// The paths that change something: a signal in, an order cancelled.
struct CommandRoutes: Sendable {
  let accounts: ServedAccounts
  let book: InstrumentBook

  func add(to router: inout HTTPRouter) {
    router.on(.post, "/api/signals", bodyLimitBytes: SignalRequestParser.maxBodyBytes) {
      request, responder in signal(request, responder)
    }
    router.on(.post, "/api/orders/{id}/cancel") { request, responder in cancel(request, responder) }
  }

  // MARK: Signals

  private func signal(_ request: HTTPRequest, _ responder: HTTPResponder) {
    let account: ServedAccount
    switch CommandTarget.of(request, accounts) {
    case .refused(let refusal):
      responder.respond(refusal)
      return
    case .account(let chosen): account = chosen
    }
    if let refusal = Self.keyRefusal(request) {
      responder.respond(refusal)
      return
    }
    switch SignalRequestParser.parse(request.body) {
    case .valid(let signal):
      account.commands.submit(signal, clientKey: request.header(Self.keyHeader)) { answer in
        responder.respond(DecisionEncoder.response(answer, of: account.name, request))
      }
    case .unusable(nil, let faults): responder.respond(Self.unusable(faults, nil, request))
    case .unusable(let identified?, let faults):
      // It gets its row in the history; the answer is about the faults whether or not that worked.
      account.commands.record(identified, refusedBecause: Self.rejection(faults)) { answer in
        responder.respond(Self.unusable(faults, answer, request))
      }
    }
  }

  private static let keyHeader = "Idempotency-Key"

  private static func keyRefusal(_ request: HTTPRequest) -> HTTPResponse? {
    guard let key = request.header(keyHeader) else { return nil }
    let length = 1...IdempotencyKey.maxClientLength
    if length.contains(key.utf8.count), Excerpt.isPrintable(key) { return nil }
    return Problem.of(
      400, "INVALID_IDEMPOTENCY_KEY",
      "\(keyHeader) is 1 to \(length.upperBound) printable ASCII characters.", request)
  }

  /// The first fault's code, and every fault's words.
  private static func rejection(_ faults: [SignalFault]) -> Rejection {
    Rejection(
      code: faults.first?.code ?? "MALFORMED_SIGNAL",
      message: faults.map(\.detail).joined(separator: "; "))
  }

  private static func unusable(
    _ faults: [SignalFault], _ answer: SignalAnswer?, _ request: HTTPRequest
  ) -> HTTPResponse {
    let rejection = rejection(faults)
    var extra: [(key: String, value: JSONValue)] = []
    if case .decided(let decision) = answer { extra = Ids(decision).members }
    return .problem(
      status: faults.contains(where: \.isMalformed) ? 400 : 422, detail: rejection.message,
      code: faults.first(where: \.isMalformed)?.code ?? rejection.code,
      errors: faults.map { HTTPResponse.FieldError(pointer: $0.pointer, detail: $0.detail) },
      instance: URLText.encode(path: request.path), extra: extra)
  }

  // MARK: Cancels

  private func cancel(_ request: HTTPRequest, _ responder: HTTPResponder) {
    let account: ServedAccount
    switch CommandTarget.of(request, accounts) {
    case .refused(let refusal):
      responder.respond(refusal)
      return
    case .account(let chosen): account = chosen
    }
    let said: OperatorRequest
    switch OperatorRequest.read(request, needsReason: false) {
    case .refused(let response):
      responder.respond(response)
      return
    case .valid(let request): said = request
    }
    let text = request.parameters["id"] ?? ""
    guard let id = OrderID(text: text) else {
      responder.respond(Self.unknown(text, request))
      return
    }
    account.commands.cancel(id, actor: said.actor, reason: said.reason) { [book] answer in
      responder.respond(Self.response(answer, id, of: account.name, book, request))
    }
  }

  private static func unknown(_ id: String, _ request: HTTPRequest) -> HTTPResponse {
    Problem.of(404, "ORDER_UNKNOWN", "No order \(Excerpt.of(id)) is held.", request)
  }

  private static func response(
    _ answer: CancelAnswer, _ id: OrderID, of account: AccountID, _ book: InstrumentBook,
    _ request: HTTPRequest
  ) -> HTTPResponse {
    switch answer {
    case .requested(let order): return .json(OrderEncoder.encode(order, book))
    case .ended(let order) where order.status == .cancelled:
      return .json(OrderEncoder.encode(order, book))
    case .ended(let order):
      return Problem.of(
        409, "ORDER_FINISHED", "The order ended before, as \(order.status.rawValue).", request,
        extra: [
          (key: "order_id", value: .string(order.id.description)),
          (key: "order_status", value: .string(order.status.rawValue)),
        ])
    case .unknown: return unknown(id.description, request)
    case .unavailable(let why): return Problem.undecided(why, "cancel", account, request)
    }
  }
}
