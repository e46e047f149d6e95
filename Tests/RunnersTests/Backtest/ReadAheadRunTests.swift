import Foundation
import Ingest
import Testing

@testable import Runners

@Suite("A backtest that reads ahead")
struct ReadAheadRunTests {
  private struct Stopped: Error {}

  @Test("gives the report of the same tape held in memory, bad rows and all")
  func same() throws {
    let scratch = try Scratch()
    let file = try scratch.quoteTape(rows: 9_000)
    var lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map(String.init)
    for place in stride(from: 500, to: lines.count, by: 500) { lines[place] = "not a row" }
    try lines.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
    let backtest = Backtest(file: file, symbol: nil, strategy: "ema-cross")
    var bad: [String] = []
    var last: (Int64, Int64) = (0, 0)
    let report = try backtest.run(badRow: { bad.append($0) }) { last = ($0, $1) }
    let inMemory = try backtest.run(over: backtest.load())
    #expect(report == inMemory)
    #expect(report.fills > 10 && report.badRows == 18 && bad.count == 18)
    #expect(bad.first?.hasPrefix("line 501: ") == true)
    let size = try Data(contentsOf: URL(filePath: file)).count
    #expect(last.0 == last.1 && last.1 == Int64(size))
  }

  @Test("several tapes are read ahead each, in time order as before")
  func several() throws {
    let scratch = try Scratch()
    let other = try Scratch()
    let tapes = [
      Backtest.Tape(file: try scratch.quoteTape(rows: 5_000), symbol: "BTCUSDT"),
      Backtest.Tape(file: try other.quoteTape(rows: 4_000, seed: 9), symbol: "ETHUSDT"),
    ]
    let backtest = Backtest(tapes: tapes, strategy: "ema-cross")
    let report = try backtest.run { _, _ in }
    let inMemory = try backtest.run(over: backtest.load())
    #expect(report == inMemory)
    #expect(report.marketEvents == 9_000)
  }

  @Test("ends with the tape's error, and with what the caller throws")
  func ends() throws {
    let scratch = try Scratch()
    let file = try scratch.quoteTape(rows: 70_000)
    let backtest = Backtest(file: file, symbol: nil, strategy: "ema-cross")
    #expect(throws: Stopped.self) { try backtest.run { _, _ in throw Stopped() } }
    let handle = try FileHandle(forWritingTo: URL(filePath: file))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(repeating: 0x78, count: 17 << 20))
    try handle.close()
    let failure = #expect(throws: TapeError.self) { try backtest.run { _, _ in } }
    #expect(failure?.code == .endlessLine)
  }
}
