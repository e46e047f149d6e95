public import Primitives

/// One open position as the margin formulas need it.
public struct MarginInput: Hashable, Sendable {
  /// The instrument's rules.
  public let instrument: Instrument
  /// Signed contracts, + long.
  public let quantity: Fixed
  /// Signed open cost, settlement currency.
  public let cost: Fixed
  /// Mark price, quote currency, above zero.
  public let mark: Fixed

  /// Memberwise.
  public init(instrument: Instrument, quantity: Fixed, cost: Fixed, mark: Fixed) {
    self.instrument = instrument
    self.quantity = quantity
    self.cost = cost
    self.mark = mark
  }

  /// A position at a mark price.
  public init(_ position: Position, instrument: Instrument, mark: Fixed) {
    self.init(instrument: instrument, quantity: position.quantity, cost: position.cost, mark: mark)
  }

  /// Value at the mark, never negative; settlement currency.
  public var value: Fixed {
    ProfitAndLoss.value(quantity: quantity, price: mark, instrument: instrument).magnitude
  }

  /// Unrealised profit at the mark, settlement currency.
  public var unrealised: Fixed {
    ProfitAndLoss.unrealised(quantity: quantity, cost: cost, mark: mark, instrument: instrument)
  }

  /// Maintenance margin at the mark, settlement currency.
  public var maintenance: Fixed { Margin.maintenance(value: value, instrument: instrument) }
}

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
  /// Margin buffer, a fraction; nil without maintenance margin or equity.
  public var buffer: Fixed? { ratioPercent.flatMap { Margin.buffer(ratioPercent: $0) } }
  /// True when the exchange closes positions: equity ≤ maintenance margin, with something to maintain.
  public var isLiquidated: Bool { maintenanceMargin.isPositive && equity <= maintenanceMargin }
}
