import Desk
import Platform
import Testing
import Trading

@testable import Ingest

@Suite("A journal in a file")
struct JournalTests {
  private let harness = JournalHarness()

  @Test("is set to sync every commit and to checkpoint only when told, and reads that back")
  func assertsPragmas() throws {
    _ = try harness.directory()
    let connection = try harness.connection(.readWrite)
    try connection.makeDurable()
    #expect(try connection.text("PRAGMA journal_mode") == "wal")
    #expect(try connection.integer("PRAGMA synchronous") == 2)
    #expect(try connection.integer("PRAGMA wal_autocheckpoint") == 0)
    #expect(throws: SQLiteError.self) {
      try connection.assertPragma("synchronous", set: "NORMAL", is: "2")
    }
  }

  @Test("numbers events from 1 and goes on after a restart")
  func continuesNumbers() throws {
    var desk = ScriptedDesk()
    let first = desk.begin()
    try harness.withJournal { journal in
      let receipt = try journal.commit(first)
      #expect(receipt == JournalReceipt(firstSeq: 1, lastSeq: 1))
    }
    let trade = desk.trade()
    try harness.withJournal { journal in
      #expect(journal.health.committedSeq == 1)
      let receipt = try journal.commit(trade[0])
      #expect(receipt == JournalReceipt(firstSeq: 2, lastSeq: 1 + Int64(trade[0].events.count)))
    }
    let events = try harness.reader().events(after: 0, limit: 100)
    #expect(events.map(\.event) == first.events + trade[0].events)
    #expect(events.map(\.tapeRow) == [first.tapeRow] + trade[0].events.map { _ in trade[0].tapeRow })
    #expect(events.last?.at == trade[0].at)
    #expect(events.last?.session == desk.session)
  }

  @Test("carries the intent's correlation id on every event of the order")
  func correlates() throws {
    var desk = ScriptedDesk()
    let batches = desk.run(trades: 1)
    try harness.withJournal { journal in
      try journal.commit(all: batches)
    }
    guard case .signalDecided(let decision)? = batches[1].events.first else {
      Issue.record("no decision")
      return
    }
    let connection = try harness.connection()
    let select = try connection.prepare("SELECT type FROM journal WHERE correlation_id = ?1 ORDER BY seq")
    try select.bind(decision.intentID.correlationID, at: 1)
    var types: [String] = []
    while try select.step() { types.append(select.text(0)) }
    #expect(types == ["signal_decided", "order_handed_off", "order_accepted", "fill_booked"])
    #expect(
      try connection.text("SELECT correlation_id FROM journal WHERE type = 'session_started'") == "")
  }

  @Test("finds a committed intent by any of the keys asked for, and only in its account and session")
  func findsIntents() throws {
    var desk = ScriptedDesk()
    let batches = [desk.begin(), desk.signal(.buy, key: "k1")]
    guard case .signalDecided(let decision)? = batches[1].events.first, let order = decision.order else {
      Issue.record("no order")
      return
    }
    try harness.withJournal { journal in
      let (account, session) = (desk.account, desk.session)
      #expect(try journal.priorIntent(account: account, session: session, keys: ["client:k1"]) == nil)
      try journal.commit(all: batches)
      let expected = PriorIntent(
        orderID: order.id, signalID: order.signalID, fingerprint: decision.fingerprint)
      let found = try journal.priorIntent(account: account, session: session, keys: ["no", "client:k1"])
      #expect(found == expected)
      #expect(
        try journal.priorIntent(
          account: AccountID("other"), session: session, keys: ["client:k1"]) == nil)
      #expect(
        try journal.priorIntent(
          account: account, session: SessionID("other"), keys: ["client:k1"]) == nil)
    }
  }

  @Test("keeps all of 64 concurrent producers, each in its own order")
  func manyProducers() throws {
    let perProducer = 50
    try harness.withJournal { journal in
      let producers = (0..<64).map { number in
        OwnThread.start(name: "producer") {
          var desk = ScriptedDesk(account: "a\(number)")
          var batches = [desk.begin()]
          while batches.count < perProducer { batches += desk.trade() }
          for batch in batches.prefix(perProducer) { _ = try? journal.commit(batch) }
        }
      }
      for producer in producers { producer.join() }
    }
    let events = try harness.reader().events(after: 0, limit: .max)
    #expect(events.map(\.seq) == Array(1...Int64(events.count)))
    for number in 0..<64 {
      let rows = events.filter { $0.account.text == "a\(number)" }.map(\.tapeRow)
      #expect(Set(rows).count == perProducer)
      #expect(rows == rows.sorted())
    }
  }

  @Test("answers in the order the batches were handed over, with one commit for many")
  func groups() throws {
    var desk = ScriptedDesk()
    let batches = desk.run(trades: 200)
    let receipts = Notes<JournalReceipt>()
    let commits = try harness.withJournal { journal in
      for batch in batches {
        let accepted = journal.append(batch) { if let receipt = try? $0.get() { receipts.add(receipt) } }
        #expect(accepted)
      }
      try journal.flushProjection()
      return journal.health.commitCount
    }
    #expect(receipts.all.count == batches.count)
    #expect(receipts.all.map(\.firstSeq) == receipts.all.map(\.firstSeq).sorted())
    #expect(commits < batches.count)
  }

  @Test("refuses at the cap of its inbox and after it was stopped")
  func refusesWhenFull() throws {
    var settings = JournalSettings()
    settings.inboxCapacity = 4
    let gate = OneShot<Void>()
    let entered = OneShot<Void>()
    settings.beforeCommit = { _ in
      entered.fulfil(())
      _ = gate.wait(upTo: nil)
    }
    var desk = ScriptedDesk()
    let batches = desk.run(trades: 2)
    let answers = Notes<Bool>()
    let stopped = try harness.withJournal(settings: settings) { journal in
      #expect(journal.append(batches[0]) { _ in answers.add(true) })
      _ = entered.wait(upTo: nil)
      for batch in batches[1...4] { #expect(journal.append(batch) { _ in answers.add(true) }) }
      #expect(!journal.append(batches[5]) { _ in answers.add(false) })
      gate.fulfil(())
      return journal
    }
    #expect(answers.all == [true, true, true, true, true])
    #expect(!stopped.append(batches[5]) { _ in answers.add(false) })
    #expect(answers.all.count == 5)
  }
}
