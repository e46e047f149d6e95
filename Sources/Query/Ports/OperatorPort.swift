public import Desk
public import Primitives
public import Trading

/// What an operator's command came to, once all of it is durable.
public struct OperatorReceipt: Sendable {
  /// The command with its outcome.
  public let record: OperatorRecord
  /// Desk time of it.
  public let at: Timestamp
  /// Orders it placed, in order.
  public let placed: [OrderID]
  /// Orders it asked the exchange to cancel, in order.
  public let cancelling: [OrderID]
  /// What a close or flatten left open, in order; empty when all of it is being closed.
  public let refused: [RefusedClose]

  /// Memberwise.
  public init(
    record: OperatorRecord, at: Timestamp, placed: [OrderID], cancelling: [OrderID],
    refused: [RefusedClose] = []
  ) {
    self.record = record
    self.at = at
    self.placed = placed
    self.cancelling = cancelling
    self.refused = refused
  }
}

/// What became of an operator's command handed in over the endpoint.
public enum OperatorAnswer: Sendable {
  /// Applied or refused, as the record says, and durable.
  case done(OperatorReceipt)
  /// There is no answer of the account.
  case unavailable(NoDecision)
}
