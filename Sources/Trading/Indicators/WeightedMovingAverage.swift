/// Linearly weighted moving average of a series: of its last n inputs the newest weighs n, the oldest 1.
///
/// `v = Σ k·xₖ / (n·(n + 1) / 2)` with k from 1, the oldest, to n; first with the nth input. Source:
/// TA-Lib's WMA. It does not drift however long the series. Constant cost an input on average, no
/// allocation.
public struct WeightedMovingAverage: Sendable, Hashable {
  /// The average, in the unit of the input; nil before `period` inputs.
  public private(set) var value: Double?

  private let weights: Double
  private var window: MovingWindow<WeightedSumOfRun>

  /// Inputs it averages over.
  public var period: Int { window.count }

  /// An average over `period` inputs, which must be at least 1.
  public init(period: Int) {
    precondition(period >= 1, "an average needs at least one input")
    window = MovingWindow(count: period)
    weights = Double(period) * (Double(period) + 1) / 2
  }

  /// Takes the next input and answers the average, nil while there are too few.
  @discardableResult
  public mutating func update(_ input: Double) -> Double? {
    value = window.update(input).map { $0.weighted / weights }
    return value
  }
}
