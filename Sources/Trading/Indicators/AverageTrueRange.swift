/// Average true range of a series of bars: how far a price moves in one bar.
///
/// The true range of a bar is the largest of `high − low`, `|high − previous close|` and
/// `|low − previous close|`; the first bar has none. The first value comes after n true ranges, so
/// with bar n + 1, and is their mean; after it `v = ((n − 1)·v + range) / n`. Sources: J. Welles Wilder,
/// "New Concepts in Technical Trading Systems" (1978); TA-Lib's ATR, whose seeding this is. Constant
/// cost and no allocation a bar. In the unit of the price.
public struct AverageTrueRange: Sendable, Hashable {
  /// True ranges it averages over.
  public let period: Int
  /// The average; nil before `period` true ranges.
  public private(set) var value: Double?

  private var previousClose: Double?
  private var seedCount = 0
  private var seedSum = 0.0

  /// An average over `period` true ranges, which must be at least 1.
  public init(period: Int) {
    precondition(period >= 1, "an average needs at least one range")
    self.period = period
  }

  /// Takes the next bar and answers the average, nil while there are too few.
  @discardableResult
  public mutating func update(high: Double, low: Double, close: Double) -> Double? {
    defer { previousClose = close }
    guard let previousClose else { return nil }
    let range = max(high - low, max(abs(high - previousClose), abs(low - previousClose)))
    if let average = value {
      value = (average * Double(period - 1) + range) / Double(period)
    } else {
      seedCount += 1
      seedSum += range
      if seedCount == period { value = seedSum / Double(period) }
    }
    return value
  }
}
