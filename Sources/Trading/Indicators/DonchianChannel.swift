/// Donchian channel of a series of bars: the range of its last n bars.
///
/// `upper` = the highest high, `lower` = the lowest low, `middle` = their mean; first with the nth bar.
/// The newest bar counts: whether it broke out is asked of the value before it was taken. Sources: Richard
/// Donchian's four-week rule, as told in Curtis Faith, "Way of the Turtle" (2007); TA-Lib's MAX and MIN.
/// Constant cost a bar on average, no allocation.
public struct DonchianChannel: Sendable, Hashable {
  /// The channel, in the unit of the price.
  public struct Channel: Sendable, Hashable {
    /// Highest high.
    public let upper: Double
    /// (upper + lower) / 2.
    public let middle: Double
    /// Lowest low.
    public let lower: Double
  }

  /// The channel; nil before `period` bars.
  public private(set) var value: Channel?

  private var highs: MovingMaximum
  private var turnedLows: MovingMaximum

  /// Bars it looks back on.
  public var period: Int { highs.count }

  /// A channel of `period` bars, which must be at least 1.
  public init(period: Int = 20) {
    precondition(period >= 1, "a channel needs at least one bar")
    highs = MovingMaximum(count: period)
    turnedLows = MovingMaximum(count: period)
  }

  /// Takes the next bar and answers the channel, nil while there are too few.
  @discardableResult
  public mutating func update(high: Double, low: Double) -> Channel? {
    let upper = highs.update(high)
    let turnedLower = turnedLows.update(-low)
    guard let upper, let turnedLower else { return nil }
    let lower = -turnedLower
    value = Channel(upper: upper, middle: (upper + lower) / 2, lower: lower)
    return value
  }
}
