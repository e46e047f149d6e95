import Foundation
import Platform
import Testing

@testable import sextant

@Suite("sextant backtest, stopped", .timeLimit(.minutes(3)))
struct BacktestStopTests {
  struct Endless: Error {}

  /// A small file of forty million quotes: a run over it goes on until it is stopped.
  private func longTape(_ program: BacktestProcess) throws -> String {
    let row = "1700000000000000000,60000.1,0.5,60000.2,0.5\n"
    let text = String(repeating: row, count: 100_000)
    let first = try #require(Gzip.compress(Array(("ts_ns,bid,bid_size,ask,ask_size\n" + text).utf8)))
    let rows = try #require(Gzip.compress(Array(text.utf8)))
    var bytes = Data(first)
    for _ in 1..<400 { bytes.append(contentsOf: rows) }
    let path = program.folder.path + "/BTCUSDT_quotes.csv.gz"
    try bytes.write(to: URL(fileURLWithPath: path))
    return path
  }

  /// Starts it by `env`, which says what becomes of signals whatever the tests were started with.
  private func start(
    _ program: BacktestProcess, _ signals: [String], _ arguments: [String]
  ) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = signals + [ServedProcess.program.path, "backtest"] + arguments
    let errors = program.folder.path + "/errors"
    _ = FileManager.default.createFile(atPath: errors, contents: nil)
    process.standardError = FileHandle(forWritingAtPath: errors)
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    return process
  }

  /// Waits for what comes by itself, and ends a process that does not get there.
  private func wait(_ process: Process, _ holds: () -> Bool) throws {
    let pause = OneShot<Bool>()
    let start = MonotonicClock.nowNanoseconds()
    while !holds() {
      if MonotonicClock.nowNanoseconds() - start > 60_000_000_000 {
        kill(process.processIdentifier, SIGKILL)
        throw Endless()
      }
      _ = pause.wait(upTo: 5_000_000)
    }
  }

  @Test(
    "a run with files ends with 128 and the signal, and leaves none of them",
    arguments: [
      ("--default-signal=INT", [SIGINT], 130), ("--default-signal=TERM", [SIGTERM], 143),
      ("--default-signal=HUP", [SIGHUP], 129),
      // As under nohup: what it was started to ignore does not end it.
      ("--ignore-signal=HUP", [SIGHUP, SIGTERM], 143),
    ])
  func files(disposition: String, signals: [Int32], code: Int32) throws {
    let program = try BacktestProcess()
    let folder = program.folder.path + "/run"
    let process = try start(
      program, [disposition],
      ["--strategy", "ema-cross", "--data", try longTape(program), "--out", folder])
    try wait(process) { FileManager.default.fileExists(atPath: folder + "/trades.csv") || !process.isRunning }
    for signal in signals { kill(process.processIdentifier, signal) }
    try wait(process) { !process.isRunning }
    #expect(process.terminationReason == .exit && process.terminationStatus == code)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    let errors = try String(contentsOfFile: program.folder.path + "/errors", encoding: .utf8)
    #expect(errors.contains("sextant: stopped by signal \(code - 128); the files of the run"), "\(errors)")
  }

  @Test("a run whose files outgrow the limit of the process fails, and leaves none of them")
  func tooLarge() throws {
    let program = try BacktestProcess()
    let folder = program.folder.path + "/run"
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    // Some parents have the signal ignored already.
    let script = "ulimit -f 4; exec /usr/bin/env --default-signal=XFSZ \"$@\""
    process.arguments = ["-c", script, "sh", ServedProcess.program.path, "backtest"]
    process.arguments? += ["--strategy", "ema-cross", "--data", try program.candles(), "--out", folder]
    let errors = program.folder.path + "/errors"
    _ = FileManager.default.createFile(atPath: errors, contents: nil)
    process.standardError = FileHandle(forWritingAtPath: errors)
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    try wait(process) { !process.isRunning }
    #expect(process.terminationReason == .exit && process.terminationStatus == 1)
    #expect(try String(contentsOfFile: errors, encoding: .utf8).contains("cannot write \(folder)/"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
  }

  @Test(
    "a run without files and a sweep are ended by the signal itself",
    arguments: [[], ["--sweep", "fast=2..6:2"]])
  func nothing(more: [String]) throws {
    let program = try BacktestProcess()
    let settings = program.folder.path + "/run.json5"
    #expect(mkfifo(settings, 0o600) == 0)
    let process = try start(
      program, ["--default-signal=TERM"],
      ["--strategy", "ema-cross", "--data", try program.candles(), "--run", settings] + more)
    // Opens when the program reads: it is past its start then.
    let writer = open(settings, O_WRONLY)
    kill(process.processIdentifier, SIGTERM)
    close(writer)
    try wait(process) { !process.isRunning }
    #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGTERM)
  }
}
