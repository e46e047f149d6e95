public import Primitives

/// Who asked for a cancel.
public enum CancelOrigin: String, Sendable, CaseIterable {
  /// A person or program, over the endpoint.
  case operatorRequest = "OPERATOR"
  /// Its time to live ran out (S2-ORD-20).
  case timeToLive = "TIME_TO_LIVE"
}

/// What happened to one order, fills apart (a fill is an event of the account).
public enum OrderEvent: Hashable, Sendable {
  /// The request left; best bid and ask at that moment give the arrival price.
  case handedOff(bid: Fixed, ask: Fixed)
  /// It was sent once more, with the same id: the exchange had said it does not know it.
  case sentAgain
  /// The exchange has it.
  case accepted(ExchangeOrderID)
  /// A definite refusal, or proof that nothing left.
  case failed(VenueError)
  /// No answer that tells.
  case outcomeUnknown(reason: String)
  /// A cancel is on its way.
  case cancelRequested(CancelOrigin)
  /// The exchange refused the cancel.
  case cancelRejected(VenueError)
  /// It ended with something unfilled.
  case cancelled(CancelReason)

  /// True when the desk may cancel the order at another time than before, or not at all.
  public var movesCancel: Bool {
    switch self {
    case .failed, .cancelRequested, .cancelRejected, .cancelled: true
    case .handedOff, .sentAgain, .accepted, .outcomeUnknown: false
    }
  }

  /// True for a refusal and for an end with something unfilled.
  public var isEnd: Bool {
    switch self {
    case .failed, .cancelled: true
    case .handedOff, .sentAgain, .accepted, .outcomeUnknown, .cancelRequested, .cancelRejected: false
    }
  }
}
