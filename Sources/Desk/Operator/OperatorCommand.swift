public import Trading

/// What a person tells an account to do, with who and why.
public struct OperatorCommand: Hashable, Sendable {
  /// Most characters of `actor`.
  public static let maxActorLength = 64
  /// Most characters of `reason`.
  public static let maxReasonLength = 256

  /// What to do.
  public let action: OperatorAction
  /// Who says so.
  public let actor: String
  /// Why; may be empty.
  public let reason: String

  /// A command. Texts beyond their length are cut: whoever takes them in refuses them before.
  public init(_ action: OperatorAction, actor: String, reason: String) {
    self.action = action
    self.actor = String(actor.prefix(Self.maxActorLength))
    self.reason = String(reason.prefix(Self.maxReasonLength))
  }
}

/// The things an operator can do.
public enum OperatorAction: Hashable, Sendable {
  /// Neither entries nor exits any more.
  case halt
  /// No entries any more, and the working ones are cancelled.
  case drain
  /// No entries for now.
  case pauseEntries
  /// Everything is allowed again.
  case resume
  /// Takes one order back.
  case cancel(OrderID)
  /// Takes every working order back.
  case cancelAll
  /// Closes one position by a market order.
  case closePosition(InstrumentIndex)
  /// Closes every position by market orders.
  case flatten
  /// Notes that somebody has seen an alert.
  case acknowledgeAlert(AlertID)

  /// The name in rows and answers.
  public var name: String {
    switch self {
    case .halt: "HALT"
    case .drain: "DRAIN"
    case .pauseEntries: "PAUSE"
    case .resume: "RESUME"
    case .cancel: "CANCEL"
    case .cancelAll: "CANCEL_ALL"
    case .closePosition: "CLOSE"
    case .flatten: "FLATTEN"
    case .acknowledgeAlert: "ACKNOWLEDGE"
    }
  }

  /// The trading state it leads to; nil when it leaves the state alone.
  var tradingState: TradingState? {
    switch self {
    case .halt: .halted
    case .drain: .draining
    case .pauseEntries: .paused
    case .resume: .running
    case .cancel, .cancelAll, .closePosition, .flatten, .acknowledgeAlert: nil
    }
  }
}
