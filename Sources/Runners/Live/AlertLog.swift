import Ingest
import Platform
import Primitives
import Sync
import Trading

/// Writes one log line for every change of an alert, in the Elastic Common Schema.
struct AlertLog {
  let logger: Logger
  let mode: Mode

  /// CRITICAL is an error line, WARNING a warning line; an alert that is over is told at info.
  func write(_ alert: Alert, of journaled: JournaledEvent) {
    let level: LogLevel
    switch (alert.state, alert.severity) {
    case (.resolved, _), (.acknowledged, _), (_, .info): level = .info
    case (.firing, .warning): level = .warning
    case (.firing, .critical): level = .error
    }
    var labels: [(String, LogValue)] = [
      ("session_id", .string(journaled.session.text)), ("symbol", .string(alert.symbol)),
      ("mode", .string(mode.rawValue)),
    ]
    if let seen = alert.acknowledgement {
      labels += [("acknowledged_by", .string(seen.actor)), ("acknowledgement", .string(seen.reason))]
    }
    for name in ["side", "confidence"] {
      if let detail = alert.details.first(where: { $0.name == name }) {
        labels.append((name, .string(detail.value)))
      }
    }
    logger.emit(
      level: level, message: alert.message,
      fields: [
        ("event.kind", .string("alert")), ("event.action", .string(alert.type.rawValue.lowercased())),
        ("event.severity", .int(alert.severity.number)), ("rule.name", .string(alert.type.rawValue)),
        ("labels", .object(labels)),
        (
          "alert",
          .object([
            ("id", .string(alert.id.text)), ("state", .string(alert.state.rawValue.lowercased())),
            ("fired_at", .string(alert.firedAt.rfc3339)), ("count", .int(1)),
          ])
        ),
        (
          alert.type == .liquidationDetected ? "position" : "details",
          .object(alert.details.map { ($0.name, .string($0.value)) })
        ),
      ])
  }
}

extension AlertSeverity {
  /// OpenTelemetry's severity number.
  fileprivate var number: Int {
    switch self {
    case .info: 9
    case .warning: 13
    case .critical: 17
    }
  }
}
