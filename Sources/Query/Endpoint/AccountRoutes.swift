internal import Desk
internal import Platform
internal import Trading

/// Which accounts there are: what `account=` can name.
struct AccountRoutes: Sendable {
  let accounts: ServedAccounts

  func add(to router: inout HTTPRouter) {
    router.on(.get, "/api/accounts") { request, responder in
      let parameters = RequestParameters(request, known: [])
      responder.respond(
        parameters.faults.isEmpty ? .json(encode()) : Problem.parameters(parameters.faults, request))
    }
  }

  /// An account that is recovering has no session yet: null. One that stopped shows what held last, and why.
  private func encode() -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("count", accounts.all.count)
    writer.key("results")
    writer.beginArray()
    for account in accounts.all {
      let view = account.board.newest?.view
      writer.beginObject()
      writer.field("account_id", account.name.text)
      writer.field("session_id", view?.session.sessionID.text)
      writer.field("mode", view?.session.mode.rawValue)
      writer.field("state", view?.trading.state.rawValue)
      writer.field("failure", account.commands.failure)
      writer.endObject()
    }
    writer.endArray()
    writer.key("next")
    writer.null()
    writer.endObject()
    return writer.takeBytes()
  }
}
