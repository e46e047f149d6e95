public import Primitives

/// The trading state in force, with who set it, when and why.
public struct TradingControl: Hashable, Sendable {
  /// What the account may do.
  public let state: TradingState
  /// Desk time since when; nil while nobody has set it.
  public let since: Timestamp?
  /// Who set it; empty while nobody has.
  public let actor: String
  /// Why, in that person's words; may be empty.
  public let reason: String

  /// Memberwise; running, set by nobody, unless said otherwise.
  public init(
    _ state: TradingState = .running, since: Timestamp? = nil, actor: String = "", reason: String = ""
  ) {
    self.state = state
    self.since = since
    self.actor = actor
    self.reason = reason
  }

  /// The refusal of an action, code `TRADING_` and the state, naming who set it; nil when it is allowed.
  public func refusal(of action: TradingAction) -> Rejection? {
    guard !state.allows(action) else { return nil }
    let kind = action == .entry ? "entries" : "exits"
    let origin = actor.isEmpty ? "" : ", set by \(actor)" + (reason.isEmpty ? "" : " (\(reason))")
    return Rejection(
      code: "TRADING_\(state.rawValue)",
      message: "no \(kind) are allowed: trading is \(state.rawValue)\(origin)")
  }
}
