import Desk
import Platform
import Testing
import Trading

@testable import Ingest

@Suite("A journal that cannot write")
struct JournalFailureTests {
  private let harness = JournalHarness()

  @Test("keeps nothing of a batch whose intent was journaled before, and writes nothing of its account after")
  func refusesDuplicates() throws {
    var desk = ScriptedDesk()
    let begin = desk.begin()
    let signal = desk.signal(.buy, key: "k1")
    let mark = desk.trade()
    let failures = Notes<JournalError.Code>()
    try harness.withJournal(onFailure: { failures.add($0.code) }) { journal in
      _ = try journal.commit(begin)
      _ = try journal.commit(signal)
      let offender = JournalBatch(
        account: desk.account, session: desk.session, at: desk.now, tapeRow: 9,
        events: mark[0].events + signal.events)
      #expect(throws: JournalError(.duplicateIntent, "")) { try journal.commit(offender) }
      #expect(throws: JournalError(.stopped, "")) { try journal.commit(mark[1]) }
      #expect(journal.health.state == .writing)
    }
    #expect(failures.all.isEmpty)
    let reader = try harness.reader()
    #expect(try reader.events(after: 0, limit: 100).map(\.event) == begin.events + signal.events)
    #expect(try reader.intentCount() == 1)
  }

  @Test("commits what came before the offender of a group, in that group's order")
  func commitsWhatCameBefore() throws {
    var settings = JournalSettings()
    let (gate, entered) = (OneShot<Void>(), OneShot<Void>())
    settings.beforeCommit = { _ in
      entered.fulfil(())
      _ = gate.wait(upTo: nil)
    }
    var desk = ScriptedDesk()
    let batches = [desk.begin(), desk.signal(.buy, key: "k1"), desk.signal(.sell, key: "k2")]
    let codes = Notes<JournalError.Code?>()
    try harness.withJournal(settings: settings) { journal in
      // The first is being committed while the others gather to one group.
      for batch in batches + [batches[1], batches[0]] {
        #expect(
          journal.append(batch) { result in
            if case .failure(let error) = result { codes.add(error.code) } else { codes.add(nil) }
          })
        _ = entered.wait(upTo: nil)
      }
      gate.fulfil(())
    }
    #expect(codes.all == [nil, nil, nil, .duplicateIntent, .stopped])
    #expect(try harness.reader().eventCount() == 3)
  }

  @Test("of several accounts stops the one whose intent came twice; the others of its group are committed")
  func duplicateOfOneAccount() throws {
    var settings = JournalSettings()
    let (gate, entered) = (OneShot<Void>(), OneShot<Void>())
    settings.beforeCommit = { _ in
      entered.fulfil(())
      _ = gate.wait(upTo: nil)
    }
    var (one, other) = (ScriptedDesk(account: "alpha"), ScriptedDesk(account: "beta"))
    let begin = one.begin()
    let signal = one.signal(.buy, key: "k1")
    let others = [other.begin(), other.signal(.buy, key: "k1"), other.signal(.sell, key: "k2")]
    let last = one.signal(.sell, key: "k2")
    // Two duplicates of one account and what the other says before, between and after them.
    let group = [begin, others[0], signal, signal, others[1], signal, last, others[2]]
    let codes = Notes<String>()
    try harness.withJournal(settings: settings) { journal in
      for batch in group {
        let account = batch.account
        #expect(
          journal.append(batch) { result in
            if case .failure(let error) = result {
              codes.add("\(account) \(error.code)")
            } else {
              codes.add("\(account)")
            }
          })
        _ = entered.wait(upTo: nil)
      }
      gate.fulfil(())
    }
    #expect(
      codes.all.filter { $0.hasPrefix("alpha") }
        == ["alpha", "alpha", "alpha duplicateIntent", "alpha stopped", "alpha stopped"])
    #expect(codes.all.filter { $0.hasPrefix("beta") } == ["beta", "beta", "beta"])
    let kept = try harness.reader().events(after: 0, limit: 100)
    #expect(
      kept.map(\.event) == [begin, others[0], signal, others[1], others[2]].flatMap(\.events))
  }

  @Test("holds a batch on a full disk until there is room, releasing nothing")
  func waitsForRoom() throws {
    var settings = JournalSettings()
    settings.retryNanos = 1_000_000
    let attempts = Notes<Int>()
    settings.beforeCommit = { connection in
      // From the second commit on there is no room; the fourth attempt finds some again.
      attempts.add(0)
      let pages = (2...4).contains(attempts.all.count) ? 1 : 1_000_000
      try? connection.execute("PRAGMA max_page_count = \(pages)")
    }
    var desk = ScriptedDesk()
    let begin = desk.begin()
    var large = desk.trade()[0]
    let text = String(repeating: "no room ", count: 20_000)
    large = JournalBatch(
      account: large.account, session: large.session, at: large.at, tapeRow: large.tapeRow,
      events: large.events + [.factRefused(text)])
    try harness.withJournal(settings: settings) { journal in
      _ = try journal.commit(begin)
      let receipt = try journal.commit(large)
      #expect(receipt.firstSeq == 2)
      #expect(journal.health.state == .writing)
    }
    #expect(attempts.all.count == 5)
    #expect(try harness.reader().eventCount() == 1 + Int64(large.events.count))
  }

  @Test("stops on a full disk, answering what could not be written")
  func stopsOnFullDisk() throws {
    var settings = JournalSettings()
    settings.retryNanos = 1_000_000
    let isFull = OneShot<Void>()
    let attempts = Notes<Int>()
    settings.beforeCommit = { connection in
      attempts.add(0)
      guard attempts.all.count > 1 else { return }
      try? connection.execute("PRAGMA max_page_count = 1")
      if attempts.all.count > 2 { isFull.fulfil(()) }
    }
    var desk = ScriptedDesk()
    let begin = desk.begin()
    let codes = Notes<JournalError.Code>()
    let large = JournalBatch(
      account: desk.account, session: desk.session, at: desk.now, tapeRow: 3,
      events: [.factRefused(String(repeating: "no room ", count: 20_000))])
    try harness.withJournal(settings: settings) { journal in
      _ = try journal.commit(begin)
      #expect(
        journal.append(large) { if case .failure(let error) = $0 { codes.add(error.code) } })
      _ = isFull.wait(upTo: nil)
      #expect(journal.health.state == .waitingForRoom)
      #expect(codes.all.isEmpty)
    }
    #expect(codes.all == [.full])
    #expect(try harness.reader().eventCount() == 1)
  }

  @Test("fails for good when a commit fails for another reason than room")
  func failsForGood() throws {
    var settings = JournalSettings()
    settings.beforeCommit = { connection in
      try? connection.execute("PRAGMA query_only = ON")
    }
    var desk = ScriptedDesk()
    let begin = desk.begin()
    let failures = Notes<JournalError.Code>()
    try harness.withJournal(settings: settings, onFailure: { failures.add($0.code) }) { journal in
      #expect(throws: JournalError(.notWritable, "")) { try journal.commit(begin) }
      #expect(throws: JournalError(.notWritable, "")) { try journal.commit(begin) }
      #expect(throws: JournalError.self) { try journal.flushProjection() }
    }
    #expect(failures.all == [.notWritable])
    #expect(try harness.reader().eventCount() == 0)
  }
}
