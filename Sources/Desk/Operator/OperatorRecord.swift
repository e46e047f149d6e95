public import Trading

/// What became of an operator's command: one event, journaled before what follows from it.
public struct OperatorRecord: Hashable, Sendable {
  /// The command.
  public let command: OperatorCommand
  /// Why it was refused; nil when it was applied.
  public let refusal: Rejection?
  /// The trading state it found.
  public let before: TradingState
  /// The trading state it left.
  public let after: TradingState

  /// Memberwise.
  public init(
    command: OperatorCommand, refusal: Rejection?, before: TradingState, after: TradingState
  ) {
    self.command = command
    self.refusal = refusal
    self.before = before
    self.after = after
  }

  /// `APPLIED` or `REFUSED`.
  public var outcome: String { refusal == nil ? "APPLIED" : "REFUSED" }

  /// What the command is about: an order, a symbol, an alert; empty for the whole account.
  public func target(in instruments: InstrumentBook) -> String {
    switch command.action {
    case .cancel(let id): id.description
    case .closePosition(let index): instruments[index].symbol.text
    case .acknowledgeAlert(let id): id.text
    case .halt, .drain, .pauseEntries, .resume, .cancelAll, .flatten: ""
    }
  }
}
