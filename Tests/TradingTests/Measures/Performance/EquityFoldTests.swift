import Primitives
import Testing

@testable import Trading

@Suite("An equity curve")
struct EquityFoldTests {
  /// Noon of a day after 1970-01-01.
  private func day(_ number: Int, hour: Int64 = 12) -> Timestamp {
    Timestamp(nanoseconds: Int64(number) * Nanos.perDay + hour * Nanos.perHour)
  }

  private func expectReturns(
    _ curve: EquityFold, _ expected: [Double], location: SourceLocation = #_sourceLocation
  ) {
    let returns = curve.returns(periodsPerYear: 365).returns
    #expect(returns.count == expected.count, sourceLocation: location)
    for (actual, wanted) in zip(returns, expected) {
      #expect(abs(actual - wanted) < 1e-15, "\(returns)", sourceLocation: location)
    }
  }

  @Test("closes each UTC day at its last mark; the start is the first mark")
  func dailyCloses() {
    var curve = EquityFold()
    curve.mark(1_000, at: day(0, hour: 1))
    curve.mark(1_100, at: day(0, hour: 2))
    curve.mark(1_250, at: day(0, hour: 23))
    curve.mark(2_000, at: day(1, hour: 1))
    curve.mark(1_000, at: day(1, hour: 5))
    expectReturns(curve, [0.25, -0.2])
    #expect(curve.samples.map(\.equity) == [1_250, 1_000])
    #expect(curve.samples.map { curve.end(of: $0) } == [day(1, hour: 0), day(2, hour: 0)])
    #expect(curve.totalReturn == 0)
  }

  @Test("a mark at midnight closes the day before it, however marks go on", arguments: [false, true])
  func midnight(isFollowed: Bool) {
    var curve = EquityFold()
    for hour in 0...48 { curve.mark(Fixed(100 + hour), at: day(-1, hour: Int64(hour))) }
    #expect(curve.samples.map(\.equity) == [124, 148])
    #expect(curve.samples.map { curve.end(of: $0) } == [day(0, hour: 0), day(1, hour: 0)])
    expectReturns(curve, [0.24, 24.0 / 124])
    guard isFollowed else { return }
    curve.mark(74, at: day(1, hour: 0).adding(nanoseconds: 1))
    #expect(curve.samples.map(\.equity) == [124, 148, 74])
    // A day later, with nothing between: the only close of the day that midnight ends.
    var leap = EquityFold()
    for (equity, at) in [(100, day(0)), (110, day(2, hour: 0)), (121, day(3, hour: 0))] {
      leap.mark(Fixed(equity), at: at)
    }
    expectReturns(leap, [0.1, 0.1])
    var ends = EquityFold()
    for equity in [100, 110] { ends.mark(Fixed(equity), at: .distantPast) }
    #expect(ends.samples.map(\.equity) == [110])
  }

  @Test("closes once a day make one return fewer than closes")
  func closesOnly() {
    var curve = EquityFold()
    for (number, equity) in [100, 110, 99].enumerated() { curve.mark(Fixed(equity), at: day(number)) }
    expectReturns(curve, [0.1, -0.1])
  }

  @Test("days without a mark are returns of zero, or none")
  func gaps() {
    var carry = EquityFold(gaps: .carry)
    var skip = EquityFold(gaps: .skip)
    for (number, equity) in [(0, 100), (3, 110), (5, 121)] {
      carry.mark(Fixed(equity), at: day(number))
      skip.mark(Fixed(equity), at: day(number))
    }
    expectReturns(carry, [0, 0, 0.1, 0, 0.1])
    expectReturns(skip, [0.1, 0.1])
  }

  @Test("at its capacity the interval doubles; the growth stays", arguments: [EquityFold.Gaps.carry, .skip])
  func doubles(gaps: EquityFold.Gaps) {
    var curve = EquityFold(gaps: gaps, capacity: 16)
    curve.mark(100, at: day(0, hour: 0))
    for number in 0..<100 { curve.mark(Fixed(101 + number), at: day(number)) }
    // 100 days in intervals of 8 days, the first from day 0: 13 of them.
    #expect(curve.interval == 8 * Nanos.perDay)
    #expect(curve.samples.count == 13)
    #expect(curve.samples.map(\.equity).prefix(2) == [108, 116])
    let series = curve.returns(periodsPerYear: 365)
    #expect(series.count == 13 && series.periodsPerYear == 365.0 / 8)
    expect(series.totalReturn, is: 1.0, within: 1e-12, "total")
    #expect(curve.totalReturn == 1)
  }

