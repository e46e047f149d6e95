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
      guard let held = market.held(index, in: positions) else { return nil }
      sum.add(
        quantity: held.quantity, cost: held.cost, mark: held.mark, instrument: instruments[index],
        leverage: leverage)
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
    market.held(index, in: positions).map {
      MarginInput(instrument: instruments[index], quantity: $0.quantity, cost: $0.cost, mark: $0.mark)
    }
  }
}

extension MarketView {
  /// What a position is valued by: its mark, contracts and cost; nil without a mark or a position. The
  /// position itself is not copied for it.
  @inline(__always)
  func held(
    _ index: InstrumentIndex, in book: PositionBook
  ) -> (mark: Fixed, quantity: Fixed, cost: Fixed)? {
    guard let mark = mark(index), let quantity = book.positions[index]?.quantity,
      let cost = book.positions[index]?.cost
    else { return nil }
    return (mark, quantity, cost)
  }
}
