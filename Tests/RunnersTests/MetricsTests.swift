import Foundation
import Ingest
import Platform
import Primitives
import TestSupport
import Testing
import Trading

@testable import Runners

@Suite("The metrics of a running service")
struct MetricsTests {
  /// The page of a service that has replayed a tape, and how many events its journal holds.
  private func page() throws -> (text: String, fills: Int64) {
    let scratch = try Scratch()
    var settings = Replays.settings(scratch, tape: try scratch.quoteTape(rows: 6_000))
    settings.exitsAtEnd = false
    let running = try RunningService(settings)
    defer { running.stop() }
    running.waitForTapeEnd()
    let fills = try Replays.fillsDigest(settings.dataDirectory).fills
    try running.waitUntil("the feed has read everything") {
      try Loopback.text("/metrics", port: running.service.port)
        .contains("sextant_cursor_lag_events{cursor=\"feed\"} 0\n")
    }
    return (try Loopback.text("/metrics", port: running.service.port), fills)
  }

  private func sum(_ name: String, _ page: String, _ labels: String = "") -> Double {
    page.split(separator: "\n").filter { $0.hasPrefix(name) && (labels.isEmpty || $0.contains(labels)) }
      .compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }.reduce(0, +)
  }

  @Test("count what the journal holds, initialised at 0, and promtool finds no fault")
  func figures() throws {
    let (page, fills) = try page()
    #expect(fills > 0)
    #expect(Int64(sum("sextant_fills_total", page)) == fills)
    #expect(sum("sextant_orders_total", page, "status=\"FILLED\"") > 0)
    #expect(page.contains("sextant_orders_total{account=\"main\",status=\"FAILED\",reason_code=\"\"} 0\n"))
    #expect(
      sum("sextant_order_hop_seconds_count", page, "hop=\"filled\",clock=\"desk\"")
        == sum("sextant_order_hop_seconds_count", page, "hop=\"filled\",clock=\"wall\""))
    #expect(sum("sextant_order_hop_seconds_count", page, "hop=\"handed_off\",clock=\"wall\"") > 0)
    #expect(
      sum("sextant_order_slippage_ratio_count", page) == Double(fills), "a fill is adverse or favourable")
    #expect(sum("sextant_journal_commit_seconds_count", page) > 0)
    #expect(page.contains("sextant_cursor_lag_seconds{cursor=\"feed\"} 0.0\n"))
    #expect(page.contains("sextant_queue_capacity{queue=\"notes\"} 4096\n"))
    #expect(page.contains("sextant_ready 1\n"))
    #expect(sum("sextant_equity", page) > 0)
    #expect(page.contains("route=\"/metrics\",status=\"2xx\"}"))
    try checkWithPromtool(page)
    try checkDashboards(page)
  }

  /// What the dashboard and the alert rules ask for is there, under the name they ask for.
  private func checkDashboards(_ page: String) throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    for file in ["dashboards/sextant.json", "deploy/prometheus-rules.yml"] {
      let text = try String(contentsOf: root.appending(path: file), encoding: .utf8)
      let names = Set(text.matches(of: /(sextant|process)_[a-z_]+[a-z]/).map { String($0.output.0) })
      #expect(names.count > 5, "\(file)")
      for name in names.sorted() {
        let family = name.hasSuffix("_bucket") ? String(name.dropLast("_bucket".count)) : name
        #expect(page.contains("# TYPE \(family) "), "\(file) asks for \(name)")
      }
    }
  }

  private func checkWithPromtool(_ page: String) throws {
    let promtool = "/usr/bin/promtool"
    guard FileManager.default.isExecutableFile(atPath: promtool) else {
      return print("NOT RUN: promtool check metrics (install Debian's prometheus)")
    }
    let (input, output) = (Pipe(), Pipe())
    let process = Process()
    process.executableURL = URL(filePath: promtool)
    process.arguments = ["check", "metrics"]
    process.standardInput = input
    process.standardOutput = output
    process.standardError = output
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data(page.utf8))
    try input.fileHandleForWriting.close()
    let words = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0 && words.isEmpty, "\(words)")
  }
}
