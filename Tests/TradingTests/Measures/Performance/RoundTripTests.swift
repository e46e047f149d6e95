import Primitives
import Testing

@testable import Trading

/// The n-th second.
private func second(_ number: Int) -> Timestamp { Timestamp(nanoseconds: Int64(number) * Nanos.perSecond) }

@Suite("Round trips from flat to flat")
struct FlatToFlatTripsTests {
  @Test("one entry and one exit are one trip, with both fees")
  func simple() throws {
    var trips = FlatToFlatTrips(index: 7, instrument: try Listings.instrument())
    var done: [RoundTrip] = []
    trips.apply(side: .buy, quantity: 2, price: 100, fee: 1, at: second(1), into: &done)
    #expect(done.isEmpty && trips.openRealised == -1)
    trips.apply(side: .sell, quantity: 2, price: 110, fee: 2, at: second(4), into: &done)
    let trip = try #require(done.first)
    #expect(trip.instrument == 7 && trip.side == .long && trip.quantity == 2)
    #expect(trip.entryPrice == 100 && trip.exitPrice == 110)
    #expect(trip.entryValue == 200 && trip.exitValue == 220 && trip.turnover == 420)
    #expect(trip.gross == 20 && trip.fees == 3 && trip.net == 17)
    #expect(trip.openedAt == second(1) && trip.holdingNanoseconds == 3 * Nanos.perSecond)
    #expect(done.count == 1 && trips.openRealised == 0 && trips.position.isFlat)
  }

  @Test("scaling in and out is one trip at average prices")
  func scales() throws {
    var trips = FlatToFlatTrips(index: 0, instrument: try Listings.instrument(contractSize: 10))
    var done: [RoundTrip] = []
    trips.apply(side: .sell, quantity: 1, price: 100, fee: 0, at: second(1), into: &done)
    trips.apply(side: .buy, quantity: 1, price: 90, fee: 0, at: second(2), into: &done)
    #expect(done.count == 1)
    trips.apply(side: .sell, quantity: 1, price: 100, fee: 0, at: second(3), into: &done)
    trips.apply(side: .sell, quantity: 3, price: 120, fee: 0, at: second(4), into: &done)
    trips.apply(side: .buy, quantity: 2, price: 105, fee: 0, at: second(5), into: &done)
    #expect(done.count == 1 && trips.openRealised == 200)
    trips.apply(side: .buy, quantity: 2, price: 125, fee: 0, at: second(6), into: &done)
    let trip = try #require(done.last)
    #expect(done.count == 2 && trip.side == .short && trip.quantity == 4)
    #expect(trip.entryPrice == 115 && trip.exitPrice == 115 && trip.gross == 0)
    #expect(trip.entryValue == 4_600 && trip.exitValue == 4_600)
  }

  @Test("a fill that turns the position over ends one trip and begins the next, fees by contracts")
  func flips() throws {
    var trips = FlatToFlatTrips(index: 0, instrument: try Listings.instrument())
    var done: [RoundTrip] = []
    trips.apply(side: .buy, quantity: 1, price: 100, fee: 10, at: second(1), into: &done)
    trips.apply(side: .sell, quantity: 4, price: 150, fee: 20, at: second(2), into: &done)
    #expect(done.map(\.net) == [35] && done.map(\.fees) == [15] && done.map(\.quantity) == [1])
    #expect(trips.openRealised == -15)
    trips.apply(side: .buy, quantity: 3, price: 140, fee: 6, at: second(3), into: &done)
    #expect(done.map(\.net) == [35, 9] && done.last?.side == .short)
    #expect(done.last?.openedAt == second(2) && done.last?.entryPrice == 150)
  }

