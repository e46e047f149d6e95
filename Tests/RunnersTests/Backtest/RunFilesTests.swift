import Foundation
import Ingest
import Platform
import Primitives
import Testing
import Trading

@testable import Runners

@Suite("The files of a run")
struct RunFilesTests {
  private func run(
    _ scratch: Scratch, into name: String, rows: Int = 6_000
  ) throws -> (report: BacktestReport, folder: String) {
    var backtest = Backtest(file: try scratch.quoteTape(rows: rows), symbol: nil, strategy: "ema-cross")
    backtest.directory = scratch.path + "/" + name
    return (try backtest.run { _, _ in }, scratch.path + "/" + name)
  }

  /// The cells of a file by column.
  private func table(_ path: String) throws -> [String: [String]] {
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    let rows = lines.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    let columns = try #require(rows.first)
    #expect(rows.allSatisfy { $0.count == columns.count })
    return Dictionary(
      uniqueKeysWithValues: columns.enumerated().map { index, name in
        (name, rows.dropFirst().map { $0[index] })
      })
  }

  private func sum(_ cells: [String]?) throws -> Fixed {
    try (cells ?? []).reduce(0) { $0 + (try Fixed(parsing: $1)) }
  }

  @Test("hold exactly what the report sums up")
  func sums() throws {
    let scratch = try Scratch()
    let (report, folder) = try run(scratch, into: "out")
    #expect(Set(try FileManager.default.contentsOfDirectory(atPath: folder)) == Set(RunFiles.names))
    let fills = try table(folder + "/fills.csv")
    #expect(fills["time"]?.count == Int(report.fills) && report.fills > 10)
    #expect(try sum(fills["fee"]) == report.fees)
    let turnover = try zip(fills["quantity"] ?? [], fills["price"] ?? []).reduce(Fixed.zero) {
      $0 + (try Fixed(parsing: $1.0)).multiplied(by: try Fixed(parsing: $1.1), rounding: .halfEven)
    }
    #expect(turnover == report.turnover)
    let orders = try table(folder + "/orders.csv")
    #expect(orders["order_id"]?.count == Int(report.orders))
    for (status, count) in report.ends {
      #expect(orders["status"]?.filter { $0 == status.rawValue }.count == Int(count))
    }
    #expect(try sum(orders["fees"]) == report.fees)
    #expect(Set(fills["order_id"] ?? []).isSubset(of: Set(orders["order_id"] ?? [])))
    let trades = try table(folder + "/trades.csv")
    let trips = try #require(report.performance?.trips)
    #expect(trades["net"]?.count == trips.count && trips.count > 3)
    #expect(try sum(trades["net"]) == trips.net)
    // As docs/strategies.md takes the final PnL apart.
    #expect(report.profit == report.realised + report.unrealised + report.funding)
    for ((gross, fees), net) in zip(zip(trades["gross"] ?? [], trades["fees"] ?? []), trades["net"] ?? []) {
      #expect(try Fixed(parsing: net) == Fixed(parsing: gross) - Fixed(parsing: fees))
    }
    // With nothing held at the end the round trips are all that was earned.
    if report.performance?.openTrips == 0 { #expect(trips.net == report.realised) }
    let equity = try table(folder + "/equity.csv")
    let falls = try (equity["drawdown"] ?? []).map { try Fixed(parsing: $0) }
    #expect(falls.min() == -report.maxDrawdown && falls.allSatisfy { $0 <= 0 })
    let statistics = try Data(contentsOf: URL(fileURLWithPath: folder + "/statistics.json"))
    #expect(Array(statistics) == BacktestSummary.json(report) + [0x0A])
  }

  @Test("change nothing of the report, whose equity is then that of the marks")
  func sameReport() throws {
    let scratch = try Scratch()
    var backtest = Backtest(file: try scratch.quoteTape(rows: 6_000), symbol: nil, strategy: "ema-cross")
    let without = try backtest.run { _, _ in }
    backtest.directory = scratch.path + "/out"
    let with = try backtest.run { _, _ in }
    #expect(BacktestSummary.json(without) == BacktestSummary.json(with))
    #expect(without.maxDrawdown.isPositive && without.fills > 10)
  }

  @Test("are the same to the byte in two runs")
  func same() throws {
    let scratch = try Scratch()
    let first = try run(scratch, into: "one", rows: 3_000).folder
    let second = try run(scratch, into: "two", rows: 3_000).folder
    for name in RunFiles.names {
      let (left, right) = (FileManager.default.contents(atPath: first + "/" + name), second + "/" + name)
      #expect(left != nil && left == FileManager.default.contents(atPath: right), "\(name)")
    }
  }

  @Test("go into no directory that holds something, and a run that fails leaves none")
  func refused() throws {
    let scratch = try Scratch()
    let file = scratch.path + "/BTCUSDT.csv"
    try "ts_ns,bid,bid_size,ask,ask_size\n".write(toFile: file, atomically: true, encoding: .utf8)
    var backtest = Backtest(file: file, symbol: nil, strategy: "ema-cross")
    backtest.directory = scratch.path
    let error = #expect(throws: MarketFailure.self) { try backtest.run { _, _ in } }
    #expect(error?.description.contains("is not empty (it holds BTCUSDT.csv)") == true)
    backtest.directory = scratch.path + "/out"
    #expect(throws: MarketFailure.self) { try backtest.run { _, _ in } }
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path + "/out").isEmpty)
  }

  @Test(
    "of a run that comes a moment too late take nothing from the other: it says so, and removes only its own",
    arguments: ["fills.csv", "trades.csv", "statistics.json"])
  func claimed(theirs: String) throws {
    let scratch = try Scratch()
    let folder = scratch.path + "/out"
    try Files.createDirectory(folder)
    let book = try BuiltIn.instruments().book
    // Both saw it empty; the other is first. Of the last two files only the first run gets as far.
    if theirs != "statistics.json" { try Files.writeAtomically([1, 2], to: folder + "/" + theirs) }
    let error = #expect(throws: MarketFailure.self) {
      let files = try RunFiles(claiming: folder, traded: [], instruments: book)
      try Files.writeAtomically([1, 2], to: folder + "/" + theirs)
      defer { files.discard() }
      try files.close(BacktestReport(strategy: "", symbols: [], currency: "USDT", startingBalance: 1))
    }
    #expect(error?.description.contains("--out \(folder) is being written by another run (\(theirs)") == true)
    #expect(try Files.list(folder) == [theirs])
    #expect(try Files.read(folder + "/" + theirs, maxBytes: 9) == [1, 2])
  }

  @Test("the report needs nothing from elsewhere and is of a bounded size")
  func page() throws {
    let scratch = try Scratch()
    let (_, folder) = try run(scratch, into: "out", rows: 20_000)
    let page = try String(contentsOfFile: folder + "/report.html", encoding: .utf8)
    for word in [
      "http://", "https://", "src=", "href=", "url(", "@import", "<link", "<img", "<iframe", "//cdn",
    ] {
      #expect(!page.contains(word), "\(word)")
    }
    #expect(page.contains("default-src 'none'"))
    for part in ["id=\"equity\"", "id=\"drawdown\"", "id=\"price-0\"", "Returns by month", "Sharpe ratio"] {
      #expect(page.contains(part), "\(part)")
    }
    #expect(page.utf8.count < 1_000_000)
  }
}
