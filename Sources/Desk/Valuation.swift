import Primitives
import Trading

/// The account at the newest prices.
struct Valuation {
  /// Its margin.
  let margin: AccountMargin
  /// Its margin ratio, percent; nil without maintenance margin.
  let ratioPercent: Fixed?
  /// What its open positions weigh together.
  private let sum: MarginFigures
  private let isOfOnePosition: Bool

  init(wallet: Fixed, sum: MarginFigures, openCount: Int) {
    margin = sum.account(wallet: wallet)
    ratioPercent = margin.ratioPercent
    self.sum = sum
    isOfOnePosition = openCount == 1
  }

  /// What one of its open positions weighs.
  func figures(of position: MarginInput, leverage: Int) -> MarginFigures {
    isOfOnePosition ? sum : position.figures(leverage: leverage)
  }
}
