import Desk
import Platform
import Testing

@testable import Ingest

/// What a writer must do, asked alike of every kind of server.
struct WriterChecks {
  let store: StoreHarness
  let port: Int
  /// Ends the server as a loss of power would end its process.
  let kill: () throws -> Void
  /// Starts it again on the same data.
  let restart: () throws -> Void

  func expectEqual(_ harness: WriterHarness) throws {
    #expect(try harness.catchesUp(), "\(harness.status)")
    let report = try harness.verify()
    #expect(report.isEqual, "\(report.text)")
    for table in Table.journaled {
      let journaled = report.days.filter { $0.table == table }.reduce(0) { $0 + $1.journalRows }
      #expect(try harness.count(table) == journaled, "no row of \(table) twice")
    }
  }

  /// The same address through a proxy.
  func address(_ proxy: WireProxy) -> String { store.address + " port=\(proxy.port)" }

  func follow() throws {
    let harness = try WriterHarness(store)
    try harness.trades(30)
    try harness.start()
    try expectEqual(harness)
    try harness.trades(40)
    try expectEqual(harness)
    let status = harness.status
    #expect(try harness.count(.liveOrders) == 70)
    #expect(status.lagEvents == 0 && status.rowsRefused == 0 && status.rowsRetried == 0)
    #expect(status.reconnects == 0 && status.faults.isEmpty && status.detail == "writing")
    #expect(status.rowsWritten > 400)
    #expect(harness.alerts.all.isEmpty)
    harness.stop()
    #expect(harness.status.state == .stopped)
    // The next start goes on where this one was, and sends nothing twice that is safe.
    try harness.trade(1)
    try harness.start()
    try expectEqual(harness)
    #expect(try harness.count(.liveOrders) == 71)
  }

  func absentAtStart() throws {
    try kill()
    let harness = try WriterHarness(store)
    try harness.start { $0.connectNanos = 1_000_000_000 }
    try harness.trades(20)
    #expect(harness.waitsWith("cannotConnect"))
    #expect(harness.status.lagEvents == harness.journal.health.committedSeq)
    try harness.trades(20)
    try restart()
    try expectEqual(harness)
    #expect(harness.fired(.unreachable).count == 1)
    #expect(harness.alerts.all.map(\.isFiring) == [true, false])
  }

  func killedMidRun() throws {
    let harness = try WriterHarness(store)
    try harness.start()
    try harness.trades(40)
    #expect(try harness.catchesUp())
    for round in 0..<3 {
      try harness.trades(60)
      try kill()
      try harness.trades(20)
      #expect(harness.waits { harness.status.state != .writing })
      try restart()
      #expect(harness.waits { harness.status.state == .writing })
      try harness.trades(10 + round)
    }
    try expectEqual(harness)
    let status = harness.status
    #expect(status.reconnects >= 3)
    // A QuestDB acknowledges before its disk has the rows: all of the last minutes are sent again.
    if store.kind == .questdb { #expect(status.rowsRetried > 400, "\(status)") }
    #expect(status.rowsRefused == 0)
    #expect(harness.alerts.all.allSatisfy { $0.kind == .unreachable })
  }

  func refusedRow() throws {
    let proxy = try WireProxy(to: port)
    let harness = try WriterHarness(store)
    proxy.behave { $0.spoilt = Array("t-test-main-1-7".utf8) }
    try harness.trades(30)
    try harness.start(address: address(proxy))
    #expect(try harness.catchesUp(), "\(harness.status)")
    let letters = try harness.deadLetters()
    #expect(letters.map(\.table) == ["fills"])
    #expect(letters.first?.key.contains("t-test-main-1-7") == true)
    let words = letters.first?.error.lowercased() ?? ""
    // PostgreSQL names the encoding, QuestDB the parameter.
    #expect(words.contains("utf8") || words.contains("variableindex"), "the server's own words: \(words)")
    #expect(letters.first?.row.contains("\"trade_id\":\"t-test-main-1-7\"") == true)
    #expect(harness.fired(.rowsRefused).count == 1)
    #expect(harness.fired(.rowsRefused).first?.message.contains("t-test-main-1-7") == true)
    #expect(harness.status.rowsRefused == 1)
    #expect(try harness.count(.fills) == 29)
    #expect(try harness.count(.liveOrders) == 30)
    // Further rows go on; the same row refused again is the same letter, and no second alert.
    try harness.trade(5)
    #expect(try harness.catchesUp())
    let report = try harness.verify()
    #expect(!report.isEqual)
    #expect(report.named == ["fills missing"])
    #expect(report.deadLetters.map(\.table) == ["fills"])
    harness.stop()
    try harness.start()
    #expect(try harness.catchesUp())
    #expect(harness.status.rowsRefused == 1, "of the earlier run")
    harness.stop()
    try rebuild(harness)
  }

  /// Everything once more: what was refused is there, and forgotten as refused.
  private func rebuild(_ harness: WriterHarness) throws {
    try harness.start { $0.scope = .rebuild(days: nil) }
    #expect(harness.writer?.waitForEnd(upTo: 60_000_000_000) == true)
    #expect(try harness.deadLetters().isEmpty)
    #expect(harness.waits { harness.status.acknowledgedSeq == harness.journal.health.committedSeq })
    let report = try harness.verify()
    #expect(report.isEqual, "\(report.text)")
  }

  func refusingEverything() throws {
    let proxy = try WireProxy(to: port)
    let harness = try WriterHarness(store)
    try harness.start(address: address(proxy))
    try harness.trade(5)
    #expect(try harness.catchesUp())
    proxy.behave { $0.spoilt = Array("USDT".utf8) }
    let before = harness.status.acknowledgedSeq
    try harness.trades(40)
    #expect(harness.waits { !harness.fired(.unreachable).isEmpty }, "\(harness.status)")
    // It tries again and again and puts no more aside.
    #expect(harness.waits { harness.status.reconnects >= 2 }, "\(harness.status)")
    let letters = try harness.deadLetters()
    #expect(letters.count < WriterThread.mostRefusedInARow)
    #expect(try harness.files.reader().cursor(store.kind.rawValue) <= before + 20)
    for _ in 0..<3 { try harness.trade(1) }
    #expect(harness.waits { harness.status.reconnects >= 4 }, "\(harness.status)")
    #expect(try harness.deadLetters() == letters)
    proxy.behave { $0.spoilt = [] }
    #expect(try harness.catchesUp(), "\(harness.status)")
    #expect(harness.alerts.all.last { $0.kind == .unreachable }?.isFiring == false)
    let missing = try harness.verify().differences
    #expect(missing.allSatisfy { $0.kind == .missing && $0.isDeadLetter })
    harness.stop()
    try rebuild(harness)
  }

  func unsoundRow() throws {
    let harness = try WriterHarness(store)
    try harness.trade(3)
    try harness.commit(harness.desk.fill(at: -1_000_000_000))
    try harness.trade(3)
    try harness.start()
    #expect(try harness.catchesUp(), "\(harness.status)")
    let letters = try harness.deadLetters()
    #expect(!letters.isEmpty)
    #expect(letters.contains { $0.table == "fills" })
    #expect(
      letters.allSatisfy { $0.error.hasPrefix("not sent: ") && $0.error.contains("outside 1970 to 2200") })
    #expect(harness.fired(.rowsRefused).count == 1)
    #expect(try harness.count(.fills) == 6)
    let report = try harness.verify()
    #expect(!report.isEqual)
    #expect(report.deadLetterCount == Int64(letters.count))
    #expect(Set(report.named.map { String($0.split(separator: " ")[1]) }) == ["missing"])
  }
}
