/// Exponential moving average of a series.
///
/// The first value comes with the nth input and is the plain mean of the first n; after it
/// `v = a·x + (1 − a)·v` with `a = 2 / (n + 1)`, where `a·x` is added without being rounded on its own
/// (fused): of two averages of a constant price, which is above depends on that. Source: TA-Lib's EMA,
/// whose seeding this is. Constant cost and no allocation an input. `Double`: an indicator is a
/// statistic, not money.
public struct ExponentialMovingAverage: Sendable, Hashable {
  /// Inputs it averages over.
  public let period: Int
  /// The average; nil before `period` inputs.
  public private(set) var value: Double?

  private let weight: Double
  private let isFused: Bool
  private var seedCount = 0
  private var seedSum = 0.0

  /// An average over `period` inputs, which must be at least 1.
  public init(period: Int) {
    self.init(period: period, isFused: true)
  }

  /// An average that, unless fused, rounds as TA-Lib's own code does.
  init(period: Int, isFused: Bool) {
    precondition(period >= 1, "an average needs at least one input")
    self.period = period
    self.isFused = isFused
    weight = 2 / (Double(period) + 1)
  }

  /// Takes the next input and answers the average, nil while there are too few.
  @discardableResult
  @inline(__always)
  public mutating func update(_ input: Double) -> Double? {
    if let previous = value {
      value =
        isFused
        ? ((1 - weight) * previous).addingProduct(weight, input)
        : (input - previous) * weight + previous
    } else {
      seedCount += 1
      seedSum += input
      if seedCount == period { value = seedSum / Double(period) }
    }
    return value
  }
}
