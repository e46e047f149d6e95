import Primitives
import Testing

@testable import Trading

@Suite("Indicators over a million inputs")
struct IndicatorDriftTests {
  static let period = 20

  /// A walk near 60,000 in steps of 0.1, with a price a million times larger every 100,000 inputs and a
  /// stretch without movement behind each.
  static func series() -> [Double] {
    var generator = SeededGenerator(seed: 7)
    var price = 600_000
    return (0..<1_000_000).map { number in
      let place = number % 100_000
      if place == 50_000 { return 6e10 }
      if !(50_000..<50_100).contains(place) { price += Int(generator.below(201)) - 100 }
      return Double(price) / 10
    }
  }

  @Test("simple and weighted average, deviation and bands equal what is reckoned from the window itself")
  func drift() {
    let series = Self.series()
    var simple = SimpleMovingAverage(period: Self.period)
    var weighted = WeightedMovingAverage(period: Self.period)
    var deviation = RollingStandardDeviation(period: Self.period)
    var bands = BollingerBands(period: Self.period)
    var (checked, flat) = (0, 0)
    for (number, input) in series.enumerated() {
      simple.update(input)
      weighted.update(input)
      deviation.update(input)
      bands.update(input)
      // Each place of a block in turn, and the whole neighbourhood of the last outlier.
      guard number % 997 == 0 || (950_000..<950_100).contains(number), number >= Self.period else { continue }
      checked += 1
      let window = Array(series[(number + 1 - Self.period)...number])
      // From the first input on, so that equal inputs have exactly their own mean.
      let mean = window[0] + window.reduce(0) { $0 + ($1 - window[0]) } / 20
      let spread = (window.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20).squareRoot()
      let rising = zip(1..., window).reduce(0) { $0 + Double($1.0) * $1.1 } / 210
      if spread == 0 {
        flat += 1
        #expect(deviation.value == 0)
      }
      #expect(Self.agree(simple.value, mean), "input \(number)")
      #expect(Self.agree(weighted.value, rising), "input \(number)")
      #expect(Self.agree(deviation.value, spread), "input \(number)")
      #expect(Self.agree(bands.value?.middle, mean), "input \(number)")
      #expect(Self.agree(bands.value?.upper, mean + 2 * spread), "input \(number)")
    }
    #expect(checked > 1_000)
    #expect(flat > 50)
  }

  /// Within 10⁻¹⁰ of each other, a tenth of what is promised.
  static func agree(_ value: Double?, _ reference: Double) -> Bool {
    value.map { abs($0 - reference) <= 1e-10 * abs(reference) } ?? false
  }

  @Test("an update takes no new room")
  func room() {
    var window = MovingWindow<MomentsOfRun>(count: 50)
    var maximum = MovingMaximum(count: 50)
    let before = (window.address, maximum.address)
    for number in 0..<1_000 {
      _ = window.update(Double(number % 7))
      _ = maximum.update(Double(number % 11))
    }
    #expect(before == (window.address, maximum.address))
  }

  @Test("the channel's extremes leave when their bar does, whatever the order of bars")
  func extremes() {
    var generator = SeededGenerator(seed: 11)
    for period in [1, 2, 3, 16] {
      var channel = DonchianChannel(period: period)
      var lows: [Double] = []
      for number in 0..<2_000 {
        // Few different prices, so that equal ones meet; rising, falling and mixed stretches.
        let noise = Double(generator.below(4))
        let low = [noise, Double(number % 100), Double(-(number % 100))][number / 100 % 3]
        lows.append(low)
        let value = channel.update(high: low + 1, low: low)
        let window = lows.suffix(period)
        #expect(value?.lower == (number + 1 < period ? nil : window.min()))
        #expect(value?.upper == (number + 1 < period ? nil : window.max().map { $0 + 1 }))
      }
    }
  }
}

extension MovingWindow {
  fileprivate var address: UInt { summaries.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) } }
}

extension MovingMaximum {
  fileprivate var address: UInt { inputs.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) } }
}
