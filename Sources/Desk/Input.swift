public import Trading

/// Everything that can happen to a desk.
public enum Input: Sendable {
  /// A session begins: the account starts from a balance, flat.
  case beginSession(SessionStart)
  /// The market moved. Not an event: what a decision used of it stands in the decision.
  case tick(MarketTick)
  /// A raw signal.
  indirect case signal(SignalInput)
  /// An order is to be cancelled; no record is kept of who said so.
  case cancel(OrderID)
  /// Somebody commands something, and says who and why.
  indirect case operate(OperatorCommand)
  /// The machine we run on is not as it should be, or is again.
  case host(HostNotice)
  /// The exchange said something.
  case venue(VenueFact)
  /// The shell handed a submit to the venue port: the moment of arrival.
  case handedOff(OrderID)
  /// A deadline passed.
  case timer
  /// After a restart: go on with the working orders, given what the exchange's own log proves.
  case resume(VenueMemory)
  /// A step could not leave for a while: its entries are looked at again.
  case held(Hold)
  /// The tape is at its end.
  case tapeEnded(rows: Int64)
}
