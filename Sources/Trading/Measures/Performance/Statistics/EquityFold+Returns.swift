internal import Primitives

/// The curve as statistics.
extension EquityFold {
  /// The return of each interval: close / close before − 1, the first against the start.
  ///
  /// They compound to last / start. `periodsPerYear` is that of the interval asked for, 365 or 252 for
  /// days; where the interval has doubled, the series carries it divided likewise. Once a close is not
  /// above zero no later return is defined, and the series ends there.
  public func returns(periodsPerYear: Double) -> ReturnSeries {
    let scaled = periodsPerYear * Double(initialInterval) / Double(interval)
    guard let start, var expected = firstIndex else { return ReturnSeries([], periodsPerYear: scaled) }
    var returns: [Double] = []
    var before = start.equity
    for sample in samples {
      guard before.isPositive else { break }
      if gaps == .carry {
        returns.append(contentsOf: repeatElement(0, count: Int(sample.index - expected)))
        expected = sample.index + 1
      }
      returns.append((sample.equity - before).double / before.double)
      before = sample.equity
    }
    return ReturnSeries(returns, periodsPerYear: scaled)
  }

  /// Growth from the first mark to the latest, a fraction; nil before a mark or without a start above zero.
  public var totalReturn: Double? {
    guard let start, let last, start.equity.isPositive else { return nil }
    return (last.equity - start.equity).double / start.equity.double
  }

  /// CAGR by the calendar: (last / start)^(365 / days) − 1 over the broken days between the two marks;
  /// nil when no time passed or equity is not above zero.
  public var calendarGrowth: Double? {
    guard let start, let last else { return nil }
    return CompoundGrowth.byDays(
      start: start.equity.double, end: last.equity.double,
      days: Double(last.at - start.at) / Double(Nanos.perDay))
  }
}
