public import Primitives

/// What a position weighs at its mark, or the sum of several: settlement currency.
public struct MarginFigures: Hashable, Sendable {
  /// Unrealised profit.
  public private(set) var unrealised: Fixed = 0
  /// Initial margin: value / the leverage that counts for it, rounded up.
  public private(set) var initial: Fixed = 0
  /// Maintenance margin of the value's tier.
  public private(set) var maintenance: Fixed = 0

  /// Of nothing.
  public init() {}

  /// Adds those of one open position at its mark, in an account of some leverage.
  public mutating func add(
    quantity: Fixed, cost: Fixed, mark: Fixed, instrument: Instrument, leverage: Int
  ) {
    let signed = ProfitAndLoss.value(quantity: quantity, price: mark, instrument: instrument)
    let value = signed.magnitude
    let tier = instrument.tier(forValue: value)
    unrealised += ProfitAndLoss.unrealised(value: signed, cost: cost, kind: instrument.kind)
    initial += Margin.initialMargin(
      value: value, leverage: Margin.leverage(leverage, tier: tier, kind: instrument.kind))
    if let tier { maintenance += Margin.maintenance(value: value, tier: tier) }
  }

  /// Adds those of another position.
  public mutating func add(_ other: MarginFigures) {
    unrealised += other.unrealised
    initial += other.initial
    maintenance += other.maintenance
  }

  /// The margin of the cross account that holds what was added up.
  public func account(wallet: Fixed) -> AccountMargin {
    AccountMargin(
      wallet: wallet, unrealised: unrealised, initialMargin: initial, maintenanceMargin: maintenance)
  }
}

extension MarginInput {
  /// What it weighs at its mark in an account of some leverage.
  public func figures(leverage: Int) -> MarginFigures {
    var figures = MarginFigures()
    figures.add(quantity: quantity, cost: cost, mark: mark, instrument: instrument, leverage: leverage)
    return figures
  }
}
