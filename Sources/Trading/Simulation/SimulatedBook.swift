import Primitives

/// The market of one instrument as the simulated exchange sees it, and the orders resting in it.
struct SimulatedBook: Sendable {
  /// Best bid and ask, quote currency; zero before the first tick.
  private(set) var bid: Fixed = 0
  private(set) var ask: Fixed = 0
  private var bidSize: Fixed = 0
  private var askSize: Fixed = 0
  /// Contracts we took from each side since the tick; a new tick brings new liquidity.
  private var bidTaken: Fixed = 0
  private var askTaken: Fixed = 0
  /// Working orders in order of arrival.
  var working: [SimulatedOrder] = []

  /// True once a tick came.
  var isOpen: Bool { ask.isPositive }
  /// (bid + ask) / 2: the mark price of margin, liquidation and funding.
  var mark: Fixed { Fixed(mantissa: (bid.mantissa + ask.mantissa) >> 1) }

  /// Takes in a new best bid and ask.
  @inline(__always)
  mutating func update(_ tick: MarketTick) {
    bid = tick.bid
    ask = tick.ask
    bidSize = tick.bidSize
    askSize = tick.askSize
    bidTaken = 0
    askTaken = 0
  }

  /// The price a taker of this side meets first.
  func touch(for side: Side) -> Fixed { side == .buy ? ask : bid }

  /// Counts what a taker of this side took.
  mutating func take(_ quantity: Fixed, side: Side) {
    if side == .buy { askTaken += quantity } else { bidTaken += quantity }
  }

  /// The liquidity a taker of this side meets.
  func ladder(for side: Side, depth: ExchangeProfile.Depth, instrument: Instrument) -> BookLadder {
    let touch = touch(for: side)
    guard case .ladder(let touchValue, let levelStep, let levels) = depth else {
      return BookLadder(side: side, touch: touch, step: 0, levels: 1, size: nil, taken: 0)
    }
    var size: Fixed = 0
    if bid != ask {
      size = (side == .buy ? askSize : bidSize).rounded(toStep: instrument.lotStep, .down)
    }
    if size.isZero { size = Self.contracts(worth: touchValue, price: touch, instrument: instrument) }
    return BookLadder(
      side: side, touch: touch, step: instrument.tickSize.multiplied(by: max(levelStep, 0)),
      levels: max(levels, 1), size: size, taken: side == .buy ? askTaken : bidTaken)
  }

  /// Contracts worth a value in quote currency, in whole lots, at least one lot.
  private static func contracts(worth value: Fixed, price: Fixed, instrument: Instrument) -> Fixed {
    let one: Fixed
    switch instrument.kind {
    case .linear, .spot:
      one = instrument.contractSize.multipliedReportingOverflow(by: price, rounding: .up) ?? .greatest
    case .inverse: one = instrument.contractSize
    }
    let contracts = value.dividedReportingOverflow(by: one, rounding: .down) ?? Bounds.quantity
    let lots = min(contracts, Bounds.quantity).rounded(toStep: instrument.lotStep, .down)
    return max(lots, instrument.lotStep)
  }
}
