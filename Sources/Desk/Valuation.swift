import Primitives
import Sync
import Trading

/// The account at the newest prices.
struct Valuation {
  /// Its margin.
  let margin: AccountMargin
  /// What its open positions weigh together.
  private let sum: MarginFigures
  private let isOfOnePosition: Bool

  /// Nil while an open position has no price.
  @inline(__always)
  init?(
    wallet: Fixed, positions: PositionBook, market: MarketView, instruments: InstrumentBook, leverage: Int
  ) {
    var sum = MarginFigures()
    for index in positions.openInstruments {
      guard let mark = market.mark(index), let quantity = positions.positions[index]?.quantity,
        let cost = positions.positions[index]?.cost
      else { return nil }
      sum.add(
        quantity: quantity, cost: cost, mark: mark, instrument: instruments[index], leverage: leverage)
    }
    margin = sum.account(wallet: wallet)
    self.sum = sum
    isOfOnePosition = positions.openCount == 1
  }

  /// What one of its open positions weighs.
  func figures(of position: MarginInput, leverage: Int) -> MarginFigures {
    isOfOnePosition ? sum : position.figures(leverage: leverage)
  }

  /// An open position at its newest mark; nil without one.
  static func input(
    _ index: InstrumentIndex, _ positions: PositionBook, _ market: MarketView, _ instruments: InstrumentBook
  ) -> MarginInput? {
    guard let mark = market.mark(index), let quantity = positions.positions[index]?.quantity,
      let cost = positions.positions[index]?.cost
    else { return nil }
    return MarginInput(instrument: instruments[index], quantity: quantity, cost: cost, mark: mark)
  }
}
