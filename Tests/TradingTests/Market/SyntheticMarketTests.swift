import Primitives
import Testing

@testable import Trading

@Suite("The synthetic market")
struct SyntheticMarketTests {
  static func book() throws -> InstrumentBook {
    try #require(
      InstrumentBook([
        try MarketSample.rules("BTCUSDT"),
        try MarketSample.rules("ETHUSDT", tickSize: "0.01"),
        try MarketSample.rules("EURUSD", tickSize: "0.00001"),
        try MarketSample.rules("SOLUSDT", tickSize: "0.01", lotStep: "0.01"),
      ]))
  }

  static func ticks(_ count: Int, seed: UInt64, book: InstrumentBook) throws -> [MarketTick] {
    var market = SyntheticMarket(book: book, seed: seed, start: MarketSample.start)
    return try (0..<count).map { _ in
      guard case .tick(let tick)? = market.next() else { throw NotATick() }
      return tick
    }
  }

  struct NotATick: Error {}

  @Test("gives the same events for the same seed and others for another")
  func deterministic() throws {
    let book = try Self.book()
    let first = try Self.ticks(5_000, seed: 7, book: book)
    #expect(first == (try Self.ticks(5_000, seed: 7, book: book)))
    #expect(first != (try Self.ticks(5_000, seed: 8, book: book)))
  }

  @Test("is the same on every machine and in every release")
  func pinned() throws {
    var digest: UInt64 = 0
    for tick in try Self.ticks(20_000, seed: 42, book: Self.book()) {
      for part in [tick.bid, tick.ask, tick.bidSize, tick.askSize] {
        digest = (digest ^ UInt64(truncatingIfNeeded: part.mantissa)) &* 0x0000_0100_0000_01b3
      }
      digest = (digest ^ UInt64(bitPattern: tick.at.nanoseconds)) &* 0x0000_0100_0000_01b3
    }
    #expect(digest == 17_080_989_024_365_818_840)
  }

  @Test("trades Bitcoin, Ether and Solana from known prices, and nothing else of the book")
  func instruments() throws {
    let ticks = try Self.ticks(2_000, seed: 1, book: Self.book())
    #expect(Set(ticks.map(\.instrument)) == [0, 1, 3])
    for (index, start) in [(0, 61_800), (1, 2_680), (3, 150)] as [(Int, Fixed)] {
      let first = try #require(ticks.first { $0.instrument == index })
      #expect((first.mid - start).magnitude < start.divided(by: 100, rounding: .up))
    }
  }

  @Test("quotes stand on tick and lot, uncrossed, in time order")
  func wellFormed() throws {
    let book = try Self.book()
    var last = MarketSample.start
    for tick in try Self.ticks(50_000, seed: 3, book: book) {
      let rules = book[tick.instrument]
      #expect(tick.bid < tick.ask && tick.bid.isPositive)
      #expect(tick.bid.isMultiple(of: rules.tickSize) && tick.ask.isMultiple(of: rules.tickSize))
      #expect(tick.bidSize.isPositive && tick.bidSize.isMultiple(of: rules.lotStep))
      #expect(tick.askSize.isPositive && tick.askSize.isMultiple(of: rules.lotStep))
      #expect(tick.at >= last)
      last = tick.at
    }
  }

  @Test("has about two quotes a second of each instrument")
  func pace() throws {
    let ticks = try Self.ticks(60_000, seed: 5, book: Self.book())
    let last = try #require(ticks.last)
    let seconds = Double(last.at - MarketSample.start) / 1e9
    #expect(abs(seconds - 10_000) < 200)
  }

  @Test("an instrument does not depend on those beside it")
  func independence() throws {
    let rules = try MarketSample.rules()
    let alone = try #require(InstrumentBook([rules]))
    let single = try Self.ticks(1_000, seed: 9, book: alone)
    let among = try Self.ticks(4_000, seed: 9, book: Self.book()).filter { $0.instrument == 0 }
    #expect(among.count > 1_000)
    #expect(Array(among.prefix(1_000)) == single)
  }

  @Test("stays within a quarter and four times its start over weeks, and does move")
  func bounded() throws {
    let rules = try MarketSample.rules()
    let book = try #require(InstrumentBook([rules]))
    let mids = try Self.ticks(400_000, seed: 11, book: book).map(\.mid)
    let (low, high) = (try #require(mids.min()), try #require(mids.max()))
    #expect(low > 15_000 && high < 248_000)
    #expect(high - low > 600)
  }

  @Test("counts its rows from 1 and ends at once without instruments")
  func rows() throws {
    var market = SyntheticMarket(book: try Self.book(), seed: 1, start: MarketSample.start)
    #expect(market.row == 0)
    _ = market.next()
    _ = market.next()
    #expect(market.row == 2)
    var none = SyntheticMarket(instruments: [], seed: 1, start: MarketSample.start)
    #expect(none.next() == nil)
    #expect(none.row == 0)
  }
}
