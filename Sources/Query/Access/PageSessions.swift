internal import Platform
internal import Primitives

/// Who signed in at the page: each holds a random text in a cookie that scripts cannot read and other sites
/// cannot send. It stands for the token it was given for, as long as that token is known.
///
/// Ports of one host share their cookies, so each port's has a name of its own; that a command comes from
/// this very port's page is what its `Origin` says.
struct PageSessions: Sendable {
  /// Most sign-ins remembered of one token; the oldest is forgotten first.
  static let cap = 32

  /// Both as SHA-256.
  private struct Session: Sendable {
    let cookie: [UInt8]
    let token: [UInt8]
  }

  private var sessions: [Session] = []

  /// Begins one for a token: what its cookie holds.
  mutating func begin(_ token: AccessToken) -> String {
    let own = sessions.indices.filter { sessions[$0].token == token.digest }
    if own.count >= Self.cap { sessions.remove(at: own[0]) }
    let value = RandomText.hexadecimal(bytes: 32)
    sessions.append(Session(cookie: SHA256.hash(value), token: token.digest))
    return value
  }

  /// Ends the one a request shows.
  mutating func end(_ request: HTTPRequest) {
    guard let digest = Self.shown(by: request) else { return }
    sessions.removeAll { AccessToken.areEqual($0.cookie, digest) }
  }

  /// Ends those of tokens that are not known any more.
  mutating func keep(_ tokens: [AccessToken]) {
    sessions.removeAll { session in !tokens.contains { $0.digest == session.token } }
  }

  /// Whose session a request shows, among the tokens known; all are compared, whichever it is.
  func token(_ request: HTTPRequest, among tokens: [AccessToken]) -> AccessToken? {
    guard let digest = Self.shown(by: request) else { return nil }
    let found = sessions.reduce(nil as Session?) { found, session in
      AccessToken.areEqual(session.cookie, digest) ? session : found
    }
    return found.flatMap { session in tokens.first { $0.matches(session.token) } }
  }

  /// The line that sets the cookie; one without a value takes it away.
  static func header(_ value: String?, for request: HTTPRequest) -> HTTPHeader {
    var line = "\(name(request))=\(value ?? ""); Path=/; HttpOnly; SameSite=Strict"
    if request.header("Origin")?.lowercased().hasPrefix("https://") == true { line += "; Secure" }
    return HTTPHeader("Set-Cookie", value == nil ? line + "; Max-Age=0" : line)
  }

  /// The hash of the cookie's value; nil without one, and when there are two.
  private static func shown(by request: HTTPRequest) -> [UInt8]? {
    let name = Self.name(request)
    let shown = request.headerValues("Cookie").flatMap { $0.split(separator: ";") }.compactMap {
      part -> Substring? in
      let cookie = part.drop { $0 == " " }
      return cookie.hasPrefix(name + "=") ? cookie.dropFirst(name.utf8.count + 1) : nil
    }
    guard shown.count == 1, shown[0].utf8.count <= AccessToken.maxLength else { return nil }
    return SHA256.hash(String(shown[0]))
  }

  private static func name(_ request: HTTPRequest) -> String {
    let port = (request.header("Host") ?? "").split(separator: ":").last ?? ""
    let isPort = (1...5).contains(port.utf8.count) && port.utf8.allSatisfy { (0x30...0x39).contains($0) }
    return "sextant-page-" + (isPort ? String(port) : "80")
  }
}
