/// Moving average convergence/divergence of a series: how far a fast average has run from a slow one.
///
/// `line = EMA(fast) − EMA(slow)`, `signal = EMA(line)`, `histogram = line − signal`. Both averages of
/// the series begin at the same input, the slow one's first: the fast one leaves out what came before its
/// own n inputs up to there. Nothing is answered before the signal stands, with input
/// slow + signal − 1. Its averages round as TA-Lib's do, `v + a·(x − v)`: where two numbers nearly cancel,
/// their rounding is much of what is left. Sources: Gerald Appel, "Technical Analysis: Power Tools for
/// Active Investors" (2005); TA-Lib's MACD, whose seeding this is. Constant cost and no allocation an
/// input.
public struct MACD: Sendable, Hashable {
  /// The three lines, in the unit of the input.
  public struct Lines: Sendable, Hashable {
    /// Fast less slow average.
    public let line: Double
    /// The line's own average.
    public let signal: Double
    /// Line less signal.
    public let histogram: Double
  }

  /// The lines; nil while there are too few inputs.
  public private(set) var value: Lines?

  private var fast: ExponentialMovingAverage
  private var slow: ExponentialMovingAverage
  private var signal: ExponentialMovingAverage
  /// Inputs the fast average has still to leave out.
  private var leftOut: Int

  /// Inputs of the fast average.
  public var fastPeriod: Int { fast.period }
  /// Inputs of the slow average.
  public var slowPeriod: Int { slow.period }
  /// Lines the signal averages over.
  public var signalPeriod: Int { signal.period }

  /// Lines of these periods: each at least 1, the slow one above the fast one.
  public init(fastPeriod: Int = 12, slowPeriod: Int = 26, signalPeriod: Int = 9) {
    precondition(fastPeriod < slowPeriod, "the slow period must be above the fast one")
    fast = ExponentialMovingAverage(period: fastPeriod, isFused: false)
    slow = ExponentialMovingAverage(period: slowPeriod, isFused: false)
    signal = ExponentialMovingAverage(period: signalPeriod, isFused: false)
    leftOut = slowPeriod - fastPeriod
  }

  /// Takes the next input and answers the lines, nil while there are too few.
  @discardableResult
  public mutating func update(_ input: Double) -> Lines? {
    if leftOut > 0 {
      leftOut -= 1
    } else {
      fast.update(input)
    }
    guard let slow = slow.update(input), let fast = fast.value else { return nil }
    let line = fast - slow
    value = signal.update(line).map { Lines(line: line, signal: $0, histogram: line - $0) }
    return value
  }
}
