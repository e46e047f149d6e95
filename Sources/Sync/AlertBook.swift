public import Primitives
public import Trading

/// Which alerts are to be looked at, so that one cause is one line a change, not one every sync.
///
/// A condition that lasts stands in `firing`, acknowledged or not, until it ends: while it stands there
/// it is not raised again. A single happening stands in `happenings` until somebody acknowledges it. Each
/// list holds at most `cap`; past it the oldest is forgotten (it stays in rows and log).
public struct AlertBook: Hashable, Sendable {
  /// At most this many in each list.
  public static let cap = 1_000

  /// Conditions that hold, oldest first.
  public private(set) var firing: [Alert] = []
  /// Happenings nobody has acknowledged, oldest first.
  public private(set) var happenings: [Alert] = []
  /// How many were raised in the session: the ordinal in the next id.
  public private(set) var raisedCount: Int64 = 0

  /// Nothing fires.
  public init() {}

  /// Restores a book from a snapshot.
  public init(firing: [Alert], happenings: [Alert] = [], raisedCount: Int64) {
    self.firing = firing
    self.happenings = happenings
    self.raisedCount = raisedCount
  }

  /// Everything to be looked at: conditions, then happenings, each oldest first.
  public var listed: [Alert] { firing + happenings }

  /// What fires for a cause; nil when nothing does.
  public func firing(_ type: AlertType, symbol: String) -> Alert? {
    firing.first { $0.type == type && $0.symbol == symbol }
  }

  /// An alert that is listed; nil when none of that id is.
  public subscript(id: AlertID) -> Alert? {
    firing.first { $0.id == id } ?? happenings.first { $0.id == id }
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

  /// The end of a firing alert; nil when nothing fires for the cause. Who acknowledged it is kept.
  public func resolve(_ type: AlertType, symbol: String, message: String) -> Alert? {
    firing(type, symbol: symbol)?.becoming(.resolved, message: message)
  }

  /// A listed alert with who has seen it; nil when it is not listed, or was acknowledged before.
  public func acknowledge(_ id: AlertID, _ acknowledgement: Acknowledgement) -> Alert? {
    guard let alert = self[id], alert.state == .firing else { return nil }
    return alert.becoming(.acknowledged, acknowledgement)
  }

  /// Folds an alert in. An acknowledged condition keeps its place; an acknowledged happening has none
  /// left to wait for.
  public mutating func apply(_ alert: Alert) {
    switch alert.state {
    case .acknowledged:
      happenings.removeAll { $0.id == alert.id }
      if let place = firing.firstIndex(where: { $0.id == alert.id }) { firing[place] = alert }
    case .resolved: remove(alert)
    case .firing:
      remove(alert)
      raisedCount += 1
      if alert.type.lasts {
        Self.append(alert, to: &firing)
      } else {
        Self.append(alert, to: &happenings)
      }
    }
  }

  private mutating func remove(_ alert: Alert) {
    firing.removeAll { $0.id == alert.id || ($0.type == alert.type && $0.symbol == alert.symbol) }
  }

  private static func append(_ alert: Alert, to list: inout [Alert]) {
    if list.count >= cap { list.removeFirst() }
    list.append(alert)
  }
}

extension Alert {
  /// The same alert, moved on.
  fileprivate func becoming(
    _ state: AlertState, _ acknowledgement: Acknowledgement? = nil, message: String? = nil
  ) -> Alert {
    Alert(
      id: id, type: type, severity: severity, state: state, symbol: symbol,
      message: message ?? self.message, details: details, firedAt: firedAt,
      acknowledgement: acknowledgement ?? self.acknowledgement)
  }
}

extension AlertType {
  /// True when the cause is a condition that ends; false for a happening.
  public var lasts: Bool {
    switch self {
    case .marginRatioLow, .positionMismatch, .orderUnresolved, .exitFailed, .storageLow: true
    case .liquidationDetected, .overfill, .lateFill, .feeUnvalued, .illegalFact, .clockJump: false
    }
  }
}
