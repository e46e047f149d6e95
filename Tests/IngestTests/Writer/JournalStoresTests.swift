import Testing

@testable import Ingest

@Suite("Cursors and refused rows of stores, in the journal")
struct JournalStoresTests {
  private func letter(_ key: String, store: String = "questdb", error: String = "refused") -> DeadLetter {
    DeadLetter(
      store: store, table: "fills", key: key, seq: 7, row: #"{"trade_id":"a'b"}"#, error: error,
      recordedAt: 1_700_000_000_000_000)
  }

  @Test("cursors are there after the journal was opened anew, each under its name")
  func cursors() throws {
    let harness = JournalHarness()
    try harness.withJournal { journal in
      #expect(journal.keepCursors([("questdb", 5), ("questdb.safe", 3)]))
      #expect(journal.keepCursors([("questdb", 9)]))
      #expect(journal.keepCursors([("postgres", 2)]))
    }
    try harness.withJournal { journal in
      let reader = try harness.reader()
      #expect(try reader.cursor("questdb") == 9)
      #expect(try reader.cursor("questdb.safe") == 3)
      #expect(try reader.cursor("postgres") == 2)
      #expect(try reader.cursor("other") == 0)
      #expect(journal.keepCursors([("questdb", 0)]), "a store that starts over goes back")
    }
    try harness.withJournal { _ in }
    #expect(try harness.reader().cursor("questdb") == 0)
  }

  @Test("a refused row is durable when the call returns, and one of its key replaces it")
  func letters() throws {
    let harness = JournalHarness()
    try harness.withJournal { journal in
      try journal.keepDeadLetters([letter("[1]"), letter("[2]"), letter("[1]", store: "postgres")])
      #expect(try harness.reader().deadLetterCount(store: "questdb") == 2)
      try journal.keepDeadLetters([letter("[2]", error: "refused again"), letter("[3]")])
    }
    try harness.withJournal { _ in
      let reader = try harness.reader()
      let letters = try reader.deadLetters(store: "questdb", limit: 10)
      #expect(letters == [letter("[1]"), letter("[2]", error: "refused again"), letter("[3]")])
      #expect(try reader.deadLetters(store: "questdb", limit: 2).count == 2)
      #expect(try reader.deadLetters(store: "postgres", limit: 10) == [letter("[1]", store: "postgres")])
    }
  }

  @Test("forgetting a store's refused rows leaves those of another")
  func forget() throws {
    let harness = JournalHarness()
    try harness.withJournal { journal in
      try journal.keepDeadLetters([letter("[1]"), letter("[1]", store: "postgres")])
      try journal.forgetDeadLetters(store: "questdb")
      let reader = try harness.reader()
      #expect(try reader.deadLetterCount(store: "questdb") == 0)
      #expect(try reader.deadLetterCount(store: "postgres") == 1)
    }
  }

  @Test("a stopped journal keeps no row, and says so")
  func stopped() throws {
    let harness = JournalHarness()
    let stopped = try harness.withJournal { $0 }
    let error = #expect(throws: JournalError.self) { try stopped.keepDeadLetters([letter("[1]")]) }
    #expect(error?.code == .stopped)
    #expect(!stopped.keepCursors([("questdb", 1)]))
  }
}
