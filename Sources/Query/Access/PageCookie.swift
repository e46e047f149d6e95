internal import Platform
internal import Primitives

/// What our own page shows with a command: a random text of this process in a cookie that scripts cannot
/// read and other sites cannot send.
///
/// Ports of one host share their cookies, so each port's has a name of its own; that a command comes from
/// this very port's page is what its `Origin` says.
struct PageCookie: Sendable {
  private let value = RandomText.hexadecimal(bytes: 32)

  /// The line that sets it; nil when the page was asked for by a name that is not this machine's.
  func header(for request: HTTPRequest) -> HTTPHeader? {
    guard let name = Self.name(request) else { return nil }
    return HTTPHeader("Set-Cookie", "\(name)=\(value); Path=/; HttpOnly; SameSite=Strict")
  }

  /// Whether the request shows it.
  func isHeld(by request: HTTPRequest) -> Bool {
    guard let name = Self.name(request) else { return false }
    let wanted = SHA256.hash(value)
    let shown = request.headerValues("Cookie").flatMap { $0.split(separator: ";") }.compactMap {
      part -> Substring? in
      let cookie = part.drop { $0 == " " }
      return cookie.hasPrefix(name + "=") ? cookie.dropFirst(name.utf8.count + 1) : nil
    }
    guard shown.count == 1, shown[0].utf8.count <= AccessToken.maxLength else { return false }
    return AccessToken.areEqual(SHA256.hash(String(shown[0])), wanted)
  }

  private static func name(_ request: HTTPRequest) -> String? {
    let host = (request.header("Host") ?? "").lowercased()
    guard MutationGuard.isLoopback(host) else { return nil }
    let port = host.split(separator: ":").last.map(String.init) ?? ""
    return "sextant-page-" + (port.allSatisfy(\.isNumber) && !port.isEmpty ? port : "80")
  }
}
