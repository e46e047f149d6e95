public import Primitives

/// One position as the exchange reports it.
public struct PositionReport: Sendable {
  /// The instrument.
  public let instrument: InstrumentIndex
  /// Signed contracts, + long.
  public let quantity: Fixed
  /// Average entry, quote currency.
  public let entryPrice: Fixed

  private enum Liquidation: Sendable {
    case at(Fixed?)
    /// Reckoned when it is read: it needs every tier, and hardly anybody reads it.
    case of(CrossPosition)
  }

  private let liquidation: Liquidation

  /// The exchange's liquidation price, quote currency; nil when it gives none.
  public var liquidationPrice: Fixed? {
    switch liquidation {
    case .at(let price): price
    case .of(let position): position.liquidationPrice
    }
  }

  /// Memberwise.
  public init(
    instrument: InstrumentIndex, quantity: Fixed, entryPrice: Fixed, liquidationPrice: Fixed?
  ) {
    self.instrument = instrument
    self.quantity = quantity
    self.entryPrice = entryPrice
    liquidation = .at(liquidationPrice)
  }

  /// Of a position whose liquidation price follows from what its account holds.
  init(instrument: InstrumentIndex, entryPrice: Fixed, position: CrossPosition) {
    self.instrument = instrument
    quantity = position.input.quantity
    self.entryPrice = entryPrice
    liquidation = .of(position)
  }
}

extension PositionReport: Hashable {
  /// Whether they say the same.
  public static func == (left: PositionReport, right: PositionReport) -> Bool {
    left.instrument == right.instrument && left.quantity == right.quantity
      && left.entryPrice == right.entryPrice && left.liquidationPrice == right.liquidationPrice
  }

  /// By what it says.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(instrument)
    hasher.combine(quantity)
  }
}

/// A cross-margined position with what its liquidation price depends on beside itself.
struct CrossPosition: Sendable {
  let input: MarginInput
  let wallet: Fixed
  let otherMaintenance: Fixed
  let otherUnrealised: Fixed

  var liquidationPrice: Fixed? {
    LiquidationPrice.cross(
      input, wallet: wallet, otherMaintenance: otherMaintenance, otherUnrealised: otherUnrealised)
  }
}
