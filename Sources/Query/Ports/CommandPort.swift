public import Desk
public import Trading

/// What became of a signal handed in over the endpoint.
public enum SignalAnswer: Sendable {
  /// Decided, and the decision is durable.
  case decided(SignalDecision)
  /// The key was used before for something else; the first intent stands.
  case conflict(SignalDecision)
  /// There is no decision to tell.
  case unavailable(NoDecision)
}

/// What became of a cancel handed in over the endpoint.
public enum CancelAnswer: Sendable {
  /// Asked for, and the request is durable; a repeat gives the same.
  case requested(Order)
  /// It had ended before.
  case ended(Order)
  /// No such order is held.
  case unknown
  /// There is no answer of the account.
  case unavailable(NoDecision)
}

/// The endpoint's way to the account: answers come once the decision is durable, from another thread,
/// exactly once.
public protocol CommandPort: Sendable {
  /// Why the account has stopped until a restart, for people; nil while it goes on.
  var failure: String? { get }
  /// Hands a signal in.
  func submit(
    _ signal: Signal, clientKey: String?, answer: @escaping @Sendable (SignalAnswer) -> Void)
  /// Records a signal whose values are unusable as refused, for its row in the history; the answer is
  /// a refused decision.
  func record(
    _ signal: Signal, refusedBecause rejection: Rejection,
    answer: @escaping @Sendable (SignalAnswer) -> Void)
  /// Asks for an order to be cancelled, and keeps who asked and why.
  func cancel(
    _ order: OrderID, actor: String, reason: String,
    answer: @escaping @Sendable (CancelAnswer) -> Void)
  /// Hands an operator's command in.
  func operate(
    _ command: OperatorCommand, answer: @escaping @Sendable (OperatorAnswer) -> Void)
}
