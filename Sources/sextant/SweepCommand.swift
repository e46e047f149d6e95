import Foundation
import Platform
import Runners

/// `sextant backtest --sweep`: many runs over the same tapes, ranked.
enum SweepCommand {
  static let options = [
    Command.Option(
      "sweep", .text,
      help: "run every combination of these settings: fast=5..50:5,slow=20|50|200 (from..to:step, or a list)",
      placeholder: "SETTINGS"),
    Command.Option(
      "rank", .choice(SweepTable.Rank.allCases.map(\.rawValue)),
      help: "what the runs of a sweep are ranked by", defaultValue: SweepTable.Rank.pnl.rawValue),
    Command.Option(
      "top", .int(1...SweepPlan.runCap), help: "rows of a sweep's table; CSV and JSON have all",
      defaultValue: "20"),
    Command.Option(
      "threads", .int(1...1_024), help: "threads of a sweep; by default one a processor",
      placeholder: "COUNT"),
    Command.Option("csv", .flag, help: "print the runs of a sweep as CSV"),
  ]

  /// What is to be swept; nil without `--sweep`.
  static func plan(_ values: CommandValues) throws(ConfigurationFaults) -> SweepPlan? {
    guard let text = values.text("sweep") else {
      var faults: [String] = []
      if values.flag("csv") { faults.append("--csv goes with --sweep; one run has --out") }
      // The environment speaks to every command, an argument to this one.
      for name in ["rank", "top", "threads"] where values.source(name) == .argument {
        faults.append("--\(name) goes with --sweep, which runs many settings")
      }
      guard faults.isEmpty else { throw ConfigurationFaults(faults) }
      return nil
    }
    if values.text("out") != nil {
      throw ConfigurationFaults(["--out does not go with --sweep: its runs leave no files"])
    }
    if values.flag("csv"), values.flag("json") {
      throw ConfigurationFaults(["--csv does not go with --json"])
    }
    return try SweepPlan(text, of: values.text("strategy") ?? "", sets: values.texts("set"))
  }

  static func run(_ sweep: Sweep, _ values: CommandValues) throws -> Int32 {
    var loading: ProgressBar?
    let tapes = try sweep.backtest.load { done, total in
      if loading == nil { loading = ProgressBar(label: "tapes", total: Int(total)) }
      loading?.update(Int(done))
    }
    if ANSI.isTerminal(2) { loading?.finish(tapes.reduce(0) { $0 + Int(Files.size($1.file) ?? 0) }) }
    for tape in tapes where tape.badRowCount > 0 {
      Terminal.error("sextant: \(TerminalText.safe(tape.file)): \(tape.badRowCount) rows left out as bad")
    }
    let count = sweep.plan.runs.count
    var bar = ProgressBar(label: "sweep", total: count)
    let reports = try sweep.run(
      over: tapes, threads: values.int("threads") ?? ProcessInfo.processInfo.activeProcessorCount
    ) { bar.update($0) }
    if ANSI.isTerminal(2) { bar.finish(count) }
    let rank = values.text("rank").flatMap(SweepTable.Rank.init) ?? .pnl
    let table = SweepTable(sweep.plan, reports, rank: rank)
    if values.flag("csv") {
      Terminal.out(bytes: Array(table.csv().utf8))
    } else if values.flag("json") {
      Terminal.out(bytes: table.json() + [UInt8(ascii: "\n")])
    } else {
      Terminal.out(table.text(top: values.int("top") ?? 20))
    }
    return 0
  }
}
