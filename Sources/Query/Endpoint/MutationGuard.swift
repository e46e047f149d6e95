internal import Platform

/// What keeps a page of someone else, open in the same browser, from trading.
///
/// Without a token a command is for this machine only: the name it was sent to must be a loopback one
/// (which a rebound DNS name is not), the page that sends it must come from here, and, with a token too,
/// the body must be of a type that a foreign page cannot send without asking first.
enum MutationGuard {
  /// The refusal of a body that is not JSON; nil when the request may pass.
  static func refusal(_ request: HTTPRequest) -> HTTPResponse? {
    guard isJSON(request.header("Content-Type") ?? "") else {
      return Problem.of(
        415, "UNSUPPORTED_MEDIA_TYPE", "The body is JSON: Content-Type: application/json.", request)
    }
    return nil
  }

  /// The refusal of a command without a token that does not come from here; nil when it does.
  static func foreign(_ request: HTTPRequest) -> HTTPResponse? {
    let host = (request.header("Host") ?? "").lowercased()
    guard isLoopback(host) else {
      return Problem.of(
        403, "HOST_NOT_ALLOWED",
        "Without a token commands are taken at 127.0.0.1, [::1] and localhost only, not at "
          + "\(Excerpt.of(host)).", request)
    }
    if let origin = request.header("Origin")?.lowercased() {
      guard origin == "http://\(host)" || origin == "https://\(host)" else {
        return Problem.of(
          403, "ORIGIN_NOT_ALLOWED", "A page of \(Excerpt.of(origin)) may not do this.", request)
      }
    }
    return nil
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
