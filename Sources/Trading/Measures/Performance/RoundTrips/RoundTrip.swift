public import Primitives

/// Contracts that were opened and closed again, and what that earned.
///
/// Prices are quote currency, amounts settlement currency. Two ways to pair entries with exits make them:
/// `FlatToFlatTrips` and `LotTrips`.
public struct RoundTrip: Hashable, Sendable {
  /// The instrument.
  public let instrument: InstrumentIndex
  /// Long: bought first.
  public let side: PositionSide
  /// Contracts opened, which are those closed.
  public let quantity: Fixed
  /// Its first entry.
  public let openedAt: Timestamp
  /// Its last exit.
  public let closedAt: Timestamp
  /// Value of the entries, not negative.
  public let entryValue: Fixed
  /// Value of the exits, not negative.
  public let exitValue: Fixed
  /// Average entry price (harmonic for inverse); nil when it does not fit.
  public let entryPrice: Fixed?
  /// Average exit price, likewise.
  public let exitPrice: Fixed?
  /// Profit before fees: ±(exitValue − entryValue).
  public let gross: Fixed
  /// Fees of its entries and exits; positive is paid. A fill that ends one trip and begins the next is
  /// split by contracts, half-even.
  public let fees: Fixed
  /// Funding received (positive) less paid while it was open; zero where lots are paired.
  public let funding: Fixed
  /// Maximum adverse excursion: the worst unrealised profit of the contracts open, before fees, not
  /// above zero. Source: Sweeney, "Maximum Adverse Excursion" (1996).
  public let worst: Fixed
  /// Maximum favourable excursion: the best unrealised profit, not below zero.
  public let best: Fixed

  init(
    instrument: InstrumentIndex, side: PositionSide, quantity: Fixed, openedAt: Timestamp,
    closedAt: Timestamp, entryValue: Fixed, exitValue: Fixed, gross: Fixed, fees: Fixed, funding: Fixed,
    worst: Fixed, best: Fixed, listing: Instrument
  ) {
    self.instrument = instrument
    self.side = side
    self.quantity = quantity
    self.openedAt = openedAt
    self.closedAt = closedAt
    self.entryValue = entryValue
    self.exitValue = exitValue
    entryPrice = ProfitAndLoss.averagePrice(quantity: quantity, cost: entryValue, instrument: listing)
    exitPrice = ProfitAndLoss.averagePrice(quantity: quantity, cost: exitValue, instrument: listing)
    self.gross = gross
    self.fees = fees
    self.funding = funding
    self.worst = worst
    self.best = best
  }

  /// Profit after fees, without funding, as `Position.realised` counts: gross − fees.
  public var net: Fixed { gross - fees }
  /// Value traded: entryValue + exitValue.
  public var turnover: Fixed { entryValue + exitValue }
  /// From the first entry to the last exit.
  public var holdingNanoseconds: Int64 { closedAt - openedAt }
  /// worst / entryValue, a fraction, half-even; nil for an entry of no value.
  public var worstFraction: Fixed? { worst.dividedReportingOverflow(by: entryValue, rounding: .halfEven) }
  /// best / entryValue, a fraction, half-even; nil for an entry of no value.
  public var bestFraction: Fixed? { best.dividedReportingOverflow(by: entryValue, rounding: .halfEven) }
}
