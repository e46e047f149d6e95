internal import Platform

/// Signing in at the page: a token in exchange for a cookie, so that the page keeps no token.
struct SignInRoutes: Sendable {
  /// A token and the words around it.
  private static let bodyLimitBytes = 4 << 10

  let gate: AccessGate

  func add(to router: inout HTTPRouter) {
    router.on(.get, "/api/login") { request, responder in
      responder.respond(.json(Self.encode(gate.signedIn(request))))
    }
    router.on(.post, "/api/login", bodyLimitBytes: Self.bodyLimitBytes) { request, responder in
      responder.respond(signIn(request))
    }
    router.on(.post, "/api/logout", bodyLimitBytes: Self.bodyLimitBytes) { request, responder in
      responder.respond(MutationGuard.refusal(request) ?? gate.signOut(request))
    }
  }

  private func signIn(_ request: HTTPRequest) -> HTTPResponse {
    if let refusal = MutationGuard.refusal(request) { return refusal }
    // Nothing of the body is repeated: it may be a token that was sent badly.
    guard let members = (try? JSONParser.parse(request.body))?.object, members.count == 1,
      members[0].key == "token", let token = members[0].value.string
    else {
      return Problem.of(400, "MALFORMED_REQUEST", "The body is {\"token\": \"…\"}.", request)
    }
    return gate.signIn(request, token: token)
  }

  /// Name and scope of whoever signed in; both `null` when nobody did.
  private static func encode(_ token: AccessToken?) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("name", token?.name)
    writer.field("scope", token?.scope.rawValue)
    writer.endObject()
    return writer.takeBytes()
  }
}
