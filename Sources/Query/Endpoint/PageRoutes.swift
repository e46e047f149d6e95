internal import Platform

/// The built-in page, with a nonce of its own each time it is asked for.
struct PageRoutes: Sendable {
  private static let mark = "__NONCE__"

  /// What stands between the places of the nonce; nil in a build without the page.
  private let pieces: [[UInt8]]?

  /// The page of this binary.
  init() { self.init(page: EmbeddedFiles.text("index.html")) }

  init(page: String?) {
    pieces = page.map { Self.split($0) }
  }

  func add(to router: inout HTTPRouter) {
    router.on(.get, "/") { [self] request, responder in responder.respond(page(request)) }
    router.on(.get, "/favicon.ico") { _, responder in responder.respond(HTTPResponse(status: 204)) }
  }

  private func page(_ request: HTTPRequest) -> HTTPResponse {
    guard let pieces else {
      return Problem.of(404, "NO_PAGE", "This build carries no page.", request)
    }
    let nonce = RandomText.hexadecimal(bytes: 16)
    let policy = [
      "default-src 'self'", "script-src 'nonce-\(nonce)'", "style-src 'nonce-\(nonce)'",
      "connect-src 'self'", "img-src 'self' data:", "base-uri 'none'", "frame-ancestors 'none'",
      "form-action 'none'",
    ]
    return HTTPResponse.page(
      html: Array(pieces.joined(separator: Array(nonce.utf8))),
      contentSecurityPolicy: policy.joined(separator: "; "))
  }

  private static func split(_ page: String) -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    var piece: [UInt8] = []
    var rest = Array(page.utf8)[...]
    while let byte = rest.popFirst() {
      piece.append(byte)
      guard byte == mark.utf8.last, piece.suffix(mark.utf8.count).elementsEqual(mark.utf8) else { continue }
      pieces.append(piece.dropLast(mark.utf8.count))
      piece = []
    }
    return pieces + [piece]
  }
}
