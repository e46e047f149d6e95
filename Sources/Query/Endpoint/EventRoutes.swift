internal import Platform

/// The journal, part by part.
struct EventRoutes: Sendable {
  let events: any EventPort

  func add(to router: inout HTTPRouter) {
    router.on(.get, "/api/events") { request, responder in list(request, responder) }
  }

  private func list(_ request: HTTPRequest, _ responder: HTTPResponder) {
    var parameters = RequestParameters(
      request, known: ["after", "limit", "type", "session", ServedAccounts.parameter])
    let after = parameters.number("after", in: 0...Int64.max) ?? 0
    let limit = parameters.number("limit", in: RequestParameters.Page.limits) ?? 100
    let type = parameters.text("type")
    let session = parameters.text("session")
    let account = parameters.text(ServedAccounts.parameter)
    guard parameters.faults.isEmpty else {
      responder.respond(Problem.parameters(parameters.faults, request))
      return
    }
    let question = EventQuestion(
      after: after, limit: Int(limit), type: type, session: session, account: account)
    events.events(question) { answer in responder.respond(Self.response(answer, request)) }
  }

  private static func response(_ answer: EventAnswer, _ request: HTTPRequest) -> HTTPResponse {
    switch answer {
    case .unavailable(let reason):
      return Problem.unavailable("RECOVERING", "The journal cannot be read: \(reason).", request)
    case .busy:
      return Problem.unavailable("QUERIES_BUSY", "Too many questions are waiting.", request)
    case .timedOut:
      return Problem.unavailable("QUERY_TIMEOUT", "The question took longer than it may; narrow it.", request)
    case .page(let page):
      var bytes = Array("{\"results\":[".utf8)
      for (place, event) in page.events.enumerated() {
        if place > 0 { bytes.append(UInt8(ascii: ",")) }
        bytes += event
      }
      bytes += Array("],\"next_after\":\(page.nextAfter),\"newest\":\(page.newest),\"cut\":\(page.cut)}".utf8)
      return .json(bytes)
    }
  }
}
