internal import Desk
internal import Platform
internal import Trading

/// The paths by which a person stops, closes and acknowledges; each answers once it is durable.
struct OperatorRoutes: Sendable {
  let accounts: ServedAccounts
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
          CommandTarget.of(request, accounts).refusal
            ?? Problem.of(404, "ALERT_UNKNOWN", "No alert \(Excerpt.of(id)).", request))
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
        CommandTarget.of(request, accounts).refusal
          ?? Problem.of(
            404, "UNKNOWN_SYMBOL", "\(Excerpt.of(name)) is not in the instruments file.", request))
      return
    }
    operate(.closePosition(instrument), needsReason: true, request, responder)
  }

  private func operate(
    _ action: OperatorAction, needsReason: Bool, _ request: HTTPRequest, _ responder: HTTPResponder
  ) {
    let account: ServedAccount
    switch CommandTarget.of(request, accounts) {
    case .refused(let refusal):
      responder.respond(refusal)
      return
    case .account(let chosen): account = chosen
    }
    let isNamed = accounts.areSeveral
    switch OperatorRequest.read(request, needsReason: needsReason) {
    case .refused(let response): responder.respond(response)
    case .valid(let said):
      let command = OperatorCommand(action, actor: said.actor, reason: said.reason)
      account.commands.operate(command) { [book] answer in
        responder.respond(Self.response(answer, account.name, isNamed: isNamed, book, request))
      }
    }
  }

  private static func response(
    _ answer: OperatorAnswer, _ account: AccountID, isNamed: Bool, _ book: InstrumentBook,
    _ request: HTTPRequest
  ) -> HTTPResponse {
    switch answer {
    case .unavailable(let why): return Problem.undecided(why, "command", account, request)
    case .done(let receipt):
      guard let refusal = receipt.record.refusal else {
        return .json(OperatorEncoder.encode(receipt, of: isNamed ? account : nil, book))
      }
      let isUnknown = refusal.code == "ALERT_UNKNOWN"
      return Problem.of(
        isUnknown ? 404 : 409, refusal.code, "Refused: \(refusal.message).", request,
        extra: [(key: "state", value: .string(receipt.record.after.rawValue))])
    }
  }
}
