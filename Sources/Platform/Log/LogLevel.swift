/// How much a log line matters, and to whom.
public enum LogLevel: Int, Sendable, Comparable, CaseIterable {
  /// Every step, for a developer following one order.
  case trace
  /// Decisions and their inputs, for a developer.
  case debug
  /// What the process does, for its operator.
  case info
  /// Something is off and was handled.
  case warning
  /// Something failed; a person should look today.
  case error
  /// Money or truth is at risk; a person should look now.
  case critical

  /// The name as it stands in the log and on the command line.
  public var name: String {
    switch self {
    case .trace: "trace"
    case .debug: "debug"
    case .info: "info"
    case .warning: "warning"
    case .error: "error"
    case .critical: "critical"
    }
  }

  /// The level of a name, or `nil` for an unknown one.
  public init?(name: String) {
    guard let level = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = level
  }

  /// By weight: `trace` is the least.
  public static func < (left: LogLevel, right: LogLevel) -> Bool {
    left.rawValue < right.rawValue
  }
}
