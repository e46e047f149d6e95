import Desk
import Ingest
import Testing
import Trading

@Suite("A journal in memory")
struct MemoryJournalTests {
  @Test("answers at once, numbers like the file, keeps no event unless asked")
  func answersAtOnce() throws {
    var desk = ScriptedDesk()
    let batches = desk.run(trades: 3)
    let (plain, keeping) = (MemoryJournal(), MemoryJournal(historyCap: 5))
    for batch in batches {
      #expect(try plain.commit(batch) == keeping.commit(batch))
    }
    #expect(plain.lastSeq == Int64(batches.reduce(0) { $0 + $1.events.count }))
    #expect(plain.history.isEmpty)
    #expect(keeping.history.map(\.event) == batches.flatMap(\.events).suffix(5))
    #expect(keeping.history.last?.seq == keeping.lastSeq)
  }

  @Test("knows committed intents up to its cap, refuses a second one and everything after it")
  func knowsIntents() throws {
    var desk = ScriptedDesk()
    let journal = MemoryJournal(intentCap: 2)
    _ = try journal.commit(desk.begin())
    let signals = ["a", "b", "c"].map { desk.signal(.buy, key: $0) }
    for signal in signals { _ = try journal.commit(signal) }
    func prior(_ key: String) throws -> PriorIntent? {
      try journal.priorIntent(account: desk.account, session: desk.session, keys: ["client:" + key])
    }
    #expect(try prior("a") == nil)
    #expect(try prior("b") != nil)
    #expect(try prior("c") != nil)
    let before = journal.lastSeq
    #expect(throws: JournalError(.duplicateIntent, "")) { try journal.commit(signals[2]) }
    #expect(throws: JournalError(.stopped, "")) { try journal.commit(signals[0]) }
    #expect(journal.lastSeq == before)
  }
}
