import Testing

@testable import Trading

@Suite("Indicators")
struct IndicatorTests {
  static let closes = [
    22.27, 22.19, 22.08, 22.17, 22.18, 22.13, 22.23, 22.43, 22.24, 22.29, 22.15, 22.39, 22.38, 22.61,
    23.36, 24.05, 23.75, 23.83, 23.95, 23.63,
  ]

  static func isClose(_ left: Double, _ right: Double) -> Bool { abs(left - right) < 1e-9 }

  @Test("the exponential average of ten starts at the mean and follows the reference")
  func exponential() {
    // Computed independently of this code.
    let expected = [
      22.221, 22.208090909090906, 22.241165289256195, 22.266407963936885, 22.32887924322109,
      22.516355744453616, 22.79520015455296, 22.96880012645242, 23.125381921642887, 23.27531248134418,
      23.339801121099782,
    ]
    var average = ExponentialMovingAverage(period: 10)
    let values = Self.closes.map { average.update($0) }
    #expect(values.prefix(9).allSatisfy { $0 == nil })
    #expect(values.dropFirst(9).count == expected.count)
    for (value, reference) in zip(values.dropFirst(9), expected) {
      #expect(value.map { Self.isClose($0, reference) } == true)
    }
    #expect(average.value == values.last)
  }

  @Test("an average of one is its input")
  func identity() {
    var average = ExponentialMovingAverage(period: 1)
    #expect(average.update(3) == 3)
    #expect(average.update(5) == 5)
  }

  @Test("the average true range of four comes with the fifth bar and follows the reference")
  func trueRange() {
    let bars = [
      (48.70, 47.79, 48.16), (48.72, 48.14, 48.61), (48.90, 48.39, 48.75), (48.87, 48.37, 48.63),
      (48.82, 48.24, 48.74), (49.05, 48.64, 49.03), (49.20, 48.94, 49.07), (49.35, 48.86, 49.32),
      (49.92, 49.50, 49.91), (50.19, 49.87, 50.13),
    ]
    let expected = [
      0.5424999999999986, 0.5093749999999981, 0.4470312499999999, 0.45777343750000044,
      0.4933300781250007, 0.44999755859375057,
    ]
    var range = AverageTrueRange(period: 4)
    let values = bars.map { range.update(high: $0.0, low: $0.1, close: $0.2) }
    #expect(values.prefix(4).allSatisfy { $0 == nil })
    for (value, reference) in zip(values.dropFirst(4), expected) {
      #expect(value.map { Self.isClose($0, reference) } == true)
    }
  }

  @Test("a gap between bars counts as range")
  func gap() {
    var range = AverageTrueRange(period: 1)
    #expect(range.update(high: 10, low: 10, close: 10) == nil)
    #expect(range.update(high: 15, low: 14, close: 14) == 5)
    #expect(range.update(high: 9, low: 8, close: 9) == 6)
  }

  @Test("the strength index is 100 where all rises, 0 where all falls and where nothing moves")
  func strength() {
    var (rising, falling, still) = (
      RelativeStrengthIndex(period: 3), RelativeStrengthIndex(period: 3), RelativeStrengthIndex(period: 3)
    )
    for step in 0..<3 {
      #expect(rising.update(Double(step)) == nil)
      falling.update(Double(-step))
      still.update(5)
    }
    #expect(rising.update(3) == 100)
    #expect(falling.update(-3) == 0)
    #expect(still.update(5) == 0)
  }

  @Test("the volume-weighted price counts what traded since its reset, and nothing else")
  func sessionPrice() {
    var average = VolumeWeightedAveragePrice()
    #expect(average.update(price: 7, volume: 0) == nil)
    #expect(average.update(price: 10, volume: 1) == 10)
    #expect(average.update(price: 20, volume: 3) == 17.5)
    #expect(average.update(price: 99, volume: 0) == 17.5)
    average.reset()
    #expect(average.value == nil)
    #expect(average.update(price: 40, volume: 2) == 40)
  }

  @Test("windows of one answer their input at once")
  func windowOfOne() {
    var simple = SimpleMovingAverage(period: 1)
    var weighted = WeightedMovingAverage(period: 1)
    var deviation = RollingStandardDeviation(period: 1)
    for input in [3.0, 8, 8] {
      #expect(simple.update(input) == input)
      #expect(weighted.update(input) == input)
      #expect(deviation.update(input) == 0)
    }
  }
}
