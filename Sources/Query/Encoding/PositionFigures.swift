internal import Desk
internal import Primitives
internal import Trading

/// What is said of a position beyond what its valuation holds, as the rows of `live_positions` say it.
struct PositionFigures {
  /// Unrealised profit in percent of the initial margin; of the cost for spot, which binds none.
  let unrealisedPercent: Fixed?
  /// Value over initial margin that counts at its size; nil without a price.
  let leverage: Fixed?
  /// Distance of the mark to the liquidation price in percent of the mark, negative once past it.
  let distancePercent: Fixed?
  /// The level of that distance (S2-POS-18).
  let risk: LiquidationRisk?
  /// The level of its margin ratio (ruling 5); nil when the ratio is unknown.
  let level: MarginLevel?

  init(_ mark: PositionMark, instrument: Instrument, accountLeverage: Int) {
    unrealisedPercent = mark.unrealisedPercent(instrument)
    leverage = mark.countedLeverage(instrument, account: accountLeverage)
    distancePercent = mark.liquidationDistancePercent
    risk = mark.liquidationDistance.map { LiquidationPrice.risk(distance: $0) }
    level = mark.marginRatioPercent.map { Margin.level(ratioPercent: $0) }
  }
}

/// The summary over the open positions (S2-POS-16); ratios and sums are zero when there are none.
struct PositionMetrics: Hashable {
  let total: Int
  let long: Int
  let short: Int
  /// Settlement currency; positions without a market count as zero.
  let unrealised: Fixed
  /// Percent, mean over the positions that have one, rounded half-even to two decimals.
  let averageMarginRatio: Fixed
  /// Percent, rounded half-even to two decimals.
  let leastMarginRatio: Fixed

  init(_ positions: [PositionMark]) {
    let open = positions.filter { $0.status == .open }
    total = open.count
    long = open.count { $0.side == .long }
    short = open.count { $0.side == .short }
    unrealised = open.reduce(0) { $0 + ($1.unrealised ?? 0) }
    let ratios = open.compactMap(\.marginRatioPercent)
    // A sum that does not fit is far beyond any level: then the least one stands for all.
    let sum = ratios.reduce(Optional(Fixed.zero)) { sum, ratio in sum.flatMap { $0.adding(ratio) } }
    let least = ratios.min() ?? 0
    let count = Fixed(max(ratios.count, 1))
    averageMarginRatio = (sum?.divided(by: count, rounding: .halfEven) ?? least)
      .rounded(toDecimals: 2, .halfEven)
    leastMarginRatio = least.rounded(toDecimals: 2, .halfEven)
  }
}
