public import Primitives

/// What a position is worth and what it has gained: each formula once.
///
/// Quantities are contracts, prices quote currency, amounts settlement currency. All results are rounded
/// half-even to the twelve digits of `Fixed`, once where a quotient or product needs it. Inputs within
/// `Bounds` cannot overflow. Source: the contract rules exchanges publish; ruling 23.
public enum ProfitAndLoss {
  /// Base units of a quantity (linear, spot), quote units (inverse): quantity · contractSize, signed.
  public static func units(quantity: Fixed, instrument: Instrument) -> Fixed {
    instrument.contractSize == 1
      ? quantity : quantity.multiplied(by: instrument.contractSize, rounding: .halfEven)
  }

  /// Value of a quantity at a price, signed as the quantity; settlement currency.
  ///
  /// Linear and spot: quantity · contractSize · price; inverse: quantity · contractSize / price. The
  /// price must be above zero.
  public static func value(quantity: Fixed, price: Fixed, instrument: Instrument) -> Fixed {
    switch instrument.kind {
    case .linear, .spot:
      return units(quantity: quantity, instrument: instrument).multiplied(by: price, rounding: .halfEven)
    case .inverse:
      let value = Fixed.mulDiv(quantity, instrument.contractSize, price, rounding: .halfEven)
      guard let value else { preconditionFailure("a price of zero, or a value beyond the bounds") }
      return value
    }
  }

  /// Average price of an open cost, quote currency; nil when either is zero or it does not fit.
  ///
  /// Linear and spot: |cost| / (|quantity| · contractSize); inverse: |quantity| · contractSize / |cost|.
  public static func averagePrice(quantity: Fixed, cost: Fixed, instrument: Instrument) -> Fixed? {
    guard !quantity.isZero, !cost.isZero else { return nil }
    switch instrument.kind {
    case .linear, .spot:
      let units = units(quantity: quantity, instrument: instrument).magnitude
      return cost.magnitude.dividedReportingOverflow(by: units, rounding: .halfEven)
    case .inverse:
      return Fixed.mulDiv(
        quantity.magnitude, instrument.contractSize, cost.magnitude, rounding: .halfEven)
    }
  }

  /// Unrealised profit at a mark price; settlement currency, positive is a gain.
  ///
  /// Linear and spot: value(mark) − cost = s·q·(mark − entry); inverse: cost − value(mark) =
  /// s·Q·(1/entry − 1/mark). No fee of a later exit is in it.
  public static func unrealised(
    quantity: Fixed, cost: Fixed, mark: Fixed, instrument: Instrument
  ) -> Fixed {
    unrealised(
      value: value(quantity: quantity, price: mark, instrument: instrument), cost: cost,
      kind: instrument.kind)
  }

  /// The same of a position's signed value at the mark.
  @inlinable
  public static func unrealised(value: Fixed, cost: Fixed, kind: ContractKind) -> Fixed {
    switch kind {
    case .linear, .spot: value - cost
    case .inverse: cost - value
    }
  }

  /// Unrealised profit in percent of the initial margin (what exchanges call ROE); nil without margin.
  public static func percentOfInitialMargin(unrealised: Fixed, initialMargin: Fixed) -> Fixed? {
    guard initialMargin.isPositive else { return nil }
    return Fixed.mulDiv(unrealised, 100, initialMargin, rounding: .halfEven)
  }

  /// Unrealised profit in percent of the open cost, whatever the leverage; nil without cost.
  public static func percentOfCost(unrealised: Fixed, cost: Fixed) -> Fixed? {
    Fixed.mulDiv(unrealised, 100, cost.magnitude, rounding: .halfEven)
  }

  /// Equity (margin balance): wallet + Σ unrealised, settlement currency.
  ///
  /// The wallet is what was deposited plus realised profit net of fees plus funding.
  @inlinable
  public static func equity(wallet: Fixed, unrealised: Fixed) -> Fixed { wallet + unrealised }
}
