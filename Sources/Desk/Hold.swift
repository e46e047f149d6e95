public import Trading

/// A step that could not leave, because there was no room to keep it: what the shell says of the wait.
public struct Hold: Hashable, Sendable {
  /// What becomes of the wait.
  public enum Outcome: Hashable, Sendable {
    /// It goes on, or is over.
    case lasts
    /// It goes on, or is over, and somebody has asked meanwhile that no entries be made.
    case entriesUnwanted
    /// It was given up: nothing of the step leaves in this process.
    case givenUp
  }

  /// Orders of the step, decided and journaled; none of them has left.
  public let orders: [OrderID]
  /// Those of them whose sender was told meanwhile that no answer came.
  public let unheard: Set<OrderID>
  /// Market time that passed in the wait, nanoseconds; 0 for a market that waits for us.
  public let marketNanos: Int64
  /// What becomes of the wait.
  public let outcome: Outcome

  /// Memberwise.
  public init(
    orders: [OrderID], unheard: Set<OrderID> = [], marketNanos: Int64 = 0, outcome: Outcome = .lasts
  ) {
    self.orders = orders
    self.unheard = unheard
    self.marketNanos = marketNanos
    self.outcome = outcome
  }
}
