public import Primitives
public import Trading

/// How bad (S2-RSK-07).
public enum AlertSeverity: String, Sendable, CaseIterable {
  /// Good to know.
  case info = "INFO"
  /// Somebody should look.
  case warning = "WARNING"
  /// Money is at stake now.
  case critical = "CRITICAL"
}

/// What an alert is about.
public enum AlertType: String, Sendable, CaseIterable {
  /// The exchange closed a position for want of margin (S2-POS-10).
  case liquidationDetected = "LIQUIDATION_DETECTED"
  /// Equity nears maintenance margin (ruling 5, S2-POS-15).
  case marginRatioLow = "MARGIN_RATIO_LOW"
  /// We and the exchange disagree on a position, twice in a row.
  case positionMismatch = "POSITION_MISMATCH"
  /// Whether an order is on the exchange cannot be told.
  case orderUnresolved = "ORDER_UNRESOLVED"
  /// An exit ended without closing what it was to close: the position stays.
  case exitFailed = "EXIT_FAILED"
  /// More was filled than ordered (ruling 21).
  case overfill = "OVERFILL"
  /// A fill came after its order had ended (ruling 21).
  case lateFill = "LATE_FILL"
  /// A fee was taken in an asset that no market of ours values: the profit is too high by it.
  case feeUnvalued = "FEE_UNVALUED"
  /// The exchange said something the order's table does not allow.
  case illegalFact = "ILLEGAL_FACT"
  /// The disk of the data directory is nearly full: entries are refused.
  case storageLow = "STORAGE_LOW"
  /// The machine's wall clock was set while we ran.
  case clockJump = "CLOCK_JUMP"
}

/// Where an alert stands.
public enum AlertState: String, Sendable, CaseIterable {
  /// The cause holds, or a single happening nobody has acknowledged. Can become ACKNOWLEDGED, RESOLVED.
  case firing = "FIRING"
  /// Somebody has seen it; the cause may still hold. Can become RESOLVED.
  case acknowledged = "ACKNOWLEDGED"
  /// The cause is over: an end.
  case resolved = "RESOLVED"
}

/// One alert: one log line, one row, one event on the stream, under one id.
public struct Alert: Hashable, Sendable {
  /// Derived from session, cause and ordinal.
  public let id: AlertID
  /// What it is about.
  public let type: AlertType
  /// How bad.
  public let severity: AlertSeverity
  /// Where it stands.
  public let state: AlertState
  /// Symbol it concerns; empty for the whole account.
  public let symbol: String
  /// For people, one line.
  public let message: String
  /// Named values behind it, in reading order.
  public let details: [AlertDetail]
  /// When the cause began.
  public let firedAt: Timestamp
  /// Who has seen it; nil while nobody has.
  public let acknowledgement: Acknowledgement?

  /// Memberwise.
  public init(
    id: AlertID, type: AlertType, severity: AlertSeverity, state: AlertState, symbol: String,
    message: String, details: [AlertDetail], firedAt: Timestamp,
    acknowledgement: Acknowledgement? = nil
  ) {
    self.id = id
    self.type = type
    self.severity = severity
    self.state = state
    self.symbol = symbol
    self.message = message
    self.details = details
    self.firedAt = firedAt
    self.acknowledgement = acknowledgement
  }
}

/// One named value of an alert.
public struct AlertDetail: Hashable, Sendable {
  /// Snake case, as the row's JSON has it.
  public let name: String
  /// As text.
  public let value: String
  /// Memberwise.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}
