/// What a request is answered with.
///
/// Every response carries `X-Content-Type-Options: nosniff`, and `Cache-Control: no-store` unless it
/// brings a `Cache-Control` of its own. Date, length and connection headers are the server's business.
public struct HTTPResponse: Sendable, Equatable {
  /// The status code.
  public var status: Int
  /// Header lines in their order. A line break in one makes the server leave that line out.
  public var headers: [HTTPHeader]
  /// The body.
  public var body: [UInt8]

  /// Any response.
  public init(status: Int, headers: [HTTPHeader] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// A JSON text encoded before.
  public static func json(_ bytes: [UInt8], status: Int = 200) -> HTTPResponse {
    HTTPResponse(status: status, headers: [HTTPHeader("Content-Type", "application/json")], body: bytes)
  }

  /// Plain text in UTF-8.
  public static func text(
    _ text: String, status: Int = 200, contentType: String = "text/plain; charset=utf-8"
  ) -> HTTPResponse {
    HTTPResponse(
      status: status, headers: [HTTPHeader("Content-Type", contentType)], body: Array(text.utf8))
  }

  /// An HTML text that runs no scripts and loads nothing.
  public static func html(_ html: [UInt8], status: Int = 200) -> HTTPResponse {
    page(html: html, contentSecurityPolicy: "default-src 'none'; style-src 'unsafe-inline'", status: status)
  }

  /// An HTML page with the headers that keep others from framing it, sniffing it or learning from
  /// where it links.
  public static func page(
    html: [UInt8], contentSecurityPolicy: String, status: Int = 200
  ) -> HTTPResponse {
    HTTPResponse(
      status: status,
      headers: [
        HTTPHeader("Content-Type", "text/html; charset=utf-8"),
        HTTPHeader("Content-Security-Policy", contentSecurityPolicy),
        HTTPHeader("X-Frame-Options", "DENY"),
        HTTPHeader("Referrer-Policy", "no-referrer"),
        HTTPHeader("Cross-Origin-Opener-Policy", "same-origin"),
        HTTPHeader("Cross-Origin-Resource-Policy", "same-origin"),
      ], body: html)
  }

  /// The first header of a name, in any mix of capitals.
  public func header(_ name: String) -> String? {
    headers.first { $0.isNamed(name) }?.value
  }

  /// The same response with one more header line.
  public func adding(_ name: String, _ value: String) -> HTTPResponse {
    var copy = self
    copy.headers.append(HTTPHeader(name, value))
    return copy
  }

  /// The same response with more header lines.
  func adding(_ lines: [HTTPHeader]) -> HTTPResponse {
    var copy = self
    copy.headers += lines
    return copy
  }

  /// The lines that go out: those above plus the two of every response.
  var outgoingHeaders: [HTTPHeader] {
    var lines = headers
    lines.append(HTTPHeader("X-Content-Type-Options", "nosniff"))
    if header("Cache-Control") == nil { lines.append(HTTPHeader("Cache-Control", "no-store")) }
    return lines
  }
}
