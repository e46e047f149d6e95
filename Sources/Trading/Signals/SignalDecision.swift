public import Primitives

/// The one final decision on a signal.
///
/// A value that never changes; a class, so that handing it on costs one reference.
public final class SignalDecision: Sendable {
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
  /// Contracts an exit was to close beyond the most its one order may hold: they stay open until another
  /// exit; zero for every other decision.
  public let leftOpen: Fixed

  /// Memberwise.
  public init(
    signal: Signal, key: IdempotencyKey, fingerprint: Digest128, intentID: IntentID, outcome: Outcome,
    bid: Fixed?, ask: Fixed?, leftOpen: Fixed = 0
  ) {
    self.signal = signal
    self.key = key
    self.fingerprint = fingerprint
    self.intentID = intentID
    self.outcome = outcome
    self.bid = bid
    self.ask = ask
    self.leftOpen = leftOpen
  }

  /// The order placed; nil unless there is one.
  public var order: Order? {
    if case .ordered(let order) = outcome { order } else { nil }
  }
}

extension SignalDecision: Hashable {
  /// Whether all of it is the same.
  public static func == (left: SignalDecision, right: SignalDecision) -> Bool {
    left === right
      || (left.intentID, left.key, left.fingerprint, left.bid, left.ask, left.leftOpen)
        == (right.intentID, right.key, right.fingerprint, right.bid, right.ask, right.leftOpen)
        && left.signal == right.signal && left.outcome == right.outcome
  }

  /// By the intent.
  public func hash(into hasher: inout Hasher) { hasher.combine(intentID) }
}
