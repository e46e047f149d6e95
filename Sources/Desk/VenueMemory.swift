public import Trading

/// What the simulated exchange's own log proves after a restart: absence from it is proof at once.
public struct VenueMemory: Sendable, Hashable {
  /// Orders it was sent.
  public var submitted: Set<OrderID>
  /// Orders it was asked to cancel.
  public var cancelled: Set<OrderID>
  /// Memberwise.
  public init(submitted: Set<OrderID>, cancelled: Set<OrderID>) {
    self.submitted = submitted
    self.cancelled = cancelled
  }
}
