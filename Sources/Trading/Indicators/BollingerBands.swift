/// Bollinger bands of bar closes: a simple average, and how far around it closes usually lie.
///
/// `middle = Σ x / n`, `upper` and `lower` = `middle ± k·σ` with the population's deviation
/// `σ = √(Σ (x − middle)² / n)`; first with the nth close. Sources: John Bollinger, "Bollinger on
/// Bollinger Bands" (2001); TA-Lib's BBANDS with a simple average. Bands do not drift however long the
/// series. Constant cost an input on average, no allocation.
public struct BollingerBands: Sendable, Hashable {
  /// The three bands, in the unit of the price.
  public struct Bands: Sendable, Hashable {
    /// Average plus k deviations.
    public let upper: Double
    /// The simple average.
    public let middle: Double
    /// Average less k deviations.
    public let lower: Double
  }

  /// Deviations between the middle and each outer band, k.
  public let deviations: Double
  /// The bands; nil before `period` closes.
  public private(set) var value: Bands?

  private var window: MovingWindow<MomentsOfRun>

  /// Closes it looks back on.
  public var period: Int { window.count }

  /// Bands over `period` closes, at least 1, at a distance of `deviations`, above zero.
  public init(period: Int = 20, deviations: Double = 2) {
    precondition(period >= 1, "an average needs at least one input")
    precondition(deviations > 0 && deviations.isFinite, "outer bands lie apart from the middle")
    self.deviations = deviations
    window = MovingWindow(count: period)
  }

  /// Takes the next close and answers the bands, nil while there are too few.
  @discardableResult
  public mutating func update(_ close: Double) -> Bands? {
    value = window.update(close).map { moments in
      let distance = deviations * moments.standardDeviation
      return Bands(
        upper: moments.mean + distance, middle: moments.mean, lower: moments.mean - distance)
    }
    return value
  }
}
