import Foundation
import Platform
import Primitives
import Testing
import Trading

@testable import Runners

@Suite("A sweep over settings")
struct SweepTests {
  @Test("runs every combination of ranges and lists, both ends included, those the strategy accepts")
  func combinations() throws {
    let plan = try SweepPlan("fast=5..15:5,slow=10|15", of: "ema-cross", sets: [])
    #expect(plan.names == ["fast", "slow"])
    #expect(plan.runs == [["5", "10"], ["5", "15"], ["10", "15"]])
    #expect(plan.leftOut == 3)
    let settings = plan.settings(plan.runs[2])
    #expect(settings.fastPeriod == 10 && settings.slowPeriod == 15)
    #expect(
      try SweepPlan("notional=0.5..2:0.75", of: "ema-cross", sets: ["slow=30"]).runs == [
        ["0.5"], ["1.25"], ["2"],
      ])
    #expect(try SweepPlan("fast=1..3", of: "ema-cross", sets: []).runs.count == 3)
    // One value has one spelling, so that every run is another.
    #expect(try SweepPlan("fast=05|+6", of: "ema-cross", sets: []).runs == [["5"], ["6"]])
    // A value --set gives need not go with the defaults: a run brings its own.
    #expect(try SweepPlan("slow=40|60", of: "ema-cross", sets: ["fast=30"]).runs.count == 2)
  }

  @Test(
    "a wrong sweep is told by setting, value and range",
    arguments: [
      ("fsat=1..2", "--sweep: ema-cross has no setting 'fsat' (did you mean 'fast'?)"),
      ("fast", "--sweep must be NAME=FROM..TO:STEP or NAME=A|B|C"),
      ("fast=9..5", "--sweep fast: a range is FROM..TO:STEP with FROM not above TO"),
      ("fast=1..5:0", "STEP above zero, such as 5..50:5, not '1..5:0'"),
      ("fast=0..5", "--sweep fast: must be a whole number from 1 to 10000, not '0'"),
      ("fast=1..3:0.5", "--sweep fast: must be a whole number from 1 to 10000, not '1.5'"),
      ("fast=3|x", "--sweep fast: must be a whole number from 1 to 10000, not 'x'"),
      ("fast=\u{1b}[31m5|3", "--sweep fast: must be a whole number from 1 to 10000, not '?[31m5'"),
      ("fast=3|4|3", "--sweep fast: 3 is given twice"),
      ("fast=5|05", "--sweep fast: 5 is given twice"),
      ("notional=0.50|0.5", "--sweep notional: 0.5 is given twice"),
      ("fast=3,fast_period=4", "--sweep: fast is given twice"),
      ("slow=3", "--sweep: slow is given twice"),
      ("fast=20..30", "--sweep: ema-cross accepts none of the 11 combinations; the first: the slow period"),
      ("notional=1..1000000", "--sweep notional: at most 10000 values are taken, these are 1000000"),
      ("fast=1..200,range=1..100", "--sweep: these are 20000 runs; at most 10000 are run"),
      ("fast=1..5000,range=1..5000", "--sweep: these are more than 1000000 combinations"),
    ])
  func faults(text: String, fault: String) {
    let sets = text == "slow=3" ? ["slow=4"] : text.contains("range") ? ["slow=10000"] : []
    let error = #expect(throws: ConfigurationFaults.self) {
      try SweepPlan(text, of: "ema-cross", sets: sets)
    }
    #expect(error?.description.contains(fault) == true, "\(error?.description ?? "")")
  }

  @Test("gives the same on any number of threads, each run what it gives alone, ranked")
  func threads() throws {
    let scratch = try Scratch()
    let backtest = Backtest(
      file: try scratch.quoteTape(rows: 3_000), symbol: nil, strategy: "ema-cross")
    let plan = try SweepPlan("fast=3..12:3,slow=8|16|32", of: "ema-cross", sets: ["notional=5000"])
    let sweep = Sweep(backtest, plan: plan)
    let tapes = try backtest.load()
    var done: [Int] = []
    let one = try sweep.run(over: tapes, threads: 1) { done.append($0) }
    #expect(one.count == plan.runs.count && done.last == one.count)
    for threads in [3, 64] {
      let many = try sweep.run(over: tapes, threads: threads) { _ in }
      for (left, right) in zip(one, many) {
        #expect(BacktestSummary.json(left) == BacktestSummary.json(right))
      }
      #expect(SweepTable(plan, one, rank: .pnl).csv() == SweepTable(plan, many, rank: .pnl).csv())
    }
    var alone = backtest
    alone.assignments = zip(plan.names, plan.runs[4]).map { "\($0)=\($1)" }
    alone.settings.strategyTerms = StrategyTerms(
      kind: "ema-cross", settings: plan.settings(plan.runs[4]))
    #expect(BacktestSummary.json(try alone.run { _, _ in }) == BacktestSummary.json(one[4]))
    #expect(Set(one.map(\.fillsDigest)).count > 5)
    try expectRanked(plan, one)
  }

  private func expectRanked(_ plan: SweepPlan, _ reports: [BacktestReport]) throws {
    let csv = SweepTable(plan, reports, rank: .pnl).csv().split(separator: "\n").map {
      $0.split(separator: ",")
    }
    #expect(csv[0].prefix(4) == ["rank", "fast", "slow", "final_pnl"])
    let profits = try csv.dropFirst().map { try Fixed(parsing: String($0[3])) }
    #expect(profits == reports.map(\.profit).sorted(by: >))
    let table = SweepTable(plan, reports, rank: .drawdown).text(top: 2)
    #expect(table.contains("\(reports.count) runs by drawdown, money in USDT, the best 2 below"))
    #expect(table.contains("left out: 2 that") && table.split(separator: "\n").count == 4)
    let json = try JSONParser.parse(SweepTable(plan, reports, rank: .sharpe).json())
    #expect(json["results"]?.array?.count == reports.count)
  }

  @Test("a run that fails ends the sweep with its reason")
  func failure() throws {
    let scratch = try Scratch()
    let file = scratch.path + "/BTCUSDT.csv"
    try "ts_ns,bid,bid_size,ask,ask_size\n".write(toFile: file, atomically: true, encoding: .utf8)
    let backtest = Backtest(file: file, symbol: nil, strategy: "ema-cross")
    let sweep = Sweep(backtest, plan: try SweepPlan("fast=3..9", of: "ema-cross", sets: []))
    let error = #expect(throws: MarketFailure.self) {
      try sweep.run(over: try backtest.load(), threads: 2) { _ in }
    }
    #expect(error?.description.contains("holds no usable row") == true)
  }
}
