public import Primitives
public import Sync
public import Trading

/// Everything the desk decided or learned: the state is a fold of these, and the journal holds them.
///
/// Large payloads are boxed, so that an event moves and is copied as one word.
public enum Event: Hashable, Sendable {
  /// A session began.
  indirect case sessionStarted(SessionStart)
  /// The one final decision on a signal; an order it placed is inside.
  indirect case signalDecided(SignalDecision)
  /// Something happened to an order, fills apart.
  case order(OrderID, OrderEvent)
  /// An execution was booked.
  indirect case filled(FillBooking)
  /// Funding was booked.
  indirect case fundingBooked(FundingPayment)
  /// The account was valued: at every change, and at sync cadence while it holds anything.
  indirect case marked(AccountMark)
  /// An alert fires or is over.
  indirect case alert(Alert)
  /// A fact was refused: the order's table does not allow it, or its figures are out of bounds.
  case factRefused(String)
  /// Somebody commanded something; what followed comes after it.
  indirect case operatorCommanded(OperatorRecord)
  /// The tape is at its end.
  case tapeEnded(rows: Int64)
}

/// A fill with what the desk knew of its order.
public struct FillBooking: Hashable, Sendable {
  /// The execution.
  public let fill: Fill
  /// True when the order had ended before (ruling 21).
  public let isLate: Bool
  /// Best bid when it was booked; nil without a market.
  public let bid: Fixed?
  /// Best ask when it was booked; nil without a market.
  public let ask: Fixed?
  /// Settlement currency for one of a third asset the fee was taken in, when it was booked; nil for a fee
  /// in settlement or base currency, and where no market of ours tells it.
  public let feeRate: Fixed?

  /// Memberwise.
  public init(fill: Fill, isLate: Bool, bid: Fixed?, ask: Fixed?, feeRate: Fixed? = nil) {
    self.fill = fill
    self.isLate = isLate
    self.bid = bid
    self.ask = ask
    self.feeRate = feeRate
  }
}

/// What one input led to. The shell keeps one and clears it, so that a step allocates nothing new.
public struct Step: Sendable {
  /// To be journaled, in order.
  public var events: [Event] = []
  /// To be performed once the events are durable.
  public var effects: [VenueRequest] = []

  /// Nothing yet.
  public init() {}

  /// Forgets both, keeping the room.
  public mutating func clear() {
    if !events.isEmpty { events.removeAll(keepingCapacity: true) }
    if !effects.isEmpty { effects.removeAll(keepingCapacity: true) }
  }
}
