internal import Platform

/// What an account is allowed to do and what is to be looked at, from memory.
struct TradingRoutes: Sendable {
  let accounts: ServedAccounts

  func add(to router: inout HTTPRouter) {
    router.on(.get, "/api/trading") { request, responder in
      responder.respond(answer(request, OperatorEncoder.trading))
    }
    router.on(.get, "/api/alerts/active") { request, responder in
      responder.respond(answer(request, OperatorEncoder.alerts))
    }
  }

  private func answer(_ request: HTTPRequest, _ encode: (AccountView) -> [UInt8]) -> HTTPResponse {
    var parameters = RequestParameters(request, known: [ServedAccounts.parameter])
    guard let account = accounts.chosen(by: &parameters), parameters.faults.isEmpty else {
      return Problem.parameters(parameters.faults, request)
    }
    guard let newest = account.board.newest else {
      return Problem.noView(account, request)
    }
    return .json(encode(newest.view))
  }
}
