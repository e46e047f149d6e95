public import Primitives

/// What the fee of an execution is worth.
public enum Fees {
  /// Worth of a fee in settlement currency, half-even; positive is paid, negative a rebate.
  ///
  /// In settlement currency: itself. In base currency (spot, linear): fee · price of the execution. In a
  /// third asset, such as an exchange's own token: fee · rate, and nil without a rate, for a fee that
  /// cannot be valued is neither zero nor an amount of another currency (trap 5). Source: ruling 23; the
  /// convention is to convert at the time of the fill.
  ///
  /// - Parameters:
  ///   - price: of the execution, quote currency.
  ///   - rate: settlement currency for one of `asset` when the execution happened.
  public static func worth(
    _ fee: Fixed, asset: String, price: Fixed, instrument: Instrument, rate: Fixed? = nil
  ) -> Fixed? {
    if asset == instrument.settle { return fee }
    let factor = asset == instrument.base ? price : rate
    return factor.flatMap { fee.multipliedReportingOverflow(by: $0, rounding: .halfEven) }
  }
}

extension Fill {
  /// What its fee is worth in settlement currency, see ``Fees/worth(_:asset:price:instrument:rate:)``.
  public func feeWorth(in instrument: Instrument, rate: Fixed?) -> Fixed? {
    Fees.worth(fee, asset: feeAsset, price: price, instrument: instrument, rate: rate)
  }

  /// True when its fee is in neither the settlement nor the base currency.
  public func hasThirdFeeAsset(in instrument: Instrument) -> Bool {
    feeAsset != instrument.settle && feeAsset != instrument.base
  }
}
