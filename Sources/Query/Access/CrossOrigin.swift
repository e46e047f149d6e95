internal import Platform

/// An origin whose pages may read our answers (CORS): exact, never a pattern.
public struct CrossOrigin: Sendable, Hashable {
  /// As browsers send it: lower case, without a path.
  public let text: String

  /// Scheme, host and port as in `https://desk.example:8443`; nil for anything else, `*` and `null`
  /// included.
  public init?(_ text: String) {
    let lower = text.lowercased()
    guard let scheme = ["http://", "https://"].first(where: lower.hasPrefix) else { return nil }
    let host = lower.dropFirst(scheme.count)
    let isPlain = host.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"):
        true
      default: false
      }
    }
    guard isPlain, (1...255).contains(host.utf8.count) else { return nil }
    self.text = lower
  }

  /// Lines of every answer while some origin is allowed: caches must tell origins apart, and an allowed
  /// one is named back.
  static func headers(for request: HTTPRequest, allowed: [CrossOrigin]) -> [HTTPHeader] {
    guard !allowed.isEmpty else { return [] }
    let vary = HTTPHeader("Vary", "Origin")
    guard let origin = request.header("Origin").flatMap(CrossOrigin.init), allowed.contains(origin) else {
      return [vary]
    }
    return [
      vary, HTTPHeader("Access-Control-Allow-Origin", origin.text),
      HTTPHeader("Access-Control-Expose-Headers", "ETag, Location, Retry-After, WWW-Authenticate"),
    ]
  }

  /// Further lines of the answer to a browser that asks beforehand; none when the origin is not allowed.
  static func preflight(_ request: HTTPRequest, allowed: [CrossOrigin], methods: String) -> [HTTPHeader] {
    guard request.header("Access-Control-Request-Method") != nil,
      let origin = request.header("Origin").flatMap(CrossOrigin.init), allowed.contains(origin)
    else { return [] }
    return [
      HTTPHeader("Access-Control-Allow-Methods", methods),
      HTTPHeader(
        "Access-Control-Allow-Headers",
        "Authorization, Content-Type, Idempotency-Key, If-None-Match, Last-Event-ID"),
      HTTPHeader("Access-Control-Max-Age", "600"),
    ]
  }
}
