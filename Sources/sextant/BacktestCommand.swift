import Foundation
import Platform
import Primitives
import Runners
import Trading

/// `sextant backtest`: a strategy over tapes, with the desk of the service.
enum BacktestCommand {
  static let command = Command(
    name: "backtest", summary: "run a strategy over recorded tapes, as fast as possible",
    discussion: StrategyCatalogue.entries.map(description).joined(separator: "\n\n"),
    options: [
      Command.Option(
        "strategy", .choice(StrategyCatalogue.names), help: "what decides", isRequired: true),
      Command.Option(
        "set", .text, help: "a setting of the strategy, such as fast=10", placeholder: "NAME=VALUE",
        repeats: true),
      Command.Option(
        "data", .text,
        help: "a tape: .csv or .csv.gz of trades, quotes or candles. Several are played on one clock, on "
          + "one account",
        placeholder: "FILE", isRequired: true, repeats: true),
      Command.Option(
        "symbol", .text,
        help: "instrument of a tape, the first for the first; by default the one in its file name",
        repeats: true),
      Command.Option(
        "run", .text,
        help: "JSON5 file with balance, leverage, caps, exchange and changes of instruments",
        placeholder: "FILE"
      ),
      Command.Option(
        "bar", .int(1...86_400),
        help: "seconds of a bar the strategy builds from ticks; by default 5",
        placeholder: "SECONDS"),
      Command.Option(
        "periods-per-year", .int(1...10_000),
        help: "days with a return in a year, for annualising; by default 252 for equities and currencies, "
          + "else 365"),
      Command.Option(
        "out", .text,
        help: "directory, absent or empty, for fills, orders, equity and trades as CSV, statistics.json and "
          + "report.html", placeholder: "DIR"),
      Command.Option("json", .flag, help: "print the report as one JSON object"),
    ] + SweepCommand.options)

  private static func description(_ entry: StrategyCatalogue.Entry) -> String {
    let settings = entry.parameters.map { parameter in
      parameter.name + (parameter.standard.map { "=\($0)" } ?? "") + " (\(parameter.help))"
    }
    return "\(entry.name): \(entry.summary). Settings: \(settings.joined(separator: "; "))."
  }

  static func run(_ values: CommandValues) -> Int32 {
    // A sweep, or a run without files, has nothing to put in order.
    Signals.letThrough()
    do {
      let backtest: Backtest
      let sweep: SweepPlan?
      do throws(ConfigurationFaults) {
        sweep = try SweepCommand.plan(values)
        backtest = try Self.backtest(values, isSweep: sweep != nil)
      } catch {
        for fault in error.all { Terminal.error("sextant: \(TerminalText.safe(fault))") }
        return Sextant.ExitCode.usage
      }
      if let sweep { return try SweepCommand.run(Sweep(backtest, plan: sweep), values) }
      return try run(backtest, values)
    } catch let stop as RunStop.Stopped {
      Terminal.error("sextant: stopped by signal \(stop.signal); the files of the run are taken away again")
      return stop.exitCode
    } catch {
      Terminal.error("sextant: \(TerminalText.safe("\(error)"))")
      return Sextant.ExitCode.failure
    }
  }

  /// What the options ask for: the file of `--run` first, then what goes before it.
  private static func backtest(
    _ values: CommandValues, isSweep: Bool
  ) throws(ConfigurationFaults) -> Backtest {
    let strategy = values.text("strategy") ?? ""
    let files = values.texts("data")
    let symbols = values.texts("symbol")
    guard symbols.isEmpty || symbols.count == files.count else {
      throw ConfigurationFaults([
        "--symbol is given \(symbols.count) times and --data \(files.count) times: give none or one for each"
      ])
    }
    let tapes = files.indices.map {
      Backtest.Tape(file: files[$0], symbol: symbols.isEmpty ? nil : symbols[$0])
    }
    var backtest = Backtest(tapes: tapes, strategy: strategy)
    if let run = values.text("run") { try runFile(run).apply(to: &backtest) }
    backtest.settings.barSeconds = values.int("bar") ?? backtest.settings.barSeconds
    backtest.periodsPerYear = values.int("periods-per-year") ?? backtest.periodsPerYear
    backtest.directory = values.text("out")
    backtest.assignments = values.texts("set")
    if !isSweep {
      backtest.settings.strategyTerms = StrategyTerms(
        kind: strategy, settings: try StrategyArguments.settings(values.texts("set"), of: strategy))
    }
    return backtest
  }

  private static func runFile(_ path: String) throws(ConfigurationFaults) -> RunFile {
    let bytes: [UInt8]
    do throws(FileError) { bytes = try Files.read(path, maxBytes: RunFile.maxBytes) } catch {
      throw ConfigurationFaults(["--run: \(error)"])
    }
    return try RunFile(name: path, bytes: bytes)
  }

  private static func run(_ backtest: Backtest, _ values: CommandValues) throws -> Int32 {
    var bar: ProgressBar?
    var bytes = 0
    let watch = CPUWatch()
    let stop = backtest.directory == nil ? nil : RunStop()
    let report = try backtest.run(badRow: {
      Terminal.error("sextant: row left out: \(TerminalText.safe($0))")
    }) {
      done, total in
      try stop?.check()
      if bar == nil { bar = ProgressBar(label: "backtest", total: Int(total)) }
      bar?.update(Int(done))
      bytes = Int(total)
    }
    let seconds = watch.seconds
    // The files are whole.
    if stop != nil { Signals.letThrough() }
    if ANSI.isTerminal(2) { bar?.finish(bytes) }
    if values.flag("json") {
      Terminal.out(bytes: BacktestSummary.json(report) + [UInt8(ascii: "\n")])
    } else {
      Terminal.out(BacktestSummary.text(report))
    }
    // Time differs from run to run, the report does not: it goes where logs go.
    Terminal.error(BacktestSummary.speed(report, cpuSeconds: seconds))
    if let directory = backtest.directory {
      Terminal.error("sextant: the run is in \(directory), its report in \(directory)/report.html")
    }
    return 0
  }
}
