import Platform
import Primitives
import Runners
import Trading

/// `sextant backtest`: a strategy over a tape, with the desk of the service.
enum BacktestCommand {
  static let command = Command(
    name: "backtest", summary: "run a strategy over a recorded tape, as fast as possible",
    options: [
      Command.Option(
        "strategy", .choice(StrategyCatalogue.names), help: "what decides", isRequired: true),
      Command.Option(
        "data", .text, help: "the tape: .csv or .csv.gz of trades, quotes or candles",
        placeholder: "FILE", isRequired: true),
      Command.Option(
        "symbol", .text, help: "instrument of the tape; by default the one in its file name"),
      Command.Option(
        "bar", .int(1...86_400),
        help: "seconds of a bar the strategy builds from ticks; by default 5",
        placeholder: "SECONDS"),
      Command.Option("json", .flag, help: "print the report as one JSON object"),
    ])

  static func run(_ values: CommandValues) -> Int32 {
    guard let file = values.text("data"), let strategy = values.text("strategy") else {
      return Sextant.ExitCode.usage
    }
    var settings = ServiceSettings()
    settings.barSeconds = values.int("bar")
    let backtest = Backtest(
      file: file, symbol: values.text("symbol"), strategy: strategy, settings: settings)
    var bar: ProgressBar?
    var bytes = 0
    do {
      let watch = CPUWatch()
      let report = try backtest.run(badRow: { Terminal.error("sextant: row left out: \($0)") }) {
        done, total in
        if bar == nil { bar = ProgressBar(label: "backtest", total: Int(total)) }
        bar?.update(Int(done))
        bytes = Int(total)
      }
      let seconds = watch.seconds
      if ANSI.isTerminal(2) { bar?.finish(bytes) }
      if values.flag("json") {
        Terminal.out(bytes: BacktestSummary.json(report) + [UInt8(ascii: "\n")])
      } else {
        Terminal.out(BacktestSummary.text(report))
      }
      // Time differs from run to run, the report does not: it goes where logs go.
      Terminal.error(BacktestSummary.speed(report, cpuSeconds: seconds))
      return 0
    } catch {
      Terminal.error("sextant: \(error)")
      return Sextant.ExitCode.failure
    }
  }
}
