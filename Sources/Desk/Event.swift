public import Sync
public import Trading

/// Everything the desk decided or learned: the state is a fold of these, and the journal holds them.
///
/// Large payloads lie behind a reference, so that handing an event on copies none of them.
public enum Event: Hashable, Sendable {
  /// A session began.
  case sessionStarted(SessionStart)
  /// The one final decision on a signal; an order it placed is inside.
  case signalDecided(SignalDecision)
  /// Something happened to an order, fills apart.
  case order(OrderID, OrderEvent)
  /// An execution was booked.
  case filled(FillBooking)
  /// Funding was booked.
  indirect case fundingBooked(FundingPayment)
  /// The account was valued: at every change, and at sync cadence while it holds anything.
  case marked(AccountMark)
  /// An alert fires or is over.
  indirect case alert(Alert)
  /// A fact was refused: the order's table does not allow it, or its figures are out of bounds.
  case factRefused(String)
  /// Somebody commanded something; what followed comes after it.
  indirect case operatorCommanded(OperatorRecord)
  /// The tape is at its end.
  case tapeEnded(rows: Int64)
}

/// What one input led to. The shell keeps one and clears it, so that a step allocates nothing new.
public struct Step: Sendable {
  /// To be journaled, in order.
  public var events: [Event] = []
  /// To be performed once the events are durable.
  public var effects: [VenueRequest] = []
  /// What the account was worth at each valuation, in order, where marks are no events.
  public var valuations: [AccountValue] = []

  /// Nothing yet.
  public init() {}

  /// Forgets all of it, keeping the room.
  public mutating func clear() {
    if !events.isEmpty { events.removeAll(keepingCapacity: true) }
    if !effects.isEmpty { effects.removeAll(keepingCapacity: true) }
    if !valuations.isEmpty { valuations.removeAll(keepingCapacity: true) }
  }
}
