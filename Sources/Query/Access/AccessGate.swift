public import Platform
internal import Primitives

/// Who may do what on the endpoint.
///
/// Bound to loopback without a tokens file, everything may be asked there without a token; a command needs a
/// token of its scope or comes from the service's own page, whose reader exchanged a token for a cookie that
/// no other page's script can read or send. Bound to anything else, or with a tokens file, every request
/// needs a token or that cookie, but those for health, for the page itself and for signing in.
public final class AccessGate: HTTPGate {
  /// Names the service gives: that of the token it makes for itself, and that of its page.
  static let ownNames = ["local", "page"]

  private struct State: Sendable {
    /// Those of the tokens file, then our own.
    var tokens: [AccessToken]
    var origins: [CrossOrigin]
    var sessions = PageSessions()
    var attempts = FailedAttempts()
  }

  private let own: [AccessToken]
  /// Whether nothing may be asked without a token.
  private let needsTokens: Bool
  private let opensLoopback: Bool
  private let opensMetrics: Bool
  private let state: Locked<State>
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
    own = ownToken.map { [AccessToken(name: Self.ownNames[0], scope: .admin, token: $0)] } ?? []
    let isLoopback = Self.isLoopback(address: host)
    opensLoopback = isLoopback && settings.opensLoopback
    needsTokens = !isLoopback || !(settings.tokens.isEmpty || settings.opensLoopback)
    opensMetrics = settings.opensMetrics
    state = Locked(State(tokens: settings.tokens + own, origins: settings.origins))
    self.now = now
  }

  /// Replaces the origins whose pages may read answers, for requests from now on.
  public func setOrigins(_ allowed: [CrossOrigin]) {
    state.withLock { $0.origins = allowed }
  }

  /// Replaces the tokens of the tokens file, for requests from now on; whoever signed in with one that is
  /// gone is signed out.
  ///
  /// - Returns: how many are new and how many are gone; one with another name or scope is both.
  public func setTokens(_ tokens: [AccessToken]) -> (added: Int, removed: Int) {
    state.withLock { state in
      let known = state.tokens.filter { !own.contains($0) }
      state.tokens = tokens + own
      state.sessions.keep(state.tokens)
      return (
        added: tokens.count { !known.contains($0) }, removed: known.count { !tokens.contains($0) }
      )
    }
  }

  /// Whether an address is this machine's own, reached by nobody else.
  static func isLoopback(address: String) -> Bool {
    address == "localhost" || address == "::1" || address.hasPrefix("127.")
      || address.hasPrefix("::ffff:127.")
  }

  /// Lines by which an allowed origin's page may read the answer.
  public func headers(for request: HTTPRequest) -> [HTTPHeader] {
    CrossOrigin.headers(for: request, allowed: state.withLock { $0.origins })
  }

  /// 204, with what an allowed origin's page may send.
  public func options(_ request: HTTPRequest, allow: String) -> HTTPResponse {
    var response = HTTPResponse(status: 204).adding("Allow", allow)
    response.headers += CrossOrigin.preflight(
      request, allowed: state.withLock { $0.origins }, methods: allow)
    return response
  }

  /// Whether a request may pass, and in whose name.
  public func admit(_ request: HTTPRequest, to pattern: String) -> HTTPAdmission {
    guard let scope = AccessRules.scope(request.method, pattern, opensMetrics: opensMetrics) else {
      return .passed(principal: nil)
    }
    if let credentials = Bearer(request) {
      switch recognise(credentials.token, request) {
      case .refused(let refusal): return .refused(refusal)
      case .token(let token): return admit(token, request, scope, as: token.name)
      }
    }
    if let refusal = foreign(request, scope) { return .refused(refusal) }
    if opensLoopback { return .passed(principal: nil) }
    if !needsTokens, scope == .read { return .passed(principal: nil) }
    // A page names itself with every command; what does not is no page.
    guard scope == .read || request.header("Origin") != nil, let token = signedIn(request) else {
      return .refused(Refusal.tokenMissing(scope, request))
    }
    return admit(token, request, scope, as: own.contains(token) ? Self.ownNames[1] : token.name)
  }

  // MARK: Signing in at the page

  /// Exchanges a token for a cookie of its scope: 204, or the refusal of a request without a token.
  func signIn(_ request: HTTPRequest, token text: String) -> HTTPResponse {
    if let refusal = foreign(request, .admin) { return refusal }
    switch recognise(text.utf8.count <= AccessToken.maxLength ? text : nil, request) {
    case .refused(let refusal): return refusal
    case .token(let token):
      let value = state.withLock { state in
        // One taken away in between is known no more.
        state.tokens.contains(token) ? state.sessions.begin(token) : nil
      }
      guard let value else { return Refusal.tokenUnknown(request) }
      var response = HTTPResponse(status: 204)
      response.headers.append(PageSessions.header(value, for: request))
      return response
    }
  }

  /// Ends what the request's cookie stands for, and takes the cookie away: 204.
  func signOut(_ request: HTTPRequest) -> HTTPResponse {
    if let refusal = foreign(request, .admin) { return refusal }
    state.withLock { $0.sessions.end(request) }
    var response = HTTPResponse(status: 204)
    response.headers.append(PageSessions.header(nil, for: request))
    return response
  }

  /// The token somebody signed in with at the page; nil when nobody did.
  func signedIn(_ request: HTTPRequest) -> AccessToken? {
    state.withLock { $0.sessions.token(request, among: $0.tokens) }
  }

  // MARK: Parts

  /// The refusal of what has no token and was sent from elsewhere.
  private func foreign(_ request: HTTPRequest, _ scope: AccessScope) -> HTTPResponse? {
    // Reads too: a name that was rebound to this address makes a stranger's page one of ours.
    if !needsTokens, let refusal = MutationGuard.foreignHost(request) { return refusal }
    return scope == .read ? nil : MutationGuard.foreignOrigin(request)
  }

  private func admit(
    _ token: AccessToken, _ request: HTTPRequest, _ scope: AccessScope, as name: String
  ) -> HTTPAdmission {
    token.scope >= scope
      ? .passed(principal: name) : .refused(Refusal.scopeMissing(scope, token, request))
  }

  private enum Recognition {
    case token(AccessToken)
    case refused(HTTPResponse)
  }

  /// Whose token it is; nil is a text that can be none. Wrong ones are counted.
  private func recognise(_ text: String?, _ request: HTTPRequest) -> Recognition {
    let address = request.remoteAddress
    let moment = now()
    let blocked = state.withLock { $0.attempts.secondsBlocked(address, at: moment) }
    // All programs of this machine share one address: a wrong token of one must not lock out the others.
    if let blocked, !Self.isLoopback(address: address) {
      return .refused(Refusal.tooManyAttempts(blocked, request))
    }
    guard let token = text.flatMap(token) else {
      state.withLock { $0.attempts.note(address, at: moment) }
      if let blocked { return .refused(Refusal.tooManyAttempts(blocked, request)) }
      return .refused(Refusal.tokenUnknown(request))
    }
    return .token(token)
  }

  /// All tokens are compared, whichever it is.
  private func token(_ text: String) -> AccessToken? {
    let digest = SHA256.hash(text)
    return state.withLock { $0.tokens }.reduce(nil) { found, token in token.matches(digest) ? token : found }
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
      "This needs a token of scope \(scope.rawValue): Authorization: Bearer TOKEN, or sign in at the page. "
        + "On the service's machine 'sextant token' prints one.", request
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
