import Primitives
import Testing

@testable import Query

@Suite("The equity curve")
struct EquityCurveTests {
  private func curve(_ equities: [Fixed]) -> EquityCurve {
    var curve = EquityCurve()
    for (place, equity) in equities.enumerated() {
      curve.add(EquityPoint(at: Timestamp(nanoseconds: Int64(place)), equity: equity))
    }
    return curve
  }

  @Test("Each point says how far below the highest before it, percent of that")
  func drawdown() {
    let curve = curve([100, 120, 90, 120, 150])
    #expect(curve.points.map(\.drawdownPercent) == [0, 0, 25, 0, 0])
  }

  @Test("A peak that was thinned away counts on")
  func thinnedPeak() throws {
    var equities = [Fixed](repeating: 100, count: EquityCurve.cap)
    equities[501] = 200
    let curve = curve(equities)
    #expect(curve.points.count == EquityCurve.cap / 2)
    #expect(!curve.points.map(\.equity).contains(200))
    let last = try #require(curve.points.last)
    #expect(last.drawdownPercent == 50)
  }

  @Test("Without a positive peak there is no drawdown")
  func noPeak() {
    #expect(curve([-5, 0]).points.map(\.drawdownPercent) == [nil, nil])
  }
}
