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
