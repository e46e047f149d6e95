public import Primitives

/// The margin of a cross account at one set of marks. Amounts in settlement currency.
public struct AccountMargin: Hashable, Sendable {
  /// Deposits + realised net of fees + funding.
  public let wallet: Fixed
  /// Σ unrealised profit.
  public let unrealised: Fixed
  /// Σ value / leverage.
  public let initialMargin: Fixed
  /// Σ maintenance margin.
  public let maintenanceMargin: Fixed

  /// Memberwise.
  public init(wallet: Fixed, unrealised: Fixed, initialMargin: Fixed, maintenanceMargin: Fixed) {
    self.wallet = wallet
    self.unrealised = unrealised
    self.initialMargin = initialMargin
    self.maintenanceMargin = maintenanceMargin
  }

  /// wallet + unrealised.
  public var equity: Fixed { ProfitAndLoss.equity(wallet: wallet, unrealised: unrealised) }
  /// Equity not tied up as initial margin; negative when there is too little.
  public var available: Fixed { equity - initialMargin }
  /// Margin ratio in percent (100 = liquidation, higher is safer); nil without maintenance margin.
  public var ratioPercent: Fixed? { Margin.ratioPercent(equity: equity, maintenance: maintenanceMargin) }
  /// Whether equity is at least so many times the maintenance margin: no division.
  public func covers(_ times: Int) -> Bool {
    maintenanceMargin.multipliedReportingOverflow(by: times).map { equity >= $0 } ?? false
  }
  /// Margin buffer, a fraction; nil without maintenance margin or equity.
  public var buffer: Fixed? { ratioPercent.flatMap { Margin.buffer(ratioPercent: $0) } }
  /// True when the exchange closes positions: equity ≤ maintenance margin, with something to maintain.
  public var isLiquidated: Bool { maintenanceMargin.isPositive && equity <= maintenanceMargin }
}
