public import Primitives

/// What many round trips come to, folded one at a time.
///
/// Money is settlement currency: trips of one currency only. A trip is a win, a loss or neither by its
/// net profit, after fees and without funding, which is summed apart. Trips come in the order in which
/// they closed; only the series depend on it. A figure the trips do not define is nil, never infinite.
public struct RoundTripSummary: Hashable, Sendable {
  /// Trips.
  public private(set) var count = 0
  /// Trips with a net profit above zero.
  public private(set) var wins = 0
  /// Trips with a net profit below zero.
  public private(set) var losses = 0
  /// Σ net of the wins.
  public private(set) var grossProfit = Fixed.zero
  /// Σ |net| of the losses, not negative.
  public private(set) var grossLoss = Fixed.zero
  /// Σ profit before fees.
  public private(set) var gross = Fixed.zero
  /// Σ fees; positive is paid.
  public private(set) var fees = Fixed.zero
  /// Σ funding; positive is received.
  public private(set) var funding = Fixed.zero
  /// Σ value of entries and exits.
  public private(set) var turnover = Fixed.zero
  /// The largest net profit; nil without a win.
  public private(set) var largestWin: Fixed?
  /// The largest net loss, above zero; nil without a loss.
  public private(set) var largestLoss: Fixed?
  /// Most wins in a row; a trip of zero ends a row.
  public private(set) var longestWinSeries = 0
  /// Most losses in a row; a trip of zero ends a row.
  public private(set) var longestLossSeries = 0

  private var series = 0
  private var holding: Int128 = 0

  /// No trip yet.
  public init() {}

  /// Takes the next trip.
  public mutating func add(_ trip: RoundTrip) {
    add(net: trip.net)
    gross += trip.gross
    fees += trip.fees
    funding += trip.funding
    turnover += trip.turnover
    holding += Int128(trip.holdingNanoseconds)
  }

  /// Takes the outcome of a trip alone, for the figures that need no more.
  mutating func add(net: Fixed) {
    count += 1
    if net.isPositive {
      wins += 1
      grossProfit += net
      largestWin = max(largestWin ?? net, net)
      series = max(series, 0) + 1
      longestWinSeries = max(longestWinSeries, series)
    } else if net.isNegative {
      losses += 1
      grossLoss -= net
      largestLoss = max(largestLoss ?? -net, -net)
      series = min(series, 0) - 1
      longestLossSeries = max(longestLossSeries, -series)
    } else {
      series = 0
    }
  }

  /// Trips that neither won nor lost.
  public var zeros: Int { count - wins - losses }
  /// Σ net: grossProfit − grossLoss.
  public var net: Fixed { grossProfit - grossLoss }
  /// True when there are trips and none lost: why the profit factor is nil.
  public var isWithoutLosses: Bool { count > 0 && losses == 0 }

  /// wins / trips, a fraction, half-even; nil without trips. Source: Nautilus, freqtrade.
  public var winRate: Fixed? { Self.quotient(Fixed(wins), count) }

  /// grossProfit / grossLoss, half-even; nil without a loss, see `isWithoutLosses`.
  public var profitFactor: Fixed? {
    grossProfit.dividedReportingOverflow(by: grossLoss, rounding: .halfEven)
  }

  /// Money a trip earns on average: P(win) · average win − P(loss) · average loss, which is Σ net / trips;
  /// half-even; nil without trips.
  public var expectancy: Fixed? { Self.quotient(net, count) }

  /// (1 + average win / average loss) · P(win) − 1; nil without a win or without a loss.
  ///
  /// The expectancy for each unit lost in a losing trip, when no trip is zero. Source: freqtrade.
  public var expectancyRatio: Fixed? {
    guard let averageWin, let averageLoss, let winRate else { return nil }
    let ratio = averageWin.dividedReportingOverflow(by: averageLoss, rounding: .halfEven)
    return ratio?.adding(1)?.multipliedReportingOverflow(by: winRate, rounding: .halfEven)?.subtracting(1)
  }

  /// grossProfit / wins, half-even; nil without a win.
  public var averageWin: Fixed? { Self.quotient(grossProfit, wins) }
  /// grossLoss / losses, above zero, half-even; nil without a loss.
  public var averageLoss: Fixed? { Self.quotient(grossLoss, losses) }

  /// Mean time from the first entry to the last exit, rounded down; nil without trips.
  public var averageHoldingNanoseconds: Int64? { count > 0 ? Int64(holding / Int128(count)) : nil }

  private static func quotient(_ amount: Fixed, _ count: Int) -> Fixed? {
    amount.dividedReportingOverflow(by: Fixed(count), rounding: .halfEven)
  }
}
