internal import Platform

/// What each path needs. A path that is not named here needs the most its method could.
enum AccessRules {
  /// Nil: open to everybody.
  static func scope(_ method: HTTPMethod, _ pattern: String, opensMetrics: Bool) -> AccessScope? {
    switch method {
    case .get, .head:
      switch pattern {
      // The page is the same text for everybody; its figures are asked for like all others.
      case "/", "/health", "/health/ready", "/favicon.ico", "/api/login": nil
      case "/metrics": opensMetrics ? nil : .read
      default: .read
      }
    case .post where signing.contains(pattern): nil
    default: trade.contains(pattern) ? .trade : .admin
    }
  }

  /// Open, because they look at the token themselves.
  private static let signing: Set<String> = ["/api/login", "/api/logout"]

  private static let trade: Set<String> = [
    "/api/signals", "/api/orders/{id}/cancel", "/api/positions/{symbol}/close",
    "/api/alerts/{id}/acknowledge",
  ]
}
