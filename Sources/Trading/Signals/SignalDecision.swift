public import Primitives

/// A refusal, in a code to count by and in words.
public struct Rejection: Hashable, Sendable {
  /// Canonical upper-case code (S3-DEC-05).
  public let code: String
  /// For people: names the value and the limit.
  public let message: String
  /// Memberwise.
  public init(code: String, message: String) {
    self.code = code
    self.message = message
  }
}

/// The intent a key was used for before.
public struct PriorIntent: Hashable, Sendable {
  /// The order it placed.
  public let orderID: OrderID
  /// The signal it came from.
  public let signalID: SignalID
  /// What the sender said then.
  public let fingerprint: Digest128
  /// Memberwise.
  public init(orderID: OrderID, signalID: SignalID, fingerprint: Digest128) {
    self.orderID = orderID
    self.signalID = signalID
    self.fingerprint = fingerprint
  }
}

/// The one final decision on a signal.
public struct SignalDecision: Hashable, Sendable {
  /// What became of a signal.
  public enum Outcome: Hashable, Sendable {
    /// Passed every gate: one order.
    case ordered(Order)
    /// Refused by a gate.
    case rejected(Rejection)
    /// Its key was used before: that intent stands.
    case duplicate(PriorIntent)
    /// Informational: recorded, no order.
    case noted
    /// Dry-run: would have been ordered.
    case simulated(Order)
  }

  /// The signal, its id filled in.
  public let signal: Signal
  /// Its idempotency key.
  public let key: IdempotencyKey
  /// Digest of what the sender said.
  public let fingerprint: Digest128
  /// The intent's id, from which the correlation id is read too.
  public let intentID: IntentID
  /// What became of it.
  public let outcome: Outcome
  /// Best bid the decision saw; nil without a market.
  public let bid: Fixed?
  /// Best ask the decision saw; nil without a market.
  public let ask: Fixed?

  /// Memberwise.
  public init(
    signal: Signal, key: IdempotencyKey, fingerprint: Digest128, intentID: IntentID, outcome: Outcome,
    bid: Fixed?, ask: Fixed?
  ) {
    self.signal = signal
    self.key = key
    self.fingerprint = fingerprint
    self.intentID = intentID
    self.outcome = outcome
    self.bid = bid
    self.ask = ask
  }

  /// The order placed; nil unless there is one.
  public var order: Order? {
    if case .ordered(let order) = outcome { order } else { nil }
  }
}
