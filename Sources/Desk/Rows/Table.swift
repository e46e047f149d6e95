/// The tables a quant reads, in every store under these names.
public enum Table: String, Sendable, CaseIterable {
  /// One row an order, replaced at every transition.
  case liveOrders = "live_orders"
  /// One row a position and valuation: at every change and at sync cadence.
  case livePositions = "live_positions"
  /// One row a signal that was decided on; a repeat of one leaves none.
  case signalHistory = "signal_history"
  /// One row an execution.
  case fills
  /// One row a transition of an order, its creation and its fills included.
  case orderEvents = "order_events"
  /// One row an alert, replaced when it is acknowledged and when it is resolved.
  case riskEvents = "risk_events"
  /// One row a valuation of the account.
  case equity
  /// One row a command of an operator, refused ones too.
  case operatorCommands = "operator_commands"
  /// One row a trade or quote of the market; outside the journal.
  case ticks
  /// One row a finished candle of the market; outside the journal.
  case candles

  /// The tables made of the journal: complete, rebuildable, verified. The market's are neither.
  public static let journaled: [Table] = [
    .liveOrders, .livePositions, .signalHistory, .fills, .orderEvents, .riskEvents, .equity,
    .operatorCommands,
  ]

  /// Its columns and keys.
  public var schema: TableSchema {
    switch self {
    case .liveOrders: .liveOrders
    case .livePositions: .livePositions
    case .signalHistory: .signalHistory
    case .fills: .fills
    case .orderEvents: .orderEvents
    case .riskEvents: .riskEvents
    case .equity: .equity
    case .operatorCommands: .operatorCommands
    case .ticks: .ticks
    case .candles: .candles
    }
  }
}