  @Test("a leap to the end of time stays within the capacity")
  func leap() {
    var curve = EquityFold(interval: Nanos.perSecond, capacity: 16)
    curve.mark(100, at: .distantPast)
    curve.mark(110, at: .zero)
    curve.mark(115, at: .distantFuture)
    curve.mark(121, at: .distantFuture)
    #expect(Set(curve.samples.map(\.index)).count == curve.samples.count)
    let series = curve.returns(periodsPerYear: 365)
    #expect(series.count <= 16)
    expect(series.totalReturn, is: 0.21, within: 1e-12, "total")
    #expect(curve.samples.last.map { curve.end(of: $0) } == .distantFuture)
  }

  @Test("a mark of before counts as now; returns end where equity does")
  func disorderAndRuin() {
    var curve = EquityFold()
    curve.mark(100, at: day(0))
    curve.mark(50, at: day(1))
    curve.mark(40, at: day(0))
    #expect(curve.last == EquityFold.Mark(equity: 40, at: day(1)))
    curve.mark(-10, at: day(2))
    curve.mark(10, at: day(3))
    expectReturns(curve, [-0.6, -1.25])
    #expect(curve.drawdowns.steepest?.fraction == decimal("1.1"))
  }

  @Test("grows a year by the calendar: 1,000 to 1,500 in 100 days is 339.27 %")
  func calendar() {
    var curve = EquityFold()
    #expect(curve.totalReturn == nil && curve.calendarGrowth == nil)
    curve.mark(1_000, at: day(0))
    #expect(curve.totalReturn == 0 && curve.calendarGrowth == nil)
    #expect(curve.returns(periodsPerYear: 365).count == 0)
    curve.mark(1_500, at: day(100))
    expect(curve.calendarGrowth, is: 3.3927, within: 1e-5, "growth")
  }
}

@Suite("Drawdowns")
struct DrawdownTests {
  static func fold(_ values: [Int], start: Int = 0) -> DrawdownFold {
    var fold = DrawdownFold()
    for (number, value) in values.enumerated() {
      fold.mark(Fixed(value), at: Timestamp(nanoseconds: Int64(start + number) * Nanos.perDay))
    }
    return fold
  }

  @Test("end when the peak is reached again, and are measured from the last time at it")
  func ends() throws {
    let fold = Self.fold([100, 100, 90, 80, 95, 100, 120])
    let drawdown = try #require(fold.deepest)
    #expect(drawdown.depth == 20 && drawdown.fraction == decimal("0.2"))
    #expect(drawdown.peakAt.utcDay == 1 && drawdown.troughAt.utcDay == 3)
    #expect(drawdown.recoveredAt?.utcDay == 5 && drawdown.nanoseconds == 4 * Nanos.perDay)
    #expect(fold.recoveredCount == 1 && fold.current == nil && fold.peak == 120)
  }

  @Test("an open one says since when, and counts in every record")
  func open() throws {
    let fold = Self.fold([100, 90, 100, 80, 85, 90])
    let current = try #require(fold.current)
    #expect(current.recoveredAt == nil && current.peakAt.utcDay == 2)
    #expect(current.nanoseconds == 3 * Nanos.perDay)
    #expect(fold.deepest == current && fold.steepest == current && fold.longest == current)
    #expect(fold.longestRecovered?.nanoseconds == 2 * Nanos.perDay)
  }

  @Test("the deepest in money need not be the steepest by fraction")
  func twoRecords() {
    // 500 of 1,000 against 1,000 of 11,000.
    let fold = Self.fold([1_000, 500, 1_000, 11_000, 10_000])
    #expect(fold.deepest?.depth == 1_000 && fold.deepest?.troughAt.utcDay == 4)
    #expect(fold.steepest?.fraction == decimal("0.5") && fold.steepest?.troughAt.utcDay == 1)
  }

  @Test("fractions are compared without rounding")
  func exact() {
    // 1 of 3 and a hair more than 1 of 3: equal to twelve digits.
    let (peak, low) = (Fixed(3_000_000_000_000), Fixed(2_000_000_000_000))
    var fold = DrawdownFold()
    let levels = [peak, low, peak, low - Fixed.smallest, peak]
    for (number, level) in levels.enumerated() {
      fold.mark(level, at: Timestamp(nanoseconds: Int64(number)))
    }
    #expect(fold.steepest?.troughAt.nanoseconds == 3)
    #expect(fold.steepest?.fraction == decimal("0.333333333333"))
  }

  @Test("a stream that only rises has none")
  func none() {
    let fold = Self.fold([1, 2, 2, 3])
    #expect(fold.deepest == nil && fold.longest == nil && fold.recoveredCount == 0)
    #expect(DrawdownFold().current == nil && DrawdownFold().peak == nil)
    let under = Self.fold([-1, -2])
    #expect(under.deepest?.depth == 1 && under.deepest?.fraction == nil)
  }
}
