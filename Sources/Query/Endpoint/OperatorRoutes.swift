internal import Desk
internal import Platform
internal import Trading

/// The paths by which a person stops, closes and acknowledges; each answers once it is durable.
struct OperatorRoutes: Sendable {
  let commands: any CommandPort
  let book: InstrumentBook

  func add(to router: inout HTTPRouter) {
    on("/api/trading/halt", .halt, &router)
    on("/api/trading/drain", .drain, &router)
    on("/api/trading/pause", .pauseEntries, &router)
    on("/api/trading/resume", .resume, &router)
    on("/api/orders/cancel", .cancelAll, &router)
    on("/api/positions/flatten", .flatten, &router)
    router.on(.post, "/api/positions/{symbol}/close") { request, responder in
      close(request, responder)
    }
    router.on(.post, "/api/alerts/{id}/acknowledge") { request, responder in
      let id = request.parameters["id"] ?? ""
      guard id.utf8.count <= 64, Excerpt.isPrintable(id) else {
        responder.respond(
          refusal(request) ?? Problem.of(404, "ALERT_UNKNOWN", "No alert \(Excerpt.of(id)).", request))
        return
      }
      operate(.acknowledgeAlert(AlertID(id)), needsReason: false, request, responder)
    }
  }

  private func on(_ path: String, _ action: OperatorAction, _ router: inout HTTPRouter) {
    router.on(.post, path) { request, responder in
      operate(action, needsReason: true, request, responder)
    }
  }

  private func close(_ request: HTTPRequest, _ responder: HTTPResponder) {
    let name = request.parameters["symbol"] ?? ""
    guard let instrument = Symbol(name).flatMap({ book.index(of: $0) }) else {
      responder.respond(
        refusal(request)
          ?? Problem.of(
            404, "UNKNOWN_SYMBOL", "\(Excerpt.of(name)) is not in the instruments file.", request))
      return
    }
    operate(.closePosition(instrument), needsReason: true, request, responder)
  }

  private func operate(
    _ action: OperatorAction, needsReason: Bool, _ request: HTTPRequest, _ responder: HTTPResponder
  ) {
    if let refusal = refusal(request) {
      responder.respond(refusal)
      return
    }
    switch OperatorRequest.read(request, needsReason: needsReason) {
    case .refused(let response): responder.respond(response)
    case .valid(let said):
      let command = OperatorCommand(action, actor: said.actor, reason: said.reason)
      commands.operate(command) { [book] answer in
        responder.respond(Self.response(answer, book, request))
      }
    }
  }

  private static func response(
    _ answer: OperatorAnswer, _ book: InstrumentBook, _ request: HTTPRequest
  ) -> HTTPResponse {
    switch answer {
    case .unavailable(let reason):
      return Problem.unavailable("UNAVAILABLE", "The command was not taken: \(reason).", request)
    case .done(let receipt):
      guard let refusal = receipt.record.refusal else {
        return .json(OperatorEncoder.encode(receipt, book))
      }
      let isUnknown = refusal.code == "ALERT_UNKNOWN"
      return Problem.of(
        isUnknown ? 404 : 409, refusal.code, "Refused: \(refusal.message).", request,
        extra: [(key: "state", value: .string(receipt.record.after.rawValue))])
    }
  }

  private func refusal(_ request: HTTPRequest) -> HTTPResponse? {
    if let refusal = MutationGuard.refusal(request) { return refusal }
    let parameters = RequestParameters(request, known: [])
    return parameters.faults.isEmpty ? nil : Problem.parameters(parameters.faults, request)
  }
}
