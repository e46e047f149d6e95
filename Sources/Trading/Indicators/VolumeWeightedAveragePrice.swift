/// Volume-weighted average price of a session: what a unit traded in it has cost on average.
///
/// `v = Σ price·volume / Σ volume` since the last `reset()`. It looks back on a session, not on a number of
/// inputs, and knows no clock: the caller calls `reset()` where a session begins, for instance when
/// `Timestamp.utcDay` changes. An input whose volume is not above zero changes nothing. Source: Berkowitz,
/// Logue and Noser, "The Total Cost of Transactions on the NYSE" (1988). Constant cost and no allocation
/// an input; over a million inputs of a session rounding stays under 10⁻¹⁰ of the value.
public struct VolumeWeightedAveragePrice: Sendable, Hashable {
  /// The average, in the unit of the price; nil before the session's first volume.
  public private(set) var value: Double?

  private var turnover = 0.0
  private var volume = 0.0

  /// An average whose session begins.
  public init() {}

  /// Begins a session: what was taken before is forgotten.
  public mutating func reset() {
    self = VolumeWeightedAveragePrice()
  }

  /// Takes a trade and answers the average, nil before the first volume.
  @discardableResult
  public mutating func update(price: Double, volume added: Double) -> Double? {
    guard added > 0 else { return value }
    turnover += price * added
    volume += added
    value = turnover / volume
    return value
  }

  /// Takes a bar at its typical price (high + low + close) / 3, which stands for the prices of its trades.
  @discardableResult
  public mutating func update(high: Double, low: Double, close: Double, volume: Double) -> Double? {
    update(price: (high + low + close) / 3, volume: volume)
  }
}