  @Test("keeps the worst and best unrealised move of what was open at the time")
  func excursions() throws {
    var trips = FlatToFlatTrips(index: 0, instrument: try Listings.instrument())
    var done: [RoundTrip] = []
    trips.mark(1)
    trips.apply(side: .buy, quantity: 2, price: 100, fee: 0, at: second(1), into: &done)
    for price: Fixed in [90, 130] { trips.mark(price) }
    trips.apply(side: .buy, quantity: 2, price: 110, fee: 0, at: second(2), into: &done)
    for price: Fixed in [80, 119] { trips.mark(price) }
    trips.apply(side: .sell, quantity: 4, price: 115, fee: 0, at: second(3), into: &done)
    trips.mark(1_000)
    let trip = try #require(done.first)
    // 2 · (90 − 100), 2 · (130 − 100); 4 · 80 − 420, 4 · 119 − 420.
    #expect(trip.worst == -100 && trip.best == 60 && trip.gross == 40)
    #expect(
      trip.worstFraction == decimal("-0.238095238095") && trip.bestFraction == decimal("0.142857142857"))
    trips.apply(side: .sell, quantity: 1, price: 100, fee: 0, at: second(4), into: &done)
    trips.apply(side: .buy, quantity: 1, price: 105, fee: 0, at: second(5), into: &done)
    #expect(done.last?.worst == -5 && done.last?.best == 0)
  }

  @Test("an inverse contract earns in its base currency, at harmonic prices")
  func inverse() throws {
    let instrument = try Listings.instrument(.inverse, contractSize: 100)
    var trips = FlatToFlatTrips(index: 0, instrument: instrument)
    var done: [RoundTrip] = []
    trips.apply(side: .buy, quantity: 10, price: 50_000, fee: decimal("0.00001"), at: second(1), into: &done)
    trips.mark(62_500)
    trips.apply(side: .sell, quantity: 10, price: 40_000, fee: 0, at: second(2), into: &done)
    let trip = try #require(done.first)
    #expect(trip.entryValue == decimal("0.02") && trip.exitValue == decimal("0.025"))
    #expect(trip.entryPrice == 50_000 && trip.exitPrice == 40_000)
    #expect(trip.gross == decimal("-0.005") && trip.net == decimal("-0.00501"))
    #expect(trip.best == decimal("0.004") && trip.worst == decimal("-0.005"))
  }

  @Test("a fee in base is worth what the position books")
  func feeInBase() throws {
    var trips = FlatToFlatTrips(index: 0, instrument: try Listings.instrument(.spot))
    var done: [RoundTrip] = []
    trips.apply(
      side: .buy, quantity: 1, price: 100, fee: decimal("0.001"), feeInBase: true, at: second(1), into: &done)
    trips.apply(side: .sell, quantity: decimal("0.999"), price: 110, fee: 0, at: second(2), into: &done)
    #expect(done.map(\.quantity) == [decimal("0.999")] && done.map(\.gross) == [decimal("9.99")])
    #expect(done.map(\.net) == [decimal("9.89")] && trips.position.realised == decimal("9.89"))
    trips.apply(side: .buy, quantity: 1, price: 100, fee: 1, feeInBase: true, at: second(3), into: &done)
    #expect(trips.looseFees == 100 && done.count == 1 && trips.openRealised == 0)
  }

  @Test("funding belongs to the trip that was open; the rest is kept apart")
  func funding() throws {
    var trips = FlatToFlatTrips(index: 0, instrument: try Listings.instrument())
    var done: [RoundTrip] = []
    trips.book(funding: 5, at: second(1))
    trips.apply(side: .buy, quantity: 1, price: 100, fee: 0, at: second(2), into: &done)
    trips.book(funding: -2, at: second(3))
    trips.apply(side: .sell, quantity: 1, price: 100, fee: 0, at: second(4), into: &done)
    #expect(done.map(\.funding) == [-2] && done.map(\.net) == [0])
    #expect(trips.looseFunding == 5 && trips.position.funding == 3)
  }
}

@Suite("Round trips by lots, first in first out")
struct LotTripsTests {
  @Test("an exit is paired with the oldest entries, fees by contracts")
  func pairs() throws {
    var trips = LotTrips(index: 3, instrument: try Listings.instrument())
    var done: [RoundTrip] = []
    trips.apply(side: .buy, quantity: 1, price: 100, fee: 1, at: second(1), into: &done)
    trips.apply(side: .buy, quantity: 2, price: 110, fee: 2, at: second(2), into: &done)
    trips.apply(side: .sell, quantity: 2, price: 120, fee: 4, at: second(3), into: &done)
    #expect(done.map(\.gross) == [20, 10] && done.map(\.fees) == [3, 3])
    #expect(done.map(\.openedAt) == [second(1), second(2)] && done.map(\.instrument) == [3, 3])
    #expect(trips.lotCount == 1 && trips.openFees == 1 && trips.openCost == 110)
    trips.apply(side: .sell, quantity: 1, price: 100, fee: 1, at: second(4), into: &done)
    #expect(done.map(\.net) == [17, 7, -12] && trips.position.realised == 12)
    #expect(done.map(\.exitPrice) == [120, 120, 100])
  }

