internal import Platform

/// What each path needs. A path that is not named here needs the most its method could.
enum AccessRules {
  /// Nil: open to everybody.
  static func scope(_ method: HTTPMethod, _ pattern: String, opensMetrics: Bool) -> AccessScope? {
    switch method {
    case .get, .head:
      switch pattern {
      case "/health", "/health/ready", "/favicon.ico": nil
      case "/metrics": opensMetrics ? nil : .read
      default: .read
      }
    default: trade.contains(pattern) ? .trade : .admin
    }
  }

  private static let trade: Set<String> = [
    "/api/signals", "/api/orders/{id}/cancel", "/api/positions/{symbol}/close",
    "/api/alerts/{id}/acknowledge",
  ]
}
