import Foundation
import Ingest
import Primitives
import Testing
import Trading

@Suite("Reading a tape ahead")
struct ReadAheadTapeTests {
  let sample: TapeSample

  init() throws { sample = try TapeSample() }

  /// Trades one a second, every `bad`th row without a price; 0: none is bad.
  private func trades(_ count: Int, bad: Int = 0) -> String {
    var text = "ts_ns,price,size,side,trade_id\n"
    for row in 0..<count {
      let price = bad > 0 && row % bad == bad - 1 ? "x" : "\(100 + row % 7).5"
      text += "\(1_700_000_000_000_000_000 + row * 1_000_000_000),\(price),1,buy,\(row)\n"
    }
    return text
  }

  /// What a tape gives, and what ended it.
  private struct Reading: Equatable {
    var events: [MarketEvent] = []
    var rows: [Int64] = []
    var lastRow: Int64 = 0
    var failure: TapeError?

    init(_ source: some MarketSource) {
      var source = source
      do {
        while let event = try source.next() {
          events.append(event)
          rows.append(source.row)
        }
      } catch { failure = error as? TapeError }
      lastRow = source.row
    }
  }

  @Test(
    "gives the events, rows and bad rows of the reader, over many blocks",
    arguments: [(0, 0), (1, 0), (1, 1), (5_000, 2), (4 * TapeBlock.cap, 0), (6 * TapeBlock.cap + 1, 50)])
  func same(count: Int, bad: Int) throws {
    let path = try sample.write(trades(count, bad: bad))
    let reader = try TapeReader(path: path, instrument: 3)
    let expected = Reading(reader)
    #expect(expected.events.count == (bad > 0 ? count - count / bad : count))
    let ahead = try ReadAheadTape(path: path, instrument: 3)
    #expect(ahead.kind == .trades && ahead.instrument == 3 && ahead.path == path)
    #expect(Reading(ahead) == expected)
    #expect(ahead.badRows == reader.badRows)
    #expect(ahead.progress == reader.progress)
    #expect(ahead.progress.bytesRead == ahead.progress.fileBytes)
  }

  @Test("the end and an error come again and again, after what stands before them")
  func ends() throws {
    var whole = try ReadAheadTape(path: try sample.write(trades(1)), instrument: 0)
    #expect(try whole.next() != nil)
    #expect(try whole.next() == nil)
    #expect(try whole.next() == nil)
    #expect(whole.row == 1)
    // After good rows a line that never ends: an error of the reader, in the middle of a tape.
    let rows = TapeBlock.cap + 9
    let path = try sample.write(trades(rows) + String(repeating: "x", count: 17 << 20))
    let expected = Reading(try TapeReader(path: path, instrument: 0))
    #expect(expected.failure?.code == .endlessLine && expected.events.count == rows)
    var torn = try ReadAheadTape(path: path, instrument: 0)
    for place in 0..<rows {
      guard try torn.next() == expected.events[place] else {
        Issue.record("event \(place) differs")
        return
      }
    }
    for _ in 0..<2 {
      let failure = #expect(throws: TapeError.self) { _ = try torn.next() }
      #expect(failure == expected.failure)
    }
  }

  @Test("what cannot be opened is an error at once")
  func unreadable() throws {
    let other = try sample.write("a,b\n")
    for path in [sample.path("absent.csv"), sample.directory, other] {
      let expected = #expect(throws: TapeError.self) { try TapeReader(path: path, instrument: 0) }
      let failure = #expect(throws: TapeError.self) { try ReadAheadTape(path: path, instrument: 0) }
      #expect(failure == expected)
    }
  }

  @Test("its thread stops with the last who uses it, wherever that stopped", arguments: [0, 1, 3_000])
  func stops(count: Int) throws {
    // No other test has a tape of this name.
    let name = "s\(count).csv"
    let path = try sample.write(trades(8 * TapeBlock.cap), as: name)
    do {
      var ahead = try ReadAheadTape(path: path, instrument: 0)
      for _ in 0..<count { _ = try ahead.next() }
      // It has begun for certain once it has given something.
      let running = try withExtendedLifetime(ahead) { try threads(of: name) }
      #expect(count == 0 || running == 1)
    }
    #expect(try threads(of: name) == 0)
  }

  /// How many threads parse the tape of a file name.
  private func threads(of name: String) throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count { task in
      (try? String(contentsOfFile: "/proc/self/task/\(task)/comm", encoding: .utf8)) == "tape \(name)\n"
    }
  }
}
