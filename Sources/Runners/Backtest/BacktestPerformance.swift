public import Trading

/// How good a run was: what its report says beside money.
public struct BacktestPerformance: Sendable, Hashable {
  /// Of the returns of UTC days, annualised with the periods a year it carries.
  public let returns: ReturnStatistics
  /// Growth of equity over the run, a fraction; nil without a start above zero.
  public let totalReturn: Double?
  /// The same a calendar year; nil when no time passed.
  public let calendarGrowth: Double?
  /// The largest fall of equity as a fraction of its peak; nil without a fall.
  public let steepest: Drawdown?
  /// The longest time below a peak; nil without a fall.
  public let longest: Drawdown?
  /// Positions from flat to flat.
  public let trips: RoundTripSummary
  /// Positions still open at the end, which are in no trip.
  public let openTrips: Int
}

/// How a run's returns are annualised.
public struct Annualisation: Sendable, Hashable {
  /// Days with a return in a year: 365 where the market never closes, 252 trading days elsewhere.
  public let periodsPerYear: Double
  /// What a day without a valuation means.
  public let gaps: EquityFold.Gaps

  /// As asked for, else by where the instruments are traded: 252 for equities and currencies, else 365.
  init(periodsPerYear: Int?, instruments: [Instrument]) {
    let closes = !instruments.isEmpty && instruments.allSatisfy { ["equities", "forex"].contains($0.venue) }
    self.periodsPerYear = Double(periodsPerYear ?? (closes ? 252 : 365))
    gaps = closes ? .skip : .carry
  }
}
