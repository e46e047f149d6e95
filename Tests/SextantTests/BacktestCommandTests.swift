import Foundation
import Platform
import Testing
import Trading

@testable import sextant

/// The built program with a folder of tapes, run to its end.
final class BacktestProcess {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("sextant-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// A tape of candles whose price swings in waves of sixty bars.
  func candles(_ name: String = "BTCUSDT_candles.csv", count: Int = 600) throws -> String {
    var text = "ts_ms,open,high,low,close,volume\n"
    for index in 0..<count {
      let wave = 60_000 + 1_500 * (index / 30 % 2 == 0 ? index % 30 : 30 - index % 30) / 30
      text += "\(1_700_000_000_000 + index * 60_000),\(wave),\(wave + 20),\(wave - 20),\(wave + 5),12\n"
    }
    let path = folder.path + "/" + name
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  /// Exit code, standard output and standard error of `sextant backtest`.
  ///
  /// - Parameter isBoundByRights: also the root user is refused what the rights of a file do not give.
  func run(
    _ arguments: [String], isBoundByRights: Bool = false
  ) throws -> (code: Int32, out: String, errors: String) {
    let process = Process()
    process.executableURL = ServedProcess.program
    process.arguments = ["backtest"] + arguments
    if isBoundByRights, geteuid() == 0 {
      process.executableURL = URL(fileURLWithPath: "/usr/bin/setpriv")
      process.arguments =
        ["--bounding-set=-dac_override,-dac_read_search", ServedProcess.program.path, "backtest"] + arguments
    }
    process.environment = ["PATH": "/usr/bin:/bin"]
    let (out, errors) = (folder.path + "/out", folder.path + "/errors")
    for path in [out, errors] { _ = FileManager.default.createFile(atPath: path, contents: nil) }
    process.standardOutput = FileHandle(forWritingAtPath: out)
    process.standardError = FileHandle(forWritingAtPath: errors)
    try process.run()
    process.waitUntilExit()
    return (
      process.terminationStatus, try String(contentsOfFile: out, encoding: .utf8),
      try String(contentsOfFile: errors, encoding: .utf8)
    )
  }
}

@Suite("sextant backtest")
struct BacktestCommandTests {
  @Test(
    "refuses a wrong setting with 64, naming it, the value and what is allowed",
    arguments: [
      (["--set", "fsat=3"], "--set: ema-cross has no setting 'fsat' (did you mean 'fast'?)"),
      (["--set", "channel=3"], "it has fast, slow, range, notional, quantity, risk"),
      (["--set", "fast=0"], "--set fast: must be a whole number from 1 to 10000, not '0'"),
      (["--set", "fast_period=x"], "--set fast: must be a whole number from 1 to 10000, not 'x'"),
      (["--set", "fast"], "--set must be NAME=VALUE, such as fast=10, not 'fast'"),
      (["--set", "fast=3", "--set", "fast_period=4"], "--set: fast is given twice"),
      (["--set", "fast=30"], "--set: the slow period must be above the fast one (30)"),
      (
        ["--set", "risk=1", "--set", "quantity=2"],
        "--set: quantity: the size of an entry is given by risk already"
      ),
      (["--symbol", "A", "--symbol", "B"], "--symbol is given 2 times and --data 1 times"),
    ])
  func settings(arguments: [String], fault: String) throws {
    let program = try BacktestProcess()
    let (code, out, errors) = try program.run(
      ["--strategy", "ema-cross", "--data", "absent.csv"] + arguments)
    #expect(code == 64 && out.isEmpty)
    #expect(errors.contains(fault), "\(errors)")
  }

  @Test(
    "repeats nothing of an argument that could steer the terminal",
    arguments: [
      (["--set", "fast=\u{1b}[31m5"], "not '?[31m5'"), (["--set", "\u{1b}[2J"], "not '?[2J'"),
      (["--set", "f\u{1b}=5"], "no setting 'f?'"), (["--sweep", "fast=\u{1b}c|3"], "not '?c'"),
      (["--sweep", "fast=1..\u{9b}5"], "not '1..?5'"), (["--rank", "\u{1b}]0;x"], "not '?]0;x'"),
      (["--run", "\u{1b}c.json5"], "cannot read ?c.json5"),
      (["--data", "\u{1b}cBTCUSDT.csv"], "?cBTCUSDT.csv"),
    ])
  func harmless(arguments: [String], fault: String) throws {
    let program = try BacktestProcess()
    let (code, _, errors) = try program.run(arguments + ["--strategy", "ema-cross", "--data", "BTCUSDT.csv"])
    #expect(code != 0 && errors.contains(fault), "\(errors)")
    #expect(!errors.unicodeScalars.contains { $0.steersTerminal && $0 != "\n" }, "\(errors)")
  }

  @Test("a setting reaches the strategy, and the report says so")
  func reaches() throws {
    let program = try BacktestProcess()
    let tape = try program.candles()
    func digest(_ arguments: [String]) throws -> String {
      let (code, out, errors) = try program.run(["--data", tape, "--json"] + arguments)
      #expect(code == 0, "\(errors)")
      let report = try JSONParser.parse(Array(out.utf8))
      #expect(report["settings"]?.array?.count == arguments.count { $0 == "--set" })
      return try #require(report["fills_digest"]?.string)
    }
    let standard = try digest(["--strategy", "ema-cross"])
    #expect(try digest(["--strategy", "ema-cross", "--set", "fast=10", "--set", "slow=20"]) == standard)
    #expect(try digest(["--strategy", "ema-cross", "--set", "fast=3"]) != standard)
    let breakout = try digest(["--strategy", "donchian", "--set", "entry=20"])
    #expect(try digest(["--strategy", "donchian"]) == breakout && breakout != standard)
  }

  @Test("a tape that is not there is a failure, not a wrong argument")
  func missing() throws {
    let program = try BacktestProcess()
    let (code, _, errors) = try program.run(["--strategy", "ema-cross", "--data", "BTCUSDT.csv"])
    #expect(code == 1 && errors.contains("there is no such file"), "\(errors)")
  }

  @Test("--out writes its six files once, and refuses a directory that holds something")
  func out() throws {
    let program = try BacktestProcess()
    let tape = try program.candles()
    let folder = program.folder.path + "/run"
    let arguments = ["--strategy", "donchian", "--data", tape, "--out", folder]
    let (code, _, errors) = try program.run(arguments)
    #expect(code == 0 && errors.contains("report.html"), "\(errors)")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == [
        "equity.csv", "fills.csv", "orders.csv", "report.html", "statistics.json", "trades.csv",
      ])
    let again = try program.run(arguments)
    #expect(again.code == 1 && again.errors.contains("--out \(folder) is not empty"), "\(again.errors)")
  }

