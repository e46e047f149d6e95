public import Primitives
public import Trading

/// What is said of a position beyond what its valuation holds: the same in rows and answers.
extension PositionMark {
  /// Unrealised profit in percent of the initial margin; of the cost for spot, which binds none. Nil
  /// when it is unknown or closed.
  public func unrealisedPercent(_ rules: Instrument) -> Fixed? {
    guard let unrealised, status == .open else { return nil }
    if rules.kind == .spot {
      let cost = ProfitAndLoss.value(quantity: quantity, price: entryPrice, instrument: rules)
      return ProfitAndLoss.percentOfCost(unrealised: unrealised, cost: cost)
    }
    return margin.flatMap {
      ProfitAndLoss.percentOfInitialMargin(unrealised: unrealised, initialMargin: $0)
    }
  }

  /// Value over initial margin that counts at the position's size, at most the account's; nil without
  /// a price.
  public func countedLeverage(_ rules: Instrument, account: Int) -> Fixed? {
    guard let markPrice, markPrice.isPositive else { return nil }
    let value = ProfitAndLoss.value(quantity: quantity, price: markPrice, instrument: rules)
    return Fixed(Margin.leverage(account, value: value.magnitude, instrument: rules))
  }

  /// Distance of the mark to the liquidation price, a fraction of the mark, negative once past it; nil
  /// when either is unknown (S2-POS-18).
  public var liquidationDistance: Fixed? {
    guard let markPrice, let liquidationPrice else { return nil }
    return LiquidationPrice.distance(side: side, mark: markPrice, liquidation: liquidationPrice)
  }

  /// The same in percent.
  public var liquidationDistancePercent: Fixed? {
    liquidationDistance.flatMap { $0.multipliedReportingOverflow(by: 100) }
  }
}
