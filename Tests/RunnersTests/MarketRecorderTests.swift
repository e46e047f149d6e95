import Desk
import Platform
import Primitives
import Testing
import Trading

@testable import Ingest
@testable import Runners

@Suite("What the stores get of the market")
struct MarketRecorderTests {
  private let book: InstrumentBook
  private let lane: MarketLane

  init() throws {
    book = try BuiltIn.instruments().book
    lane = MarketLane(instruments: book, source: "tape.csv")
  }

  /// A trade, seconds after a full minute.
  private func trade(_ seconds: Int64, _ price: Fixed, instrument: Int = 0) -> MarketEvent {
    let at = Timestamp(nanoseconds: 1_700_000_040 * Nanos.perSecond + seconds * Nanos.perSecond)
    return .tick(
      MarketTick(instrument: instrument, at: at, bid: price, ask: price, bidSize: 2, askSize: 2))
  }

  private func note(_ events: [MarketEvent], isWhole: Bool = true) -> (ticks: [Row], candles: [Row]) {
    var recorder = MarketRecorder(lanes: [lane], instruments: book.count, isWhole: isWhole)
    for (row, event) in events.enumerated() { recorder.note(event, row: Int64(row + 1)) }
    let rows = lane.take().map(lane.row)
    return (rows.filter { $0.table == .ticks }, rows.filter { $0.table == .candles })
  }

  private func reals(_ row: Row, _ columns: [String]) -> [RowValue?] { columns.map { row[$0] } }

  @Test("is every tick, and a candle of each full minute")
  func candles() {
    let rows = note([trade(5, 100), trade(30, 108), trade(50, 95), trade(65, 101), trade(130, 102)])
    #expect(rows.ticks.count == 5)
    #expect(rows.ticks.map { $0["seq"] } == (1...5).map { .integer($0) })
    #expect(rows.candles.count == 2)
    let columns = ["open", "high", "low", "close", "volume"]
    #expect(reals(rows.candles[0], columns) == [100, 108, 95, 95, 6].map { .real($0) })
    #expect(reals(rows.candles[1], columns) == [101, 101, 101, 101, 2].map { .real($0) })
    #expect(rows.candles[0]["ts"] == .timestamp(1_700_000_040_000_000))
    #expect(rows.candles[1]["ts"] == .timestamp(1_700_000_100_000_000))
    for candle in rows.candles {
      #expect(candle["bar_seconds"] == .integer(60))
      #expect(candle["symbol"] == .text(book[0].symbol.text))
      #expect(candle["source"] == .text("tape.csv"))
    }
  }

  @Test("a candle keeps its time: a trade at the full minute is the last of the minute that ends there")
  func boundary() {
    let rows = note([trade(5, 100), trade(60, 110), trade(61, 120)])
    #expect(rows.candles.map { $0["close"] } == [.real(110)])
  }

  @Test("after a restart the minute that is half over makes no candle, for each instrument its own")
  func partial() {
    let events = [
      trade(35, 100), trade(40, 50, instrument: 1), trade(70, 101), trade(75, 51, instrument: 1),
      trade(130, 102), trade(190, 52, instrument: 1),
    ]
    let whole = note(events)
    let resumed = note(events, isWhole: false)
    #expect(resumed.ticks.map(\.values.count) == whole.ticks.map(\.values.count))
    #expect(whole.candles.count == 2 + 3)
    #expect(resumed.candles.count == 1 + 2)
    let first = Timestamp(nanoseconds: 1_700_000_100 * Nanos.perSecond).microseconds
    for candle in resumed.candles {
      guard case .timestamp(let at)? = candle["ts"] else { continue }
      #expect(at >= first)
    }
  }

  @Test("candles of a tape go as they are")
  func ownCandles() {
    let at = Timestamp(nanoseconds: 1_700_000_040 * Nanos.perSecond)
    let candle = Candle(
      instrument: 0, openAt: at, closeAt: at.adding(nanoseconds: 5 * Nanos.perSecond), open: 1, high: 4,
      low: 1, close: 3, volume: 9)
    let rows = note([.candle(candle)])
    #expect(rows.ticks.isEmpty)
    #expect(rows.candles.map { $0["bar_seconds"] } == [.integer(5)])
    #expect(rows.candles.map { $0["close"] } == [.real(3)])
  }

  @Test("noting never waits: what finds no room is counted, not kept")
  func overflow() {
    var recorder = MarketRecorder(lanes: [lane], instruments: book.count, isWhole: true)
    for row in 1...Int64(MarketLane.capacity + 1_000) {
      // All within one minute: no candle comes between.
      recorder.note(trade(1, 100), row: row)
    }
    #expect(lane.droppedCount == 1_000)
    #expect(lane.take().map(\.row) == Array(1...Int64(MarketLane.capacity)))
  }

  @Test("of two accounts one tells it; the other goes on where it is, its running candle whole")
  func takingOver() {
    let first = OneShot<Void>()
    let tells: @Sendable () -> Bool = { first.current == nil }
    var (one, other) = (
      MarketRecorder(lanes: [lane], instruments: book.count, isWhole: true, isTeller: tells),
      MarketRecorder(lanes: [lane], instruments: book.count, isWhole: true, isTeller: { !tells() })
    )
    let events = [trade(5, 100), trade(30, 108), trade(50, 95), trade(65, 101), trade(130, 102)]
    for (place, event) in events.enumerated() {
      if place == 2 { first.fulfil(()) }
      one.note(event, row: Int64(place + 1))
      other.note(event, row: Int64(place + 1))
    }
    let rows = lane.take().map(lane.row)
    #expect(rows.filter { $0.table == .ticks }.map { $0["seq"] } == (1...5).map { .integer($0) })
    let candles = rows.filter { $0.table == .candles }
    #expect(candles.map { $0["high"] } == [.real(108), .real(101)])
  }

  @Test("without stores nothing is noted")
  func noLanes() {
    var recorder = MarketRecorder(lanes: [], instruments: book.count, isWhole: true)
    recorder.note(trade(1, 100), row: 1)
    recorder.note(trade(90, 100), row: 2)
    #expect(lane.take().isEmpty)
  }
}
