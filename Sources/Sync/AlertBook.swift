public import Primitives
public import Trading

/// Which alerts are firing, so that one cause is one line a change, not one every sync.
///
/// At most `cap` alerts fire at once; past it the oldest is forgotten (it stays in rows and log).
public struct AlertBook: Hashable, Sendable {
  /// At most this many firing alerts.
  public static let cap = 1_000

  /// Firing alerts, oldest first.
  public private(set) var firing: [Alert] = []
  /// How many were raised in the session: the ordinal in the next id.
  public private(set) var raisedCount: Int64 = 0

  /// Nothing fires.
  public init() {}

  /// Restores a book from a snapshot.
  public init(firing: [Alert], raisedCount: Int64) {
    self.firing = firing
    self.raisedCount = raisedCount
  }

  /// What fires for a cause; nil when nothing does.
  public func firing(_ type: AlertType, symbol: String) -> Alert? {
    firing.first { $0.type == type && $0.symbol == symbol }
  }

  /// A new alert for a cause; nil when the same already fires with the same severity.
  public func raise(
    _ type: AlertType, _ severity: AlertSeverity, symbol: String, message: String,
    details: [AlertDetail], session: SessionID, at now: Timestamp
  ) -> Alert? {
    if firing(type, symbol: symbol)?.severity == severity { return nil }
    let digest = Digest128(sha256Of: session.text, "\(type.rawValue)|\(symbol)", String(raisedCount + 1))
    return Alert(
      id: AlertID("alr-" + digest.text), type: type, severity: severity, state: .firing,
      symbol: symbol, message: message, details: details, firedAt: now)
  }

  /// The end of a firing alert; nil when nothing fires for the cause.
  public func resolve(_ type: AlertType, symbol: String, message: String) -> Alert? {
    guard let alert = firing(type, symbol: symbol) else { return nil }
    return Alert(
      id: alert.id, type: type, severity: alert.severity, state: .resolved, symbol: symbol,
      message: message, details: alert.details, firedAt: alert.firedAt)
  }

  /// Folds an alert in. A one-time happening is not kept firing: it has no end to wait for.
  public mutating func apply(_ alert: Alert) {
    firing.removeAll { $0.id == alert.id || ($0.type == alert.type && $0.symbol == alert.symbol) }
    guard alert.state == .firing else { return }
    raisedCount += 1
    guard alert.type.lasts else { return }
    if firing.count >= Self.cap { firing.removeFirst() }
    firing.append(alert)
  }
}

extension AlertType {
  /// True when the cause is a condition that ends; false for a happening.
  public var lasts: Bool {
    switch self {
    case .marginRatioLow, .positionMismatch, .orderUnresolved: true
    case .liquidationDetected, .overfill, .lateFill, .illegalFact: false
    }
  }
}
