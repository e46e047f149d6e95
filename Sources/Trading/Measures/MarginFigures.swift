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

  /// Of one open position, at the leverage of its account.
  init(_ position: MarginInput, leverage: Int) {
    let instrument = position.instrument
    let value = position.value
    unrealised = position.unrealised
    initial = Margin.initialMargin(
      value: value, leverage: Margin.leverage(leverage, value: value, instrument: instrument))
    maintenance = Margin.maintenance(value: value, instrument: instrument)
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
  public func figures(leverage: Int) -> MarginFigures { MarginFigures(self, leverage: leverage) }
}
