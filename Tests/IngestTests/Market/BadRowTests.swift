import Glibc
import Ingest
import Primitives
import Testing
import Trading

@Suite("Bad rows and bad tapes")
struct BadRowTests {
  let sample: TapeSample

  init() throws { sample = try TapeSample() }

  static let trades = "ts_ns,price,size,side,trade_id\n"
  static let good = "1723161256000000000,100,1,buy,1\n"

  /// The reason a second row is refused for, after a good first one.
  func reason(_ row: String, header: String = trades, good: String = good) throws -> String? {
    let reader = try TapeReader(path: try sample.write(header + good + row + "\n"), instrument: 0)
    let events = try TapeSample.events(reader)
    #expect(events.count == (reader.badRows.isEmpty ? 2 : 1))
    #expect(reader.rowsRead == 2)
    return reader.badRows.first?.reason
  }

  @Test("are counted, keep their line, take a row number and do not stop the reading")
  func counted() throws {
    let path = try sample.write(
      """
      ts_ns,price,size,side,trade_id
      1723161256000000000,100,1,buy,1

      rubbish
      1723161257000000000,-5,1,buy,3
      1723161258000000000,101,1,sell,4
      """)
    let reader = try TapeReader(path: path, instrument: 0)
    #expect(try TapeSample.events(reader).map(\.row) == [1, 4])
    #expect(reader.badRowCount == 2)
    #expect(reader.badRows.map(\.lineNumber) == [4, 5])
    #expect(reader.badRows.map(\.row) == [2, 3])
    #expect(reader.badRows.last?.description == "line 5: price \"-5\" must be above zero")
  }

  @Test(
    "of trades name the column and the rule",
    arguments: [
      ("1723161257000000000,0,1,buy,2", "price \"0\" must be above zero"),
      ("1723161257000000000,1000000001,1,buy,2", "price \"1000000001\" must be at most 1000000000"),
      ("1723161257000000000,1e2,1,buy,2", "price \"1e2\" is not a plain decimal number"),
      ("1723161257000000000,,1,buy,2", "price \"\" is not a plain decimal number"),
      ("1723161257000000000,NaN,1,buy,2", "price \"NaN\" is not a plain decimal number"),
      ("1723161257000000000,1 ,1,buy,2", "price \"1 \" is not a plain decimal number"),
      ("1723161257000000000,1.2.3,1,buy,2", "price \"1.2.3\" is not a plain decimal number"),
      ("1723161257000000000,1,0,buy,2", "size \"0\" must be above zero"),
      ("1723161257000000000,1,-1,buy,2", "size \"-1\" must not be below zero"),
      ("1723161257000000000,1,1000000001,buy,2", "size \"1000000001\" must be at most 1000000000"),
      ("1723161257000000000,1,1,long,2", "side \"long\" must be buy, sell or none"),
      ("1723161257000000000,1,1,buy,", "trade_id \"\" must not be empty"),
      ("1723161257000000000,1,1,buy", "has 4 columns, the header has 5"),
      ("1723161257000000000,1,1,buy,2,3", "has 6 columns, the header has 5"),
      ("1723161257000000000", "has 1 columns, the header has 5"),
      (
        "1723161255999999999,1,1,buy,2",
        "ts_ns \"1723161255999999999\" is earlier than the row before"
      ),
      (
        "1757161256000000000,1,1,buy,2",
        "ts_ns \"1757161256000000000\" is more than 366 days after the row before"
      ),
      (
        "1723161257000,1,1,buy,2",
        "ts_ns \"1723161257000\" must be nanoseconds since 1970, between the years 1990 and 2200"
      ),
      ("-5,1,1,buy,2", "ts_ns \"-5\" is not a whole number of nanoseconds"),
      (
        "99999999999999999999,1,1,buy,2",
        "ts_ns \"99999999999999999999\" is not a whole number of nanoseconds"
      ),
    ])
  func trades(row: String, expected: String) throws {
    #expect(try reason(row) == expected)
  }