  @Test("--out refuses a directory it may write to but not look into, and leaves what is in it")
  func unreadable() throws {
    let program = try BacktestProcess()
    let tape = try program.candles()
    let folder = program.folder.path + "/run"
    let names = ["equity.csv", "fills.csv", "orders.csv", "report.html", "statistics.json", "trades.csv"]
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for name in names { try "mine".write(toFile: folder + "/" + name, atomically: true, encoding: .utf8) }
    #expect(chmod(folder, 0o300) == 0)
    defer { chmod(folder, 0o700) }
    let (code, _, errors) = try program.run(
      ["--strategy", "donchian", "--data", tape, "--out", folder], isBoundByRights: true)
    #expect(code == 1, "\(errors)")
    #expect(errors.contains("--out \(folder): whether it is empty cannot be told"), "\(errors)")
    chmod(folder, 0o700)
    for name in names {
      #expect(try String(contentsOfFile: folder + "/" + name, encoding: .utf8) == "mine")
    }
  }

  @Test("--run changes the run, its faults have places and end with 64, options go before it")
  func runFile() throws {
    let program = try BacktestProcess()
    let tape = try program.candles()
    let file = program.folder.path + "/run.json5"
    func run(_ text: String, _ more: [String] = []) throws -> (code: Int32, out: String, errors: String) {
      try text.write(toFile: file, atomically: true, encoding: .utf8)
      return try program.run(["--strategy", "ema-cross", "--data", tape, "--run", file] + more)
    }
    let changed = try run("{balance: 2500, exchange: {profile: 'ideal'}}", ["--periods-per-year", "300"])
    #expect(changed.code == 0 && changed.out.contains("on 2500.00 USDT"), "\(changed.errors)")
    #expect(changed.out.contains("300 a year"))
    let faulty = try run("{balance: 0,\n exchange: {latency: 3}}")
    #expect(faulty.code == 64 && faulty.out.isEmpty)
    #expect(faulty.errors.contains("run.json5:1:11: balance: must be a decimal from"), "\(faulty.errors)")
    #expect(faulty.errors.contains("run.json5:2:13: exchange.latency: there is no such key"))
    let absent = try program.run(
      ["--strategy", "ema-cross", "--data", tape, "--run", file + "-absent"])
    #expect(absent.code == 64 && absent.errors.contains("--run: cannot read"))
  }

  @Test("--sweep prints a ranked table, CSV or JSON; what does not go with it is refused")
  func sweep() throws {
    let program = try BacktestProcess()
    let tape = try program.candles()
    let arguments = ["--strategy", "ema-cross", "--data", tape, "--sweep", "fast=2..6:2,slow=4|9"]
    let table = try program.run(arguments + ["--threads", "2"])
    #expect(table.code == 0, "\(table.errors)")
    #expect(table.out.contains("4 runs by pnl") && table.out.contains("left out: 2 that"))
    let csv = try program.run(arguments + ["--csv", "--rank", "sharpe"])
    #expect(csv.out.split(separator: "\n").count == 5 && csv.out.hasPrefix("rank,fast,slow,final_pnl"))
    #expect(try program.run(arguments + ["--json"]).out.hasPrefix(#"{"ranked_by":"pnl","runs":4"#))
    for (more, fault) in [
      (["--out", "x"], "--out does not go with --sweep"),
      (["--csv", "--json"], "--csv does not go with --json"),
      (["--rank", "sharp"], "--rank must be one of pnl, sharpe, drawdown"),
    ] {
      let refused = try program.run(arguments + more)
      #expect(refused.code == 64 && refused.errors.contains(fault), "\(refused.errors)")
    }
    for more in [["--csv"], ["--rank", "pnl"], ["--top", "20"], ["--threads", "1"]] {
      let single = try program.run(["--strategy", "ema-cross", "--data", tape] + more)
      #expect(single.code == 64 && single.errors.contains("\(more[0]) goes with --sweep"), "\(single.errors)")
    }
  }
}
