import Desk
import Foundation
import Platform
import Primitives
import Testing

@testable import Ingest

extension WriterChecks {
  /// Sent, compared, cut, sent on; then a store that is empty, and a rebuild of it.
  func afterCut() throws {
    let harness = try WriterHarness(store)
    try harness.trade(20)
    try harness.start()
    try expectEqual(harness)
    let directory = harness.files.directoryPath
    #expect(try harness.verify().keepEquality(directory: directory))
    try harness.journal.flushProjection()
    let cutter = JournalCutter(
      journal: harness.journal, rules: JournalHarness.rules, directory: directory, stores: [store.kind])
    #expect(harness.waits { harness.status.safeSeq == harness.journal.health.committedSeq })
    #expect(
      try harness.waits {
        try harness.files.reader().cursor(WriterThread.safeCursor(store.kind.rawValue)) > 100
      })
    _ = try cutter.cut(before: .distantFuture)
    let cut = try #require(try harness.files.reader().cut())
    #expect(cut.seq > 50)
    #expect(cut.foundEqual[store.kind.rawValue] != nil)
    let rows = try harness.count(.liveOrders)

    // What comes later arrives, and is all that is compared; what was there stays.
    try harness.trade(10)
    #expect(try harness.catchesUp(), "\(harness.status)")
    let report = try harness.verify()
    #expect(report.isEqual, "\(report.text)")
    #expect(report.text.contains("event \(cut.seq + 1); older rows were found equal on"))
    #expect(report.rowCount > 10)
    #expect(try harness.count(.liveOrders) == rows + 10)
    harness.stop()

    // A start goes on, too.
    try harness.trade(1)
    try harness.start()
    #expect(try harness.catchesUp(), "\(harness.status)")
    #expect(try harness.verify().isEqual)

    // A row that is altered is found; one that is older is not looked at.
    let orders = "(SELECT order_id FROM live_orders ORDER BY created_at"
    try store.run(["UPDATE live_orders SET quantity = 9 WHERE order_id = \(orders) LIMIT 1)"])
    #expect(try harness.verify().isEqual)
    try store.run(["UPDATE live_orders SET quantity = 9 WHERE order_id = \(orders) DESC LIMIT 1)"])
    #expect(try harness.verify().named == ["live_orders altered quantity"])
    try droppedAfterCut(harness, cut)
  }

  /// The tables are lost: the journal gives what it has, and says that it was more.
  private func droppedAfterCut(_ harness: WriterHarness, _ cut: JournalCut) throws {
    harness.stop()
    try store.run(Table.journaled.map { "DROP TABLE \($0.rawValue)" })
    try harness.start()
    #expect(try harness.catchesUp(), "\(harness.status)")
    let report = try harness.verify()
    #expect(report.isEqual, "\(report.text)")
    #expect(try harness.count(.liveOrders) < 31)
    #expect(try harness.everythingSaid().contains("older rows are not in the journal any more"))
    // It was found equal before it was written anew: that says nothing any more.
    let outcome = try JournalCutter(
      journal: harness.journal, rules: JournalHarness.rules, directory: harness.files.directoryPath,
      stores: [store.kind]
    ).cut(before: .distantFuture)
    guard case .hindered = outcome else {
      Issue.record("cut by what was said of rows that are gone: \(outcome)")
      return
    }
    #expect(try harness.files.reader().cut() == cut)
    harness.stop()

    // A rebuild writes the same.
    let rows = try harness.count(.liveOrders)
    try store.run(["DELETE FROM live_orders"])
    try harness.start { $0.scope = .rebuild(days: nil) }
    #expect(harness.waits { harness.status.state == .stopped })
    #expect(try harness.count(.liveOrders) == rows)
    #expect(try harness.verify().isEqual)
  }
}
