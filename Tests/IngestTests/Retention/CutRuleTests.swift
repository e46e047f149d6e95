import Desk
import Foundation
import Primitives
import Testing

@testable import Ingest

@Suite("What keeps events in the journal")
struct CutRuleTests {
  private let harness = JournalHarness()

  private func fill() throws -> Int64 {
    var desk = ScriptedDesk()
    let batches = desk.run(trades: 25).filter { !$0.events.isEmpty }
    try harness.withJournal { journal in
      try journal.commit(all: batches)
      try journal.flushProjection()
    }
    return try harness.reader().lastSeq()
  }

  /// The last event taken out when age keeps nothing; 0 when none was.
  private func cut(_ stores: [StoreKind] = [.questdb], told: Int64 = .max) throws -> Int64 {
    try harness.withJournal { journal in
      _ = try harness.cutter(journal, stores: stores).cut(before: .distantFuture, told: told)
    }
    return try harness.reader().cut()?.seq ?? 0
  }

  private func hindrance(_ stores: [StoreKind]) throws -> String? {
    let outcome = try harness.withJournal {
      try harness.cutter($0, stores: stores).cut(before: .distantFuture)
    }
    guard case .hindered(let reason) = outcome else { return nil }
    return reason
  }

  @Test("no store, or one that was never compared: every event")
  func nothing() throws {
    let last = try fill()
    #expect(try hindrance([])?.contains("no QuestDB or PostgreSQL") == true)
    #expect(try hindrance([.questdb])?.contains("questdb has not been found equal") == true)
    try harness.foundEqual(.questdb, through: last)
    #expect(try hindrance([.questdb, .postgres])?.contains("postgres has not") == true)
    #expect(try harness.reader().cut() == nil)
  }

  @Test("another server, or one written anew since: every event")
  func otherServer() throws {
    let last = try fill()
    try harness.foundEqual(.questdb, through: last)
    let cursors = try CursorStore(harness.connection(.readWrite))
    try cursors.write(WriterThread.serverCursor("questdb"), 8)
    #expect(try hindrance([.questdb]) != nil)
    try cursors.write(WriterThread.serverCursor("questdb"), 7)
    try cursors.write(WriterThread.rewritesCursor("questdb"), 1)
    #expect(try hindrance([.questdb]) != nil)
    try cursors.write(WriterThread.rewritesCursor("questdb"), 0)
    #expect(try hindrance([.questdb]) == nil)
  }

  @Test("what was said of another journal, as before a restored backup: every event")
  func otherJournal() throws {
    let last = try fill()
    try harness.foundEqual(.questdb, through: last)
    try harness.connection(.readWrite).execute("UPDATE journal SET recorded_at = recorded_at + 1")
    #expect(try hindrance([.questdb]) != nil)
  }

  @Test("a file that is none of ours says nothing")
  func spoiledFile() throws {
    try harness.foundEqual(.questdb, through: try fill())
    try Data("{\"questdb\": 3, ]".utf8).write(to: URL(filePath: harness.directoryPath + "/verified.json"))
    #expect(try hindrance([.questdb]) != nil)
  }

  @Test("what a store may have to be sent again, what was not found equal, what was not told")
  func readers() throws {
    let last = try fill()
    try harness.foundEqual(.questdb, through: last, safe: 20)
    var cut = try cut()
    #expect(cut <= 20 && cut > 12)
    try harness.foundEqual(.questdb, through: last - 50, safe: last)
    let before = cut
    cut = try self.cut()
    #expect(cut <= last - 50 && cut > before)
    try harness.foundEqual(.questdb, through: last)
    let told = cut + 6
    cut = try self.cut(told: told)
    #expect(cut <= told && cut > told - 6)
    #expect(try self.cut() > told)
  }

  @Test("rows that are not in the tables yet")
  func projection() throws {
    let last = try fill()
    try harness.foundEqual(.questdb, through: last)
    try harness.withJournal { journal in
      let order = CutOrder(
        cut: JournalCut(
          seq: 60, beginsAt: .distantFuture, writtenThrough: 0, cutAt: .distantFuture, foundEqual: [:]),
        bases: [], stores: ["questdb"])
      let connection = try harness.connection(.readWrite)
      let store = CutStore(connection, try CursorStore(connection))
      #expect(try !store.make(order, newest: last, projected: 59))
      #expect(try !store.make(order, newest: 60, projected: last))
      try CursorStore(connection).write(WriterThread.safeCursor("questdb"), 59)
      #expect(try !store.make(order, newest: last, projected: last), "a store went back meanwhile")
      #expect(try harness.reader().cut() == nil)
      _ = journal
    }
  }
}