  @Test("a fill that turns the position over opens a lot of the other side")
  func flips() throws {
    var trips = LotTrips(index: 0, instrument: try Listings.instrument())
    var done: [RoundTrip] = []
    trips.apply(side: .sell, quantity: 1, price: 100, fee: 0, at: second(1), into: &done)
    trips.apply(side: .buy, quantity: 3, price: 90, fee: 3, at: second(2), into: &done)
    #expect(done.map(\.net) == [9] && done.map(\.side) == [.short])
    #expect(trips.lotCount == 1 && trips.openFees == 2 && trips.openCost == 180)
  }

  @Test("each lot keeps the extremes since its own entry")
  func excursions() throws {
    var trips = LotTrips(index: 0, instrument: try Listings.instrument())
    var done: [RoundTrip] = []
    trips.apply(side: .buy, quantity: 1, price: 100, fee: 0, at: second(1), into: &done)
    trips.mark(80)
    trips.apply(side: .buy, quantity: 1, price: 90, fee: 0, at: second(2), into: &done)
    for price: Fixed in [85, 130] { trips.mark(price) }
    trips.apply(side: .sell, quantity: 2, price: 120, fee: 0, at: second(3), into: &done)
    #expect(done.map(\.worst) == [-20, -5] && done.map(\.best) == [30, 40])
  }

  @Test("beyond the capacity the two oldest lots become one")
  func merges() throws {
    var trips = LotTrips(index: 0, instrument: try Listings.instrument(), capacity: 2)
    var done: [RoundTrip] = []
    for (number, price) in [100, 110, 120].enumerated() {
      trips.apply(side: .buy, quantity: 1, price: Fixed(price), fee: 1, at: second(number), into: &done)
    }
    #expect(trips.lotCount == 2 && trips.mergedLots == 1 && trips.openFees == 3)
    trips.apply(side: .sell, quantity: 3, price: 130, fee: 3, at: second(9), into: &done)
    #expect(done.map(\.entryValue) == [210, 120] && done.map(\.openedAt) == [second(0), second(2)])
    #expect(done.map(\.net) == [46, 8])
  }
}

@Suite("A summary of round trips")
struct RoundTripSummaryTests {
  @Test("counts wins, losses and neither, and what each brought")
  func counts() {
    let summary = SystemRows.summary([10, 5, -4, 0, -6, -2, 1])
    #expect(summary.count == 7 && summary.wins == 3 && summary.losses == 3 && summary.zeros == 1)
    #expect(summary.grossProfit == 16 && summary.grossLoss == 12 && summary.net == 4)
    #expect(summary.profitFactor == decimal("1.333333333333"))
    #expect(summary.expectancy == decimal("0.571428571429"))
    #expect(summary.winRate == decimal("0.428571428571"))
    #expect(summary.averageWin == decimal("5.333333333333") && summary.averageLoss == 4)
    #expect(summary.largestWin == 10 && summary.largestLoss == 6)
    #expect(summary.longestWinSeries == 2 && summary.longestLossSeries == 2)
    // (1 + 4/3) · 3/7 − 1 = 0
    #expect(near(summary.expectancyRatio, 0, within: decimal("0.00000000001")))
  }

  @Test("is undefined, not infinite, without losses or trips")
  func undefined() {
    let none = RoundTripSummary()
    #expect(none.winRate == nil && none.profitFactor == nil && none.expectancy == nil)
    #expect(!none.isWithoutLosses && none.averageHoldingNanoseconds == nil)
    let won = SystemRows.summary([1, 2])
    #expect(won.profitFactor == nil && won.isWithoutLosses && won.expectancyRatio == nil)
    let lost = SystemRows.summary([-1])
    #expect(lost.profitFactor == 0 && lost.averageWin == nil && lost.largestWin == nil)
  }

  @Test("adds up fees, funding, turnover and time")
  func sums() throws {
    var trips = FlatToFlatTrips(index: 0, instrument: try Listings.instrument())
    var (done, summary): ([RoundTrip], RoundTripSummary) = ([], RoundTripSummary())
    for (number, price) in [100, 110, 100, 90].enumerated() {
      let side: Side = number.isMultiple(of: 2) ? .buy : .sell
      trips.apply(
        side: side, quantity: 1, price: Fixed(price), fee: 1, at: second(number * number), into: &done)
      if side == .buy { trips.book(funding: -1, at: second(number * number)) }
    }
    for trip in done { summary.add(trip) }
    #expect(summary.count == 2 && summary.gross == 0 && summary.net == -4 && summary.fees == 4)
    #expect(summary.funding == -2 && summary.turnover == 400)
    #expect(summary.averageHoldingNanoseconds == 3 * Nanos.perSecond)
    #expect(summary.largestWin == 8 && summary.largestLoss == 12)
  }
}
