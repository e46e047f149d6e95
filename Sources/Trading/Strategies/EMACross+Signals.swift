internal import Primitives

extension EMACross {
  /// A change of which average is above.
  struct Flip {
    /// The direction to take.
    let side: Side
    /// The bar that gave it.
    let bar: Candle
    /// Fast average, quote currency.
    let fast: Double
    /// Slow average, quote currency.
    let slow: Double
    /// Average true range, quote currency.
    let range: Double?

    /// 0.5 plus half the distance of the averages in average true ranges, which counts up to 1:
    /// a bare crossing has 0.5, one that is a whole range wide 1. Four decimals.
    var confidence: Fixed {
      let distance = (fast - slow).magnitude
      guard let range, range > 0 else { return 1 }
      let confidence = 0.5 + 0.5 * min(1, distance / range)
      return Fixed(approximating: confidence)?.rounded(toDecimals: 4, .halfEven) ?? 1
    }

    /// What the decision was based on, as rows name it.
    var indicatorValues: [IndicatorValue] {
      var values = [
        IndicatorValue(name: "ema_fast", value: fast), IndicatorValue(name: "ema_slow", value: slow),
      ]
      if let range { values.append(IndicatorValue(name: "atr", value: range)) }
      return values
    }
  }

  /// Appends the exit and the entry of a flip, as far as there is one.
  mutating func emit(_ flip: Flip, context: StrategyContext, into signals: inout [Signal]) {
    let position = context.positionQuantity
    let isAgainst = flip.side == .buy ? position.isNegative : position.isPositive
    if isAgainst {
      signals.append(
        signal(.exit, flip, rules: context.instrumentRules, quantity: position.magnitude, price: nil))
    } else if !position.isZero {
      skipped.alreadyOpen += 1
      return
    }
    appendEntry(flip, context: context, into: &signals)
  }

  private mutating func appendEntry(
    _ flip: Flip, context: StrategyContext, into signals: inout [Signal]
  ) {
    let rules = context.instrumentRules
    guard rules.kind != .spot || flip.side == .buy else {
      skipped.noShortSale += 1
      return
    }
    guard !context.hasWorkingEntry else {
      skipped.workingEntry += 1
      return
    }
    let (price, limit) = prices(flip, context: context)
    let quantity = settings.sizing.contracts(
      for: rules, price: price, equity: context.equity, averageTrueRange: flip.range)
    guard let quantity else {
      skipped.tooSmall += 1
      return
    }
    signals.append(signal(.entry, flip, rules: rules, quantity: quantity, price: limit))
  }

  /// What an entry is expected to pay, and its limit price when it has one.
  ///
  /// Without a book (a tape of candles at its start) the bar's close stands for bid and ask.
  private func prices(_ flip: Flip, context: StrategyContext) -> (expected: Fixed, limit: Fixed?) {
    let bid = context.bid.isPositive ? context.bid : flip.bar.close
    let ask = context.ask.isPositive ? context.ask : flip.bar.close
    switch settings.entryStyle {
    case .market: return (flip.side == .buy ? ask : bid, nil)
    case .limitAtTouch:
      let tick = context.instrumentRules.tickSize
      // Rounded away from the market, so that the order rests.
      let limit =
        flip.side == .buy ? bid.rounded(toStep: tick, .down) : ask.rounded(toStep: tick, .up)
      return (limit, limit)
    }
  }

  private func signal(
    _ type: SignalType, _ flip: Flip, rules: Instrument, quantity: Fixed, price: Fixed?
  ) -> Signal {
    let barTime = flip.bar.closeAt
    var signal = Signal(
      id: SignalID("\(name)_\(rules.symbol)_\(type.rawValue)_\(barTime.milliseconds)"),
      type: type, symbol: rules.symbol, side: flip.side, quantity: quantity,
      confidence: flip.confidence, strategyName: name, indicatorValues: flip.indicatorValues,
      barTime: barTime, source: .strategy)
    if let price {
      signal.orderType = .limit
      signal.price = price
    }
    if type == .entry, case .limitAtTouch(let timeToLiveNanos) = settings.entryStyle {
      signal.timeToLiveNanos = timeToLiveNanos
    }
    return signal
  }
}
