internal import Desk
internal import Trading

/// The names events have in the journal's `type` column. They never change; a payload whose meaning
/// changes gets a higher version instead.
enum EventType: String, CaseIterable {
  case sessionStarted = "session_started"
  case signalDecided = "signal_decided"
  case orderHandedOff = "order_handed_off"
  case orderSentAgain = "order_sent_again"
  case orderAccepted = "order_accepted"
  case orderFailed = "order_failed"
  case orderOutcomeUnknown = "order_outcome_unknown"
  case orderCancelRequested = "order_cancel_requested"
  case orderCancelRejected = "order_cancel_rejected"
  case orderCancelled = "order_cancelled"
  case fillBooked = "fill_booked"
  case fundingBooked = "funding_booked"
  case accountMarked = "account_marked"
  case alertChanged = "alert_changed"
  case factRefused = "fact_refused"
  case tapeEnded = "tape_ended"
  case operatorCommanded = "operator_commanded"

  init(of event: Event) {
    self =
      switch event {
      case .sessionStarted: .sessionStarted
      case .signalDecided: .signalDecided
      case .order(_, let change): EventType(of: change)
      case .filled: .fillBooked
      case .fundingBooked: .fundingBooked
      case .marked: .accountMarked
      case .alert: .alertChanged
      case .factRefused: .factRefused
      case .tapeEnded: .tapeEnded
      case .operatorCommanded: .operatorCommanded
      }
  }

  private init(of change: OrderEvent) {
    self =
      switch change {
      case .handedOff: .orderHandedOff
      case .sentAgain: .orderSentAgain
      case .accepted: .orderAccepted
      case .failed: .orderFailed
      case .outcomeUnknown: .orderOutcomeUnknown
      case .cancelRequested: .orderCancelRequested
      case .cancelRejected: .orderCancelRejected
      case .cancelled: .orderCancelled
      }
  }

  /// The newest payload version this program writes and reads.
  var version: Int {
    switch self {
    // 2: a session may begin halted; an alert may be acknowledged. A program that does not know that must
    // not go on as if nothing had been said.
    case .sessionStarted, .alertChanged: 2
    case .signalDecided, .orderHandedOff, .orderSentAgain, .orderAccepted, .orderFailed,
      .orderOutcomeUnknown, .orderCancelRequested, .orderCancelRejected, .orderCancelled, .fillBooked,
      .fundingBooked, .accountMarked, .factRefused, .tapeEnded, .operatorCommanded:
      1
    }
  }
}
