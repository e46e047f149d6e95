import Foundation
import Primitives
import Testing
import Trading

@testable import Runners

@Suite("What a report says of what was run")
struct RunTermsTests {
  private func terms(run text: String, set assignments: [String] = []) throws -> RunTerms {
    var backtest = Backtest(
      tapes: [.init(file: "some/where/BTCUSDT.csv", symbol: nil), .init(file: "SPY.csv", symbol: nil)],
      strategy: "donchian")
    try RunFile(name: "my/run.json5", bytes: Array(text.utf8)).apply(to: &backtest)
    backtest.settings.strategyTerms = StrategyTerms(
      kind: "donchian", settings: try StrategyArguments.settings(assignments, of: "donchian"))
    return RunTerms(backtest)
  }

  @Test("names tapes and run file without directories, and what differs from the profile")
  func exchange() throws {
    let terms = try terms(
      run: """
        {leverage: 4, seed: 11, bar_seconds: 30,
         exchange: {profile: 'ideal', request_latency_most_ms: 1.5, booked_decimals: 2}}
        """)
    #expect(terms.tapes == ["BTCUSDT.csv", "SPY.csv"] && terms.runFile == "run.json5")
    #expect(terms.leverage == 4 && terms.seed == 11 && terms.barSeconds == 30)
    #expect(terms.profile == "ideal")
    #expect(terms.changes.map(\.name) == ["request_latency_most_ms", "booked_decimals"])
    #expect(terms.changes.map(\.value) == ["1.5", "2"])
    let plain = try self.terms(run: "{}")
    #expect(plain.profile == "standard" && plain.changes.isEmpty && plain.barSeconds == 5)
  }

  @Test("lists every setting in force, given or not, and of a size the one that holds")
  func settings() throws {
    let known = try #require(StrategyCatalogue.entry("donchian")).parameters
    let standard = try terms(run: "{}").settings
    #expect(standard.map(\.name) == known.filter { $0.standard != nil }.map(\.name))
    #expect(standard.map(\.value) == known.compactMap(\.standard))
    let given = try terms(run: "{}", set: ["entry=33", "quantity=0.5"]).settings
    #expect(given.first { $0.name == "entry" }?.value == "33")
    #expect(given.first { $0.name == "quantity" }?.value == "0.5")
    #expect(!given.contains { $0.name == "notional" })
  }

  @Test("stands in statistics.json and in the page")
  func files() throws {
    let scratch = try Scratch()
    var backtest = Backtest(file: try scratch.quoteTape(rows: 1_000), symbol: nil, strategy: "ema-cross")
    backtest.directory = scratch.path + "/out"
    _ = try backtest.run { _, _ in }
    let json = try String(contentsOfFile: scratch.path + "/out/statistics.json", encoding: .utf8)
    #expect(
      json.contains(
        """
        "run":{"tapes":["BTCUSDT_quotes.csv"],"run_file":null,"bar_seconds":5,"leverage":10,"seed":"3",\
        "exchange_profile":"standard","exchange_changes":{},\
        "settings":{"fast":"10","slow":"20","range":"14","notional":"10000"}}
        """), "\(json)")
    let page = try String(contentsOfFile: scratch.path + "/out/report.html", encoding: .utf8)
    #expect(page.contains("fast=10 slow=20 range=14 notional=10000") && page.contains("BTCUSDT_quotes.csv"))
    #expect(!page.contains(scratch.path) && !json.contains(scratch.path))
  }
}