  @Test("of quotes and candles name the column and the rule")
  func quotesAndCandles() throws {
    let quotes = "ts_ns,bid,bid_size,ask,ask_size\n"
    let quote = "1723161256000000000,100,1,101,1\n"
    #expect(
      try reason("1723161257000000000,100,1,99.9,1", header: quotes, good: quote)
        == "ask \"99.9\" is below the bid")
    #expect(
      try reason("1723161257000000000,100,x,101,1", header: quotes, good: quote)
        == "bid_size \"x\" is not a plain decimal number")
    #expect(try reason("1723161257000000000,100,1,100,1", header: quotes, good: quote) == nil)

    let candles = "ts_ms,open,high,low,close,volume\n"
    let candle = "1704067200000,10,12,9,11,5\n"
    func candleReason(_ row: String) throws -> String? {
      try reason(row, header: candles, good: candle)
    }
    #expect(
      try candleReason("1704067260000,10,9.5,9,9.2,5")
        == "high \"9.5\" is below the open, the low or the close")
    #expect(
      try candleReason("1704067260000,10,12,10.5,11,5") == "low \"10.5\" is above the open or the close")
    #expect(try candleReason("1704067260000,10,12,9,11,-1") == "volume \"-1\" must not be below zero")
    #expect(
      try candleReason("1704067200000,10,12,9,11,5")
        == "ts_ms \"1704067200000\" is before the end of the candle before")
    #expect(
      try candleReason("9223372036854775807,10,12,9,11,5")
        == "ts_ms \"9223372036854775807\" must be milliseconds since 1970, between the years 1990 and 2200")
  }

  @Test("only the first hundred are kept, all are counted")
  func cap() throws {
    let text = Self.trades + String(repeating: "x\n", count: 250) + Self.good
    let reader = try TapeReader(path: try sample.write(text), instrument: 0)
    #expect(try TapeSample.events(reader).map(\.row) == [251])
    #expect(reader.badRowCount == 250)
    #expect(reader.badRows.count == TapeReader.badRowCap)
  }

  @Test("may be longer than the buffer without stopping the reading")
  func overlong() throws {
    let text =
      Self.trades + Self.good + String(repeating: "9", count: 700_000) + "\n"
      + "1723161257000000000,101,1,buy,3\n"
    let reader = try TapeReader(path: try sample.write(text), instrument: 0)
    #expect(try TapeSample.events(reader).map(\.row) == [1, 3])
    #expect(reader.badRows.map(\.reason) == ["is longer than 262144 bytes"])
    #expect(reader.badRows.map(\.lineNumber) == [3])
  }

  @Test("show no control characters and no endless text in their reason")
  func harmless() throws {
    let reason = try reason(
      "1723161257000000000,\u{1b}[2J" + String(repeating: "é", count: 100) + ",1,buy,2")
    #expect(reason?.hasPrefix("price \"?[2J????") == true)
    #expect(reason?.contains("…\" is not a plain decimal number") == true)
  }

  @Test("arbitrary bytes never end the reading in anything but rows and bad rows")
  func fuzz() throws {
    var generator = SeededGenerator(seed: 99)
    let alphabet = Array("0123456789.,-+eE\n\rbuysel none\u{0}\u{ff}".utf8)
    for round in 0..<200 {
      var bytes = Array(Self.trades.utf8)
      for _ in 0..<generator.below(400) {
        bytes.append(alphabet[Int(generator.below(UInt64(alphabet.count)))])
      }
      let reader = try TapeReader(path: try sample.write(bytes), instrument: 0)
      let events = try TapeSample.events(reader)
      #expect(Int64(events.count) + reader.badRowCount == reader.rowsRead, "round \(round)")
    }
  }

  @Test("a missing file, a directory, an empty file and an unknown header say what to do")
  func unusable() throws {
    let missing = TapeSample.fault(sample.path("nowhere.csv"))
    #expect(missing?.code == .missing)
    #expect(missing?.description.contains("nowhere.csv") == true)
    #expect(TapeSample.fault(sample.directory)?.code == .unreadable)
    #expect(TapeSample.fault(try sample.write(""))?.code == .empty)
    #expect(TapeSample.fault(try sample.write("\n \n\n"))?.code == .empty)
    #expect(TapeSample.fault(try sample.writeCompressed(""))?.code == .empty)
    let unknown = TapeSample.fault(try sample.write("time,price\u{7}\n1,2\n"))
    #expect(unknown?.code == .unknownHeader)
    #expect(unknown?.message.contains("time,price?") == true)
    for kind in TapeKind.allCases {
      #expect(unknown?.message.contains(kind.headerText) == true)
    }
  }

  @Test("what is no regular file is told at once, by what it is", .timeLimit(.minutes(1)))
  func special() throws {
    let pipe = sample.path("pipe.csv")
    #expect(mkfifo(pipe, 0o600) == 0)
    for (path, kind) in [
      (pipe, "a pipe"), ("/dev/zero", "a character device"), (sample.directory, "a directory"),
    ] {
      let fault = TapeSample.fault(path)
      #expect(fault?.code == .unreadable)
      #expect(fault?.description.hasPrefix("\(path): ") == true)
      #expect(fault?.message.contains("it is \(kind), not a regular file") == true, "\(fault?.message ?? "")")
    }
  }

  @Test("a line without an end is told, plain and compressed, as header and as row")
  func endless() throws {
    let zeros = String(repeating: "\u{0}", count: 20 << 20)
    let paths = [
      try sample.write(zeros), try sample.writeCompressed(zeros),
      try sample.writeCompressed(Self.trades + Self.good + zeros, as: "rows.csv.gz"),
    ]
    for (path, line) in zip(paths, [1, 1, 3]) {
      let fault = TapeSample.fault(path)
      #expect(fault?.code == .endlessLine)
      #expect(
        fault?.message.hasPrefix("line \(line) is longer than 16777216 bytes") == true,
        "\(fault?.message ?? "")")
    }
    let header = TapeSample.fault(try sample.write(String(repeating: "x", count: 300_000) + "\n"))
    #expect(header?.message.hasPrefix("line 1 is longer than 262144 bytes") == true)
  }

  @Test("a header without rows is an empty market, not an error")
  func headerOnly() throws {
    let reader = try TapeReader(path: try sample.write(Self.trades), instrument: 0)
    #expect(try reader.next() == nil)
    #expect(reader.row == 0)
  }

  @Test("a gzip file cut short is an error after its complete rows, again and again")
  func truncated() throws {
    let text = Self.trades + String(repeating: Self.good, count: 1_000)
    let whole = try sample.bytes(try sample.writeCompressed(text))
    for length in [11, 30, whole.count / 2, whole.count - 1] {
      let path = try sample.write(Array(whole.prefix(length)), as: "cut.gz")
      #expect(TapeSample.fault(path)?.code == .truncated, "\(length) bytes")
    }
    let path = try sample.write(Array(whole.dropLast(4)), as: "cut.gz")
    let reader = try TapeReader(path: path, instrument: 0)
    for _ in 0..<1_000 { _ = try reader.next() }
    #expect(throws: TapeError.self) { try reader.next() }
    #expect(throws: TapeError.self) { try reader.next() }
    #expect(reader.row == 1_000)
  }

  @Test("a damaged gzip file is an error")
  func corrupt() throws {
    let text = Self.trades + (0..<2_000).map { "17231612\(57_000 + $0)000000,1.\($0),1,buy,\($0)\n" }.joined()
    var bytes = try sample.bytes(try sample.writeCompressed(text))
    bytes[bytes.count / 2] ^= 0xff
    bytes[bytes.count / 2 + 1] ^= 0xff
    #expect(TapeSample.fault(try sample.write(bytes, as: "bad.gz"))?.code == .corrupt)
    var trailing = try sample.bytes(try sample.writeCompressed(text))
    trailing += Array("this is no gzip member".utf8)
    #expect(TapeSample.fault(try sample.write(trailing, as: "bad.gz"))?.code == .corrupt)
  }
}
