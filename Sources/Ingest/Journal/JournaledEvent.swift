public import Desk
public import Primitives
public import Trading

/// An event as the journal holds it.
public struct JournaledEvent: Sendable, Hashable {
  /// Its number, from 1 without a gap in the life of a journal.
  public let seq: Int64
  /// Desk time of its step.
  public let at: Timestamp
  /// Wall time of its commit.
  public let recordedAt: Timestamp
  /// The account that decided.
  public let account: AccountID
  /// Its session.
  public let session: SessionID
  /// The tape row that caused it; 0 without a tape.
  public let tapeRow: Int64
  /// The event's name in the journal.
  public let type: String
  /// What happened.
  public let event: Event

  /// Memberwise.
  public init(
    seq: Int64, at: Timestamp, recordedAt: Timestamp, account: AccountID, session: SessionID,
    tapeRow: Int64, type: String, event: Event
  ) {
    self.seq = seq
    self.at = at
    self.recordedAt = recordedAt
    self.account = account
    self.session = session
    self.tapeRow = tapeRow
    self.type = type
    self.event = event
  }
}

extension Event {
  /// Copied to every row a signal causes; empty for what no signal caused.
  var correlationID: String {
    switch self {
    case .signalDecided(let decision): decision.intentID.correlationID
    case .order(let id, _): id.intentID.correlationID
    case .filled(let booking): booking.fill.orderID?.intentID.correlationID ?? ""
    case .sessionStarted, .fundingBooked, .marked, .alert, .factRefused, .tapeEnded, .operatorCommanded: ""
    }
  }
}
