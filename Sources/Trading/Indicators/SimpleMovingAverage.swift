/// Simple moving average of a series: the mean of its last n inputs.
///
/// `v = Σ x / n`, first with the nth input. Source: TA-Lib's SMA. It does not drift however long the
/// series. Constant cost an input on average, no allocation.
public struct SimpleMovingAverage: Sendable, Hashable {
  /// The average, in the unit of the input; nil before `period` inputs.
  public private(set) var value: Double?

  private var window: MovingWindow<SumOfRun>

  /// Inputs it averages over.
  public var period: Int { window.count }

  /// An average over `period` inputs, which must be at least 1.
  public init(period: Int) {
    precondition(period >= 1, "an average needs at least one input")
    window = MovingWindow(count: period)
  }

  /// Takes the next input and answers the average, nil while there are too few.
  @discardableResult
  public mutating func update(_ input: Double) -> Double? {
    value = window.update(input).map { $0.sum / Double(period) }
    return value
  }
}
