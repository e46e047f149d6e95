internal import Primitives

/// Gains beside losses, and the form of the distribution.
extension ReturnSeries {
  /// Omega at zero, which is the profit factor of returns: Σ gains / |Σ losses|; nil without a loss.
  ///
  /// At another threshold, take it off with `excess(over:)`. Source: Keating and Shadwick 2002;
  /// empyrical `omega_ratio`, quantstats `profit_factor`.
  public var omega: Double? {
    let losses = lossSum
    return losses < 0 ? gainSum / -losses : nil
  }

  /// True when there are returns and none is below zero: why `omega` and `sortino` are nil.
  public var isWithoutLosses: Bool { !returns.isEmpty && !returns.contains { $0 < 0 } }

  /// Share of gaining periods among those that gained or lost; a return of zero is neither.
  /// Nil when all are zero. Source: quantstats `win_rate`.
  public var winRate: Double? {
    let (gains, losses) = (gainCount, lossCount)
    return gains + losses > 0 ? Double(gains) / Double(gains + losses) : nil
  }

  /// Mean gain / |mean loss|; nil without a gain or without a loss. Source: quantstats `payoff_ratio`.
  public var payoffRatio: Double? {
    let (gains, losses) = (gainCount, lossCount)
    guard gains > 0, losses > 0 else { return nil }
    return (gainSum / Double(gains)) / -(lossSum / Double(losses))
  }

  /// Kelly's share of the capital to stake: winRate − (1 − winRate) / payoffRatio; may be below zero.
  /// Source: Kelly 1956; quantstats.
  public var kelly: Double? {
    guard let winRate, let payoffRatio else { return nil }
    return winRate - (1 - winRate) / payoffRatio
  }

  /// The largest return; nil without any.
  public var best: Double? { returns.max() }
  /// The smallest return; nil without any.
  public var worst: Double? { returns.min() }

  private var gainSum: Double { returns.reduce(0) { $0 + max($1, 0) } }
  private var lossSum: Double { returns.reduce(0) { $0 + min($1, 0) } }
  private var gainCount: Int { returns.count { $0 > 0 } }
  private var lossCount: Int { returns.count { $0 < 0 } }

  /// Skew, adjusted Fisher–Pearson: √(n(n − 1)) / (n − 2) · m₃ / m₂^1.5; nil below three returns or
  /// without deviation. Above zero: the long tail is of gains. Source: pandas, Nautilus.
  public var skew: Double? {
    guard count >= 3, let (second, third, _) = moments else { return nil }
    let n = Double(count)
    return (n * (n - 1)).squareRoot() / (n - 2) * third / (second * second.squareRoot())
  }

  /// Excess kurtosis, adjusted: (n − 1) / ((n − 2)(n − 3)) · ((n + 1)(m₄ / m₂² − 3) + 6); zero for a
  /// normal distribution. Nil below four returns or without deviation. Source: pandas, Nautilus.
  public var excessKurtosis: Double? {
    guard count >= 4, let (second, _, fourth) = moments else { return nil }
    let n = Double(count)
    let excess = fourth / (second * second) - 3
    return (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * excess + 6)
  }

  /// Central moments m₂, m₃, m₄ with divisor n; nil without deviation.
  private var moments: (second: Double, third: Double, fourth: Double)? {
    guard let mean, let deviation, deviation > 0 else { return nil }
    var (second, third, fourth) = (0.0, 0.0, 0.0)
    for value in returns {
      let distance = value - mean
      let square = distance * distance
      second += square
      third += square * distance
      fourth += square * square
    }
    let n = Double(count)
    return (second / n, third / n, fourth / n)
  }
}
