import Platform
import Testing

@testable import Ingest

@Suite("Batches nobody waits for")
struct HeldBatchTests {
  private let harness = JournalHarness()

  /// Long enough that only another batch, a request or the end can be why one is committed.
  private var patient: JournalSettings {
    var settings = JournalSettings()
    settings.learnedDelayNanos = .max / 4
    return settings
  }

  @Test("share the commit of the next that somebody waits for, in their order")
  func shareCommit() throws {
    var desk = ScriptedDesk()
    let batches = desk.run(trades: 2)
    let order = Notes<Int64>()
    try harness.withJournal(settings: patient) { journal in
      for batch in batches.dropLast() {
        let accepted = journal.append(batch, isAwaited: false) { result in
          if let receipt = try? result.get() { order.add(receipt.lastSeq) }
        }
        #expect(accepted)
      }
      let last = try journal.commit(batches[batches.count - 1])
      #expect(journal.health.commitCount == 1)
      #expect(order.all == order.all.sorted() && order.all.count == batches.count - 1)
      #expect(last.firstSeq == (order.all.last ?? 0) + 1)
    }
    let kept = try harness.reader().events(after: 0, limit: 1_000).map(\.event)
    #expect(kept == batches.flatMap(\.events))
  }

  @Test("are committed soon without one")
  func areCommittedSoon() throws {
    var desk = ScriptedDesk()
    let done = OneShot<Result<JournalReceipt, JournalError>>()
    try harness.withJournal { journal in
      #expect(journal.append(desk.begin(), isAwaited: false) { done.fulfil($0) })
      let receipt = try done.wait(upTo: nil)?.get()
      #expect(receipt?.lastSeq == 1)
    }
  }

  @Test("are committed before a request that comes after them, and at the end", arguments: [true, false])
  func areNeverLeft(withRequest: Bool) throws {
    var desk = ScriptedDesk()
    let batches = desk.run(trades: 3)
    try harness.withJournal(settings: patient) { journal in
      for batch in batches { #expect(journal.append(batch, isAwaited: false) { _ in }) }
      if withRequest {
        try journal.flushProjection()
        #expect(try harness.tables().filter { $0.hasPrefix("fills|") }.count == 3)
      }
    }
    #expect(try harness.reader().eventCount() == Int64(batches.reduce(0) { $0 + $1.events.count }))
  }

  @Test("are committed when enough wait")
  func areBounded() throws {
    var desk = ScriptedDesk()
    let batches = desk.run(trades: 200)
    let done = OneShot<Result<JournalReceipt, JournalError>>()
    try harness.withJournal(settings: patient) { journal in
      for (number, batch) in batches.enumerated() {
        #expect(journal.append(batch, isAwaited: false) { if number == 255 { done.fulfil($0) } })
      }
      #expect(done.wait(upTo: nil) != nil)
    }
  }
}
