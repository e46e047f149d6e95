import Primitives
import Trading

/// The newest liquidation price of each instrument, with what it follows from: the mark is not among that,
/// so between two fills it is reckoned once, however often the account is valued.
struct LiquidationMemory: Sendable {
  private struct Answer: Sendable {
    let quantity: Fixed
    let cost: Fixed
    /// Wallet less the others' maintenance margin, with their profit.
    let free: Fixed
    let price: Fixed?
  }

  private var answers: [Answer?]

  init(instrumentCount: Int) { answers = Array(repeating: nil, count: instrumentCount) }

  /// The price at which a cross-margined position is closed; `figures` are its own in the valuation.
  mutating func price(
    of position: MarginInput, at index: InstrumentIndex, in margin: AccountMargin, _ figures: MarginFigures
  ) -> Fixed? {
    // Cross margin: the others' profit and maintenance count as they stand.
    let otherMaintenance = margin.maintenanceMargin - figures.maintenance
    let otherUnrealised = margin.unrealised - figures.unrealised
    let free = margin.wallet - otherMaintenance + otherUnrealised
    if let known = answers[index], known.free == free, known.cost == position.cost,
      known.quantity == position.quantity
    {
      return known.price
    }
    let price = LiquidationPrice.cross(
      position, wallet: margin.wallet, otherMaintenance: otherMaintenance,
      otherUnrealised: otherUnrealised)
    answers[index] = Answer(
      quantity: position.quantity, cost: position.cost, free: free, price: price)
    return price
  }
}
