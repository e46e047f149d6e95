public import Primitives

/// What a perpetual position pays or receives at a funding time.
public enum Funding {
  /// −value(mark) · rate, settlement currency, half-even: positive is received, negative is paid.
  ///
  /// The quantity is signed, + long, so that at a positive rate a long pays and a short receives. The
  /// whole amount falls due at the funding time for what is held then, however long it was held; the
  /// mark must be above zero. Source: the funding rules Binance and Bybit publish.
  public static func payment(
    quantity: Fixed, mark: Fixed, rate: Fixed, instrument: Instrument
  ) -> Fixed {
    let value = ProfitAndLoss.value(quantity: quantity, price: mark, instrument: instrument)
    return -value.multiplied(by: rate, rounding: .halfEven)
  }
}
