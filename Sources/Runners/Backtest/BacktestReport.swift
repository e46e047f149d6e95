import Desk
public import Primitives
public import Trading

/// What a backtest came to; money in the settlement currency.
public struct BacktestReport: Sendable, Hashable {
  /// Name of the strategy.
  public let strategy: String
  /// What was set of the strategy, `fast=5` each.
  public internal(set) var assignments: [String] = []
  /// What it was run with; nil for a report of nothing that was run.
  public internal(set) var terms: RunTerms?
  /// The instruments traded, in the order of their tapes.
  public let symbols: [Symbol]
  /// Settlement currency.
  public let currency: String
  /// Market events taken in.
  public internal(set) var marketEvents: Int64 = 0
  /// Rows of the tape left out as bad.
  public internal(set) var badRows: Int64 = 0
  /// First market time; nil for an empty tape.
  public internal(set) var firstAt: Timestamp?
  /// Last market time; nil for an empty tape.
  public internal(set) var lastAt: Timestamp?
  /// Signals decided.
  public internal(set) var signals: Int64 = 0
  /// Signals refused.
  public internal(set) var rejected: Int64 = 0
  /// Orders placed.
  public internal(set) var orders: Int64 = 0
  /// Orders by the status they ended with.
  public internal(set) var ends: [OrderStatus: Int64] = [:]
  /// Executions.
  public internal(set) var fills: Int64 = 0
  /// Digest over every fill: time, side, quantity, price, fee. Two runs alike have the same.
  public internal(set) var fillsDigest = ""
  /// Σ quantity × price × contract size of all fills.
  public internal(set) var turnover: Fixed = 0
  /// What the account started with.
  public let startingBalance: Fixed
  /// Equity at the end.
  public internal(set) var finalEquity: Fixed = 0
  /// Net of fees.
  public internal(set) var realised: Fixed = 0
  /// Of what is still held at the end.
  public internal(set) var unrealised: Fixed = 0
  /// Paid.
  public internal(set) var fees: Fixed = 0
  /// Received less paid.
  public internal(set) var funding: Fixed = 0
  /// Largest fall of equity from its peak, at valuations.
  public internal(set) var maxDrawdown: Fixed = 0
  /// Facts of the exchange the desk refused: the account and the exchange may differ since.
  public internal(set) var refusedFacts: Int64 = 0
  /// Alerts raised.
  public internal(set) var alerts: Int64 = 0
  /// Returns, drawdowns and round trips; nil before the end.
  public internal(set) var performance: BacktestPerformance?

  init(strategy: String, symbols: [Symbol], currency: String, startingBalance: Fixed) {
    self.strategy = strategy
    self.symbols = symbols
    self.currency = currency
    self.startingBalance = startingBalance
  }

  /// The strategy with what was set of it.
  public var title: String { ([strategy] + assignments).joined(separator: " ") }

  /// The instruments with commas between.
  public var symbol: String { symbols.map(\.text).joined(separator: ",") }

  /// Final equity less the starting balance.
  public var profit: Fixed { finalEquity - startingBalance }
}
