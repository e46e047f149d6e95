/// One thing the service needs, and whether it is well.
public struct HealthCheck: Sendable, Hashable {
  /// Snake case.
  public let name: String
  /// True when it is well.
  public let isHealthy: Bool
  /// For people, one line.
  public let detail: String
  /// Memberwise.
  public init(name: String, isHealthy: Bool, detail: String) {
    self.name = name
    self.isHealthy = isHealthy
    self.detail = detail
  }
}

/// Whether the service is ready: every check it makes.
public protocol HealthPort: Sendable {
  /// The checks, in a fixed order; ready when all are well.
  var checks: [HealthCheck] { get }
}
