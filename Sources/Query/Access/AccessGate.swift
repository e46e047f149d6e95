public import Platform
internal import Primitives

/// Who may do what on the endpoint.
///
/// Bound to loopback, everything may be asked without a token; a command needs a token of its scope or
/// comes from the service's own page, known by a cookie no other page's script can read or send. Bound to
/// anything else, every request but those for health needs a token.
public final class AccessGate: HTTPGate {
  /// Names the service gives: that of the token it makes for itself, and that of its page.
  static let ownNames = ["local", "page"]

  private let tokens: [AccessToken]
  private let isLoopback: Bool
  private let opensLoopback: Bool
  private let opensMetrics: Bool
  private let origins: Locked<[CrossOrigin]>
  private let attempts = Locked(FailedAttempts())
  private let page: PageCookie
  private let now: @Sendable () -> Int64

  /// - Parameters:
  ///   - host: the address listened on.
  ///   - ownToken: the token the service made for its operator on this machine, of scope admin.
  public convenience init(_ settings: AccessSettings, host: String, ownToken: String?) {
    self.init(settings, host: host, ownToken: ownToken) { MonotonicClock.nowNanoseconds() }
  }

  init(
    _ settings: AccessSettings, host: String, ownToken: String?, now: @escaping @Sendable () -> Int64
  ) {
    let own = ownToken.map { AccessToken(name: Self.ownNames[0], scope: .admin, token: $0) }
    tokens = settings.tokens + (own.map { [$0] } ?? [])
    isLoopback = Self.isLoopback(address: host)
    opensLoopback = settings.opensLoopback
    opensMetrics = settings.opensMetrics
    origins = Locked(settings.origins)
    page = PageCookie()
    self.now = now
  }

  /// Replaces the origins whose pages may read answers, for requests from now on.
  public func setOrigins(_ allowed: [CrossOrigin]) {
    origins.withLock { $0 = allowed }
  }

  /// Whether an address is this machine's own, reached by nobody else.
  static func isLoopback(address: String) -> Bool {
    address == "localhost" || address == "::1" || address.hasPrefix("127.")
      || address.hasPrefix("::ffff:127.")
  }

  /// Lines by which an allowed origin's page may read the answer.
  public func headers(for request: HTTPRequest) -> [HTTPHeader] {
    CrossOrigin.headers(for: request, allowed: origins.withLock { $0 })
  }

  /// 204, with what an allowed origin's page may send.
  public func options(_ request: HTTPRequest, allow: String) -> HTTPResponse {
    var response = HTTPResponse(status: 204).adding("Allow", allow)
    response.headers += CrossOrigin.preflight(
      request, allowed: origins.withLock { $0 }, methods: allow)
    return response
  }

  /// Whether a request may pass, and in whose name.
  public func admit(_ request: HTTPRequest, to pattern: String) -> HTTPAdmission {
    guard let scope = AccessRules.scope(request.method, pattern, opensMetrics: opensMetrics) else {
      return .passed(principal: nil)
    }
    if let credentials = Bearer(request) { return admit(credentials, request, scope) }
    guard isLoopback else { return .refused(Refusal.tokenMissing(scope, request)) }
    if scope == .read { return .passed(principal: nil) }
    if let refusal = MutationGuard.foreign(request) { return .refused(refusal) }
    if page.isHeld(by: request), request.header("Origin") != nil {
      return .passed(principal: Self.ownNames[1])
    }
    return opensLoopback ? .passed(principal: nil) : .refused(Refusal.tokenMissing(scope, request))
  }

  /// The line that gives our page its cookie; nil where no page may send commands.
  func pageCookie(for request: HTTPRequest) -> HTTPHeader? {
    isLoopback ? page.header(for: request) : nil
  }

  private func admit(
    _ credentials: Bearer, _ request: HTTPRequest, _ scope: AccessScope
  ) -> HTTPAdmission {
    let address = request.remoteAddress
    let moment = now()
    let blocked = attempts.withLock { $0.secondsBlocked(address, at: moment) }
    // All programs of this machine share one address: a wrong token of one must not lock out the others.
    if let blocked, !Self.isLoopback(address: address) {
      return .refused(Refusal.tooManyAttempts(blocked, request))
    }
    guard let token = token(credentials) else {
      attempts.withLock { $0.note(address, at: moment) }
      if let blocked { return .refused(Refusal.tooManyAttempts(blocked, request)) }
      return .refused(Refusal.tokenUnknown(request))
    }
    guard token.scope >= scope else { return .refused(Refusal.scopeMissing(scope, token, request)) }
    return .passed(principal: token.name)
  }

  /// All tokens are compared, whichever it is.
  private func token(_ credentials: Bearer) -> AccessToken? {
    guard let text = credentials.token else { return nil }
    let digest = SHA256.hash(text)
    return tokens.reduce(nil) { found, token in token.matches(digest) ? token : found }
  }
}

/// What an `Authorization: Bearer` line says.
private struct Bearer {
  /// Nil when it is none that could be right.
  let token: String?

  /// Nil when the request has no such line. Other schemes are somebody else's business.
  init?(_ request: HTTPRequest) {
    let lines = request.headerValues("Authorization").filter { $0.lowercased().hasPrefix("bearer") }
    guard let line = lines.first else { return nil }
    let words = line.split(separator: " ")
    let isWhole = lines.count == 1 && words.count == 2 && words[1].utf8.count <= AccessToken.maxLength
    token = isWhole ? String(words[1]) : nil
  }
}

/// The answers to those who may not.
private enum Refusal {
  static func tokenMissing(_ scope: AccessScope, _ request: HTTPRequest) -> HTTPResponse {
    Problem.of(
      401, "TOKEN_MISSING",
      "This needs a token of scope \(scope.rawValue): Authorization: Bearer TOKEN. On the service's machine "
        + "'sextant token' prints one.", request
    ).adding("WWW-Authenticate", "Bearer realm=\"sextant\", scope=\"\(scope.rawValue)\"")
  }

  static func tokenUnknown(_ request: HTTPRequest) -> HTTPResponse {
    Problem.of(401, "TOKEN_UNKNOWN", "The token is not known here.", request)
      .adding("WWW-Authenticate", "Bearer realm=\"sextant\", error=\"invalid_token\"")
  }

  static func scopeMissing(
    _ scope: AccessScope, _ token: AccessToken, _ request: HTTPRequest
  ) -> HTTPResponse {
    Problem.of(
      403, "SCOPE_MISSING",
      "This needs a token of scope \(scope.rawValue); \(token.name) is of scope \(token.scope.rawValue).",
      request
    ).adding(
      "WWW-Authenticate",
      "Bearer realm=\"sextant\", error=\"insufficient_scope\", scope=\"\(scope.rawValue)\"")
  }

  static func tooManyAttempts(_ seconds: Int, _ request: HTTPRequest) -> HTTPResponse {
    Problem.of(
      429, "TOO_MANY_ATTEMPTS",
      "More than \(FailedAttempts.limit) wrong tokens came from \(request.remoteAddress).", request
    ).adding("Retry-After", "\(seconds)")
  }
}
