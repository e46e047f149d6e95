public import Primitives

/// One instrument of a synthetic market: where its price starts and on what grid it moves.
public struct SyntheticInstrument: Sendable, Hashable {
  /// The most steps of its tick a starting price may have, so that prices stay within 64 bits.
  public static let greatestStartTicks: Int64 = 100_000_000

  /// The instrument in the book.
  public let instrument: InstrumentIndex
  /// Its name: seeds a stream of its own, so that another instrument beside it changes nothing.
  public let symbol: Symbol
  /// The starting price in steps of the tick, 16 to `greatestStartTicks`.
  public let startTicks: Int64
  /// Prices are multiples of this, quote currency.
  public let tickSize: Fixed
  /// Sizes are multiples of this, contracts.
  public let lotStep: Fixed
  /// The usual size at bid and ask, in lot steps, 1 to 2³⁰.
  public let usualLots: Int64

  /// An instrument that starts at `startPrice` with about `usualNotional` at bid and ask, both in quote
  /// currency; nil when the price is below 16 or above `greatestStartTicks` steps of the tick.
  public init?(
    instrument: InstrumentIndex, rules: Instrument, startPrice: Fixed, usualNotional: Fixed = 150_000
  ) {
    guard rules.tickSize.isPositive, rules.lotStep.isPositive, Bounds.holds(price: startPrice),
      Bounds.holds(money: usualNotional)
    else { return nil }
    let ticks = startPrice.mantissa / rules.tickSize.mantissa
    guard ticks >= 16, ticks <= Int128(Self.greatestStartTicks) else { return nil }
    let perContract = rules.kind == .inverse ? rules.contractSize : startPrice
    let contracts = usualNotional.dividedReportingOverflow(by: perContract, rounding: .down) ?? 1
    let lots = contracts.mantissa / rules.lotStep.mantissa
    self.instrument = instrument
    self.symbol = rules.symbol
    self.startTicks = Int64(ticks)
    self.tickSize = rules.tickSize
    self.lotStep = rules.lotStep
    self.usualLots = Int64(min(max(lots, 1), 1 << 30))
  }

  /// The instruments of a book that have a starting price here, in book order.
  ///
  /// Prices of August 2024, so that the synthetic market and the recorded tapes look alike.
  public static func defaults(in book: InstrumentBook) -> [SyntheticInstrument] {
    book.instruments.enumerated().compactMap { index, rules in
      let start = startPrices.first { $0.symbol == rules.symbol.text }
      return start.flatMap {
        SyntheticInstrument(instrument: index, rules: rules, startPrice: $0.price)
      }
    }
  }

  private static let startPrices: [(symbol: String, price: Fixed)] = [
    ("BTCUSDT", 61_800), ("ETHUSDT", 2_680), ("SOLUSDT", 150),
  ]
}
