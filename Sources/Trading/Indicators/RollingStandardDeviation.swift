/// Standard deviation of the last n inputs of a series, taken as a whole population.
///
/// `v = √(Σ (x − mean)² / n)`, first with the nth input; equal inputs give exactly 0. Source: TA-Lib's
/// STDDEV, which divides by n as well; a sample's deviation is `v · √(n / (n − 1))`. It does not drift
/// however long the series. Constant cost an input on average, no allocation.
public struct RollingStandardDeviation: Sendable, Hashable {
  /// The deviation, in the unit of the input; nil before `period` inputs.
  public private(set) var value: Double?

  private var window: MovingWindow<MomentsOfRun>

  /// Inputs it looks back on.
  public var period: Int { window.count }

  /// A deviation of `period` inputs, which must be at least 1.
  public init(period: Int) {
    precondition(period >= 1, "a deviation needs at least one input")
    window = MovingWindow(count: period)
  }

  /// Takes the next input and answers the deviation, nil while there are too few.
  @discardableResult
  public mutating func update(_ input: Double) -> Double? {
    value = window.update(input)?.standardDeviation
    return value
  }
}
