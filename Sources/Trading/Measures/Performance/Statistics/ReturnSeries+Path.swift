internal import Primitives

/// What depends on the order of the returns: drawdown and steadiness.
extension ReturnSeries {
  /// Maximum drawdown: the least of value / peak − 1 over the compounded series, the start included;
  /// a fraction not above zero; nil without returns. Source: empyrical, quantstats.
  public var maxDrawdown: Double? { drawdowns.min() }

  /// Ulcer index: √(Σ drawdown² / (n − 1)), not annualised; nil below two returns.
  /// Source: Martin 1987; the divisor is quantstats'.
  public var ulcerIndex: Double? {
    guard count >= 2 else { return nil }
    return (drawdowns.reduce(0) { $0 + $1 * $1 } / Double(count - 1)).squareRoot()
  }

  /// Drawdown after each return, value / peak − 1; not above zero.
  public var drawdowns: [Double] {
    var (value, peak) = (1.0, 1.0)
    return returns.map { change in
      value *= 1 + change
      peak = max(peak, value)
      return value / peak - 1
    }
  }

  /// Growth after each return since the start, Π (1 + r) − 1; a fraction.
  public var cumulative: [Double] {
    var value = 1.0
    return returns.map { change in
      value *= 1 + change
      return value - 1
    }
  }

  /// Stability: R² of a straight line through the cumulated log returns, 0...1; nil below two returns,
  /// when they are all zero, or when one lost everything.
  /// Source: empyrical `stability_of_timeseries`.
  public var stability: Double? {
    guard count >= 2, returns.allSatisfy({ $0 > -1 }) else { return nil }
    var logs: [Double] = []
    logs.reserveCapacity(count)
    var sum = 0.0
    for change in returns {
      sum += RealMath.logOnePlus(change)
      logs.append(sum)
    }
    let middle = Double(count - 1) / 2
    let mean = logs.reduce(0, +) / Double(count)
    var (along, across, both) = (0.0, 0.0, 0.0)
    for (index, value) in logs.enumerated() {
      let (x, y) = (Double(index) - middle, value - mean)
      along += x * x
      across += y * y
      both += x * y
    }
    guard across > 0 else { return nil }
    return both * both / (along * across)
  }
}
