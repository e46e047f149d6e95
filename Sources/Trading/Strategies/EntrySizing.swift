public import Primitives

/// How large an entry a strategy asks for.
public enum EntrySizing: Sendable, Hashable {
  /// This many contracts.
  case quantity(Fixed)
  /// This much position value, quote currency.
  case notional(Fixed)
  /// So many contracts that a move of `atrMultiple` average true ranges against the position costs
  /// this percentage of equity (1 = 1 %).
  case riskPercent(Fixed, atrMultiple: Fixed)

  /// Contracts for an entry at `price`, rounded down to the lot step and held at the instrument's
  /// largest order; nil when that is less than the exchange accepts.
  ///
  /// - Linear and spot, `q` contracts of `c` base units: value `q·c·price`, loss of a move `q·c·move`.
  /// - Inverse, `q` contracts of `c` quote units: value `q·c`, loss `q·c·move / price²` in the base
  ///   currency, the first-order term of `q·c·(1/entry − 1/exit)`.
  ///
  /// - Parameters:
  ///   - price: what the entry is expected to pay, quote currency, above zero.
  ///   - equity: settlement currency; only `riskPercent` asks for it.
  ///   - averageTrueRange: quote currency; only `riskPercent` needs it.
  @inline(__always)
  public func contracts(
    for rules: Instrument, price: Fixed, equity: @autoclosure () -> Fixed, averageTrueRange: Double?
  ) -> Fixed? {
    guard price.isPositive else { return nil }
    let wanted = unrounded(
      for: rules, price: price, equity: equity(), averageTrueRange: averageTrueRange)
    guard let wanted, wanted.isPositive else { return nil }
    let held = wanted < rules.maxQuantity ? wanted : rules.maxQuantity
    let quantity = held.rounded(toStep: rules.lotStep, .down)
    guard quantity.isPositive, quantity >= rules.minQuantity else { return nil }
    guard rules.kind != .inverse else { return quantity }
    // A value beyond the range is certainly above the minimum.
    let units = quantity.multipliedReportingOverflow(by: rules.contractSize, rounding: .down)
    let value = units?.multipliedReportingOverflow(by: price, rounding: .down)
    if let value, value < rules.minNotional { return nil }
    return quantity
  }

  @inline(__always)
  private func unrounded(
    for rules: Instrument, price: Fixed, equity: @autoclosure () -> Fixed, averageTrueRange: Double?
  ) -> Fixed? {
    switch self {
    case .quantity(let quantity): return quantity
    case .notional(let notional):
      let perContract =
        rules.kind == .inverse
        ? rules.contractSize
        : price.multipliedReportingOverflow(by: rules.contractSize, rounding: .up)
      return perContract.flatMap { notional.dividedReportingOverflow(by: $0, rounding: .down) }
    case .riskPercent(let percent, let atrMultiple):
      guard let averageTrueRange, let range = Fixed(approximating: averageTrueRange),
        let budget = Fixed.mulDiv(equity(), percent, 100, rounding: .down),
        let move = atrMultiple.multipliedReportingOverflow(by: range, rounding: .up),
        let loss = move.multipliedReportingOverflow(by: rules.contractSize, rounding: .up)
      else { return nil }
      guard rules.kind == .inverse else {
        return budget.dividedReportingOverflow(by: loss, rounding: .down)
      }
      // budget · price² / loss, kept in range by dividing between the two multiplications.
      let atPrice = Fixed.mulDiv(budget, price, loss, rounding: .down)
      return atPrice?.multipliedReportingOverflow(by: price, rounding: .down)
    }
  }
}

/// How an entry is priced.
public enum EntryStyle: Sendable, Hashable {
  /// At whatever the book offers.
  case market
  /// A limit at the touch of its own side (a buy at the bid, a sell at the ask), cancelled by the desk
  /// after this many nanoseconds.
  case limitAtTouch(timeToLiveNanos: Int64)
}
