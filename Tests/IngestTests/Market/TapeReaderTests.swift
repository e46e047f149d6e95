import Ingest
import Primitives
import Testing
import Trading

@Suite("Reading a tape")
struct TapeReaderTests {
  let sample: TapeSample

  init() throws { sample = try TapeSample() }

  @Test("trades become ticks whose bid and ask are the price")
  func trades() throws {
    let path = try sample.write(
      """
      ts_ns,price,size,side,trade_id,recv_ns
      1723161256322000000,61800.30,0.006,buy,5266583935,1723161255088176367
      1723161256322000000,61800.20,0.199,sell,5266583936,1723161255088230567

      """)
    let reader = try TapeReader(path: path, instrument: 3)
    #expect(reader.kind == .trades)
    #expect(reader.row == 0)
    #expect(reader.candleLengthNanos == nil)
    let events = try TapeSample.events(reader)
    let price = try TapeSample.decimal("61800.3")
    let size = try TapeSample.decimal("0.006")
    let tick = MarketTick(
      instrument: 3, at: Timestamp(nanoseconds: 1_723_161_256_322_000_000), bid: price, ask: price,
      bidSize: size, askSize: size)
    #expect(events.map(\.row) == [1, 2])
    #expect(events.first?.event == .tick(tick))
    #expect(reader.badRowCount == 0)
    #expect(try reader.next() == nil)
  }

  @Test("quotes become ticks with both sides and their sizes")
  func quotes() throws {
    let path = try sample.write(
      "ts_ns,bid,bid_size,ask,ask_size\r\n1580380071336000000,1.102740,100000,1.102760,0\r\n")
    let reader = try TapeReader(path: path, instrument: 0)
    #expect(reader.kind == .quotes)
    guard case .tick(let tick)? = try reader.next() else {
      Issue.record("no tick")
      return
    }
    #expect(tick.bid == (try TapeSample.decimal("1.10274")))
    #expect(tick.ask == (try TapeSample.decimal("1.10276")))
    #expect(tick.bidSize == 100_000)
    #expect(tick.askSize.isZero)
  }

  @Test("candles close one step of the tape after they open, gaps notwithstanding")
  func candles() throws {
    let path = try sample.write(
      """
      ts_ms,open,high,low,close,volume,quote_volume
      1704067200000,42283.58,42298.62,42261.02,42298.61,35.92724,1
      1704067800000,42298.62,42320.00,42298.61,42320.00,21.16779,1
      1704068100000,42319.99,42331.54,42319.99,42325.50,0,1
      """)
    let reader = try TapeReader(path: path, instrument: 0)
    #expect(reader.kind == .candles)
    #expect(reader.candleLengthNanos == 5 * Nanos.perMinute)
    let events = try TapeSample.events(reader)
    #expect(reader.badRows.isEmpty)
    #expect(events.count == 3)
    guard case .candle(let candle)? = events.first?.event else {
      Issue.record("no candle")
      return
    }
    #expect(candle.openAt.nanoseconds == 1_704_067_200_000_000_000)
    #expect(candle.closeAt.nanoseconds == 1_704_067_500_000_000_000)
    #expect(events.first?.event.at == candle.closeAt)
    #expect(candle.volume == (try TapeSample.decimal("35.92724")))
    #expect(candle.high > candle.low && candle.low < candle.open && candle.close < candle.high)
  }

  @Test("a tape of one candle lasts one minute")
  func oneCandle() throws {
    let path = try sample.write("ts_ms,open,high,low,close,volume\n1704067200000,2,3,1,2,9")
    let reader = try TapeReader(path: path, instrument: 0)
    #expect(reader.candleLengthNanos == Nanos.perMinute)
    #expect(try TapeSample.events(reader).count == 1)
  }

  @Test("numbers from binary floating point are rounded at the twelfth decimal")
  func rounding() throws {
    let path = try sample.write(
      "ts_ns,price,size,side,trade_id\n1723161256322000000,1.1997200000000001,0.1234567890125,none,x\n")
    let reader = try TapeReader(path: path, instrument: 0)
    guard case .tick(let tick)? = try reader.next() else {
      Issue.record("no tick: \(reader.badRows)")
      return
    }
    #expect(tick.bid == (try TapeSample.decimal("1.19972")))
    #expect(tick.bidSize == (try TapeSample.decimal("0.123456789012")))
  }

  @Test("a byte order mark, Windows line ends, blank lines and a missing last line end do no harm")
  func lineEnds() throws {
    let path = try sample.write(
      "\u{feff}TS_NS,price,size,side,trade_id\r\n\r\n1723161256000000000,1,1,BUY,1\r\n  \r\n"
        + "1723161257000000000,2,1,Sell,2")
    let reader = try TapeReader(path: path, instrument: 0)
    #expect(try TapeSample.events(reader).map(\.row) == [1, 2])
    #expect(reader.badRows.isEmpty)
  }

  @Test("a gzip tape gives exactly the events of the plain one, over many blocks")
  func compressed() throws {
    var generator = SeededGenerator(seed: 4)
    var text = "ts_ns,price,size,side,trade_id\n"
    var nanos = 1_723_161_256_000_000_000 as Int64
    for row in 1...60_000 {
      nanos += Int64(generator.below(2_000_000))
      let cents = generator.below(1_000_000) + 1
      text += "\(nanos),\(cents / 100).\(cents % 100 / 10)\(cents % 10),\(generator.below(50)),none,\(row)\n"
    }
    let plain = try TapeReader(path: try sample.write(text), instrument: 1)
    let path = try sample.writeCompressed(text)
    let packed = try TapeReader(path: path, instrument: 1)
    var count: Int64 = 0
    while let event = try plain.next() {
      let other = try packed.next()
      #expect(other == event)
      #expect(packed.row == plain.row)
      count += 1
    }
    #expect(try packed.next() == nil)
    // A trade of size 0 is a bad row in both.
    #expect(plain.badRowCount > 0)
    #expect(count + plain.badRowCount == 60_000)
    #expect(packed.badRows == plain.badRows)
    #expect(plain.progress.fraction == 1)
    #expect(plain.bytesRead == Int64(text.utf8.count))
    #expect(packed.bytesRead == Int64(try sample.bytes(path).count))
  }

  @Test("a gzip file of several members reads like one")
  func members() throws {
    let header = try sample.bytes(try sample.writeCompressed("ts_ns,price,size,side,trade_id\n"))
    let first = try sample.bytes(try sample.writeCompressed("1723161256000000000,1,1,buy,1\n17231"))
    let second = try sample.bytes(try sample.writeCompressed("61257000000000,2,1,buy,2\n"))
    let path = try sample.write(header + first + second + [0, 0, 0], as: "members.gz")
    let reader = try TapeReader(path: path, instrument: 0)
    #expect(try TapeSample.events(reader).count == 2)
    #expect(reader.badRows.isEmpty)
  }

  @Test("progress starts small and ends whole")
  func progress() throws {
    let row = "1723161256000000000,1,1,buy,1\n"
    let text = "ts_ns,price,size,side,trade_id\n" + String(repeating: row, count: 40_000)
    let reader = try TapeReader(path: try sample.write(text), instrument: 0)
    _ = try reader.next()
    #expect(reader.progress.fraction < 0.5)
    #expect(reader.progress.fileBytes == Int64(text.utf8.count))
    _ = try TapeSample.events(reader)
    #expect(reader.progress.fraction == 1)
    #expect(reader.progress.rowsRead == 40_000)
  }
}
