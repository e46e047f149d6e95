/// Relative strength index of a series: the share of rises in its movement, 0 to 100.
///
/// `v = 100 · g / (g + l)` with the averages g of rises and l of falls, each counting 0 where the other
/// one is. The first value comes after n changes, so with input n + 1, from their means; after it
/// `g = ((n − 1)·g + rise) / n`, l likewise. A series that never moved gives 0, as TA-Lib does. Sources:
/// J. Welles Wilder, "New Concepts in Technical Trading Systems" (1978); TA-Lib's RSI, whose seeding this
/// is. Constant cost and no allocation an input.
public struct RelativeStrengthIndex: Sendable, Hashable {
  /// Changes it averages over.
  public let period: Int
  /// The index, 0 to 100; nil before `period` changes.
  public private(set) var value: Double?

  private var previous: Double?
  private var seedCount = 0
  /// Sums before `period` changes, averages from then on.
  private var gain = 0.0
  private var loss = 0.0

  /// An index over `period` changes, which must be at least 1.
  public init(period: Int = 14) {
    precondition(period >= 1, "an average needs at least one change")
    self.period = period
  }

  /// Takes the next input and answers the index, nil while there are too few.
  @discardableResult
  public mutating func update(_ input: Double) -> Double? {
    defer { previous = input }
    guard let previous else { return nil }
    let rise = max(input - previous, 0)
    let fall = max(previous - input, 0)
    let count = Double(period)
    if seedCount < period {
      seedCount += 1
      gain += rise
      loss += fall
      guard seedCount == period else { return nil }
      gain /= count
      loss /= count
    } else {
      gain = (gain * (count - 1) + rise) / count
      loss = (loss * (count - 1) + fall) / count
    }
    let movement = gain + loss
    value = movement > 0 ? 100 * (gain / movement) : 0
    return value
  }
}
