import Primitives
import Runners

/// The same tape under many settings, each a backtest of its own: 20 fast periods by 10 slow ones by itself.
struct SweepBench {
  private let threads: Int
  private let sweep: Sweep

  init(_ options: Options) throws {
    threads = try options.whole("threads", or: 1)
    let backtest = try TapeBench.backtest(options)
    let plan = try SweepPlan(
      options.text("sweep") ?? "slow=30..75:5,fast=5..24", of: backtest.strategy, sets: options.texts("set"))
    sweep = Sweep(backtest, plan: plan)
  }

  func run() throws -> ResultLine {
    let tapes = try sweep.backtest.load()
    var reports: [BacktestReport] = []
    let section = try Section.measured {
      reports = try sweep.run(over: tapes, threads: threads) { _ in }
    }
    var line = ResultLine()
    line.add("runs", reports.count)
    line.add("threads", threads)
    line.add("events", reports.reduce(0) { $0 + Int($1.marketEvents) })
    line.add("orders", reports.reduce(0) { $0 + Int($1.orders) })
    line.add("best_equity", reports.map(\.finalEquity).max()?.description ?? "")
    line.add(section)
    return line
  }
}
