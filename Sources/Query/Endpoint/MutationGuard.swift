internal import Platform

/// What keeps a page of someone else, open in the same browser, from trading.
///
/// Where no tokens are needed to ask, what has none is for this machine only: the name it was sent to must be
/// a loopback one (which a rebound DNS name is not). The page that sends a command must come from here, and,
/// with a token too, the body must be of a type that a foreign page cannot send without asking first.
enum MutationGuard {
  /// The refusal of a body that is not JSON; nil when the request may pass.
  static func refusal(_ request: HTTPRequest) -> HTTPResponse? {
    guard isJSON(request.header("Content-Type") ?? "") else {
      return Problem.of(
        415, "UNSUPPORTED_MEDIA_TYPE", "The body is JSON: Content-Type: application/json.", request)
    }
    return nil
  }

  /// The refusal of what has no token and was not sent to a name of this machine; nil when it was.
  static func foreignHost(_ request: HTTPRequest) -> HTTPResponse? {
    let host = (request.header("Host") ?? "").lowercased()
    if isLoopback(host) { return nil }
    return Problem.of(
      403, "HOST_NOT_ALLOWED",
      "Without a token this is answered at 127.0.0.1, [::1] and localhost only, not at \(Excerpt.of(host)).",
      request)
  }

  /// The refusal of a command without a token that another page sends; nil when none does.
  static func foreignOrigin(_ request: HTTPRequest) -> HTTPResponse? {
    let host = (request.header("Host") ?? "").lowercased()
    guard let origin = request.header("Origin")?.lowercased(), origin != "http://\(host)",
      origin != "https://\(host)"
    else { return nil }
    return Problem.of(
      403, "ORIGIN_NOT_ALLOWED", "A page of \(Excerpt.of(origin)) may not do this.", request)
  }

  /// A loopback name or address, with or without a port.
  static func isLoopback(_ host: String) -> Bool {
    for name in ["127.0.0.1", "[::1]", "localhost"] where host.hasPrefix(name) {
      let rest = host.dropFirst(name.count)
      if rest.isEmpty { return true }
      let digits = rest.dropFirst()
      return rest.first == ":" && !digits.isEmpty && digits.utf8.count <= 5
        && digits.utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    }
    return false
  }

  private static func isJSON(_ contentType: String) -> Bool {
    let type = contentType.prefix { $0 != ";" }
    return type.split(separator: " ").joined(separator: " ").lowercased() == "application/json"
  }
}
