import Desk
import Foundation
import Primitives
import Testing
import Trading

@testable import Ingest

@Suite("Rows kept for so many days")
struct RetentionTests {
  private let harness = JournalHarness()

  private func count(_ sql: String) throws -> Int64 {
    try harness.connection().integer(sql) ?? 0
  }

  /// Forty trades, one order that works, one position that is open.
  private func fill(_ journal: SQLiteJournal) throws {
    var desk = ScriptedDesk()
    try journal.commit(all: desk.run(trades: 41))
    _ = try journal.commit(desk.signal(.buy))
    try journal.flushProjection()
  }

  @Test("old ones go; those of the working order and the open position stay; the journal keeps all")
  func expires() throws {
    try harness.withJournal { journal in
      try fill(journal)
      #expect(try count("SELECT count(*) FROM live_orders WHERE status = 'PENDING'") == 1)
      let events = try count("SELECT count(*) FROM journal")
      let intents = try count("SELECT count(*) FROM intents")
      let sinceOpen = try count(
        """
        SELECT count(*) FROM live_positions WHERE opened_at =
          (SELECT opened_at FROM live_positions ORDER BY updated_at DESC LIMIT 1)
        """)
      let erased = try journal.eraseRows(before: .distantFuture)
      #expect(erased > 100)
      #expect(try count("SELECT count(*) FROM live_orders") == 1)
      #expect(try count("SELECT count(*) FROM signal_history") == 1)
      #expect(try count("SELECT count(*) FROM order_events") == 1, "its CREATED")
      #expect(try count("SELECT count(*) FROM live_positions WHERE status = 'OPEN'") > 0)
      #expect(try count("SELECT count(*) FROM live_positions") == sinceOpen)
      #expect(try count("SELECT count(*) FROM fills") == 1, "the open position's")
      #expect(try count("SELECT count(*) FROM journal") == events)
      #expect(try count("SELECT count(*) FROM intents") == intents)
      #expect(try journal.eraseRows(before: .distantFuture) == 0)
      try journal.rebuildProjection()
      #expect(try count("SELECT count(*) FROM live_orders") == 42)
    }
  }

  @Test("young ones stay, by the wall clock of their writing and not by the market's")
  func keepsYoung() throws {
    try harness.withJournal { journal in
      try fill(journal)
      let rows = try harness.tables()
      #expect(try journal.eraseRows(before: Timestamp(nanoseconds: 1_600_000_000_000_000_000)) == 0)
      #expect(try harness.tables() == rows)
    }
  }

  @Test("a row written anew between the look and the removal stays")
  func writtenAnew() throws {
    try harness.withJournal { journal in
      try fill(journal)
      let scan = try RowScan(harness.connection(), before: .max)
      var page = try scan.page(.liveOrders, after: nil)
      #expect(page.expired.keys.count == 41)
      page.expired = ExpiredRows(table: .liveOrders, keys: page.expired.keys, before: 1)
      let writer = RowEraser(try harness.connection(.readWrite))
      #expect(try writer.erase(page.expired) == 0)
    }
  }
}
