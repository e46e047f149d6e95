import Desk
import Foundation
import Primitives
import Testing
import Trading

@testable import Ingest

@Suite("A journal whose oldest events were taken out")
struct JournalCutTests {
  private let harness = JournalHarness()

  private func count(_ sql: String) throws -> Int64 {
    try harness.connection().integer(sql) ?? 0
  }

  /// Two accounts, mixed, the second of which falls silent early; every batch a commit of its own.
  private func fill() throws -> (main: ScriptedDesk, batches: [JournalBatch]) {
    var main = ScriptedDesk()
    var other = ScriptedDesk(account: "other")
    var batches = main.run(trades: 30)
    for (place, batch) in other.run(trades: 4).enumerated() { batches.insert(batch, at: 6 + 2 * place) }
    batches.removeAll(where: \.events.isEmpty)
    try harness.withJournal { journal in
      try journal.commit(all: batches)
      try journal.flushProjection()
    }
    try harness.foundEqual(.questdb, through: try harness.reader().lastSeq())
    return (main, batches)
  }

  @Test("each account recovers to the same state, and goes on where it was")
  func recovers() throws {
    var (main, _) = try fill()
    let before = try ["main", "other"].map { try harness.load(AccountID($0)) }
    let tables = try harness.tables()
    let first = try harness.firstOfCommit(from: 90)
    let outcome = try harness.withJournal { try harness.cut($0, before: first) }
    #expect(outcome == .done(erased: Int(first - 1), try harness.reader().cut()))
    #expect(try count("SELECT min(seq) FROM journal") == first)
    let after = try ["main", "other"].map { try harness.load(AccountID($0)) }
    for (old, new) in zip(before, after) {
      #expect(new.stateHash == old.stateHash)
      #expect(new.lastSeq == old.lastSeq)
      #expect(new.lastTapeRow == old.lastTapeRow)
      #expect(new.lastAt == old.lastAt)
      #expect(new.sessionStart == old.sessionStart)
    }
    #expect(after[1].eventsReplayed == 0, "all of it is in its base")
    try harness.withJournal { journal in
      try journal.commit(all: main.trade())
      try journal.flushProjection()
    }
    let state = SnapshotCodec(instruments: ScriptedDesk.instruments).stateHash(main.desk.state)
    #expect(try harness.load(main.account).stateHash == state)
    #expect(try count("SELECT max(seq) FROM journal") > before[0].lastSeq)
    #expect(try harness.tables().count > tables.count)
  }

  @Test("a key of an order whose events are gone is refused and known")
  func keys() throws {
    let (main, batches) = try fill()
    let intents = try count("SELECT count(*) FROM intents")
    let decided = try #require(
      batches.first { batch in
        if case .signalDecided? = batch.events.first { batch.account == main.account } else { false }
      })
    guard case .signalDecided(let decision)? = decided.events.first else { return }
    try harness.withJournal { journal in
      try harness.cut(journal, before: 90)
      #expect(try count("SELECT count(*) FROM intents") == intents)
      let prior = try journal.priorIntent(
        account: main.account, session: main.session, keys: [decision.key.text])
      #expect(prior?.orderID == decision.order?.id)
      let error = #expect(throws: JournalError.self) { try journal.commit(decided) }
      #expect(error?.code == .duplicateIntent)
    }
  }

  @Test("an end between any two changes leaves a journal that reads alike, and the next time goes on")
  func interrupted() throws {
    _ = try fill()
    let all = try harness.foldedRows()
    let states = try ["main", "other"].map { try harness.load(AccountID($0)).stateHash }
    let first = try harness.firstOfCommit(from: 90)
    try harness.withJournal { journal in
      // Stopped once the cut is written down: nothing is erased yet.
      var asked = 0
      try harness.cut(journal, before: first) {
        asked += 1
        return asked > 2
      }
    }
    #expect(try count("SELECT count(*) FROM journal WHERE seq < \(first)") == first - 1)
    let cut = try #require(try harness.reader().cut())
    #expect(cut.seq == first - 1)
    for left in [cut.seq, 40, 0] {
      try harness.connection(.readWrite).execute("DELETE FROM journal WHERE seq <= \(cut.seq - left)")
      #expect(try harness.reader().events(after: 0, limit: 1).first?.seq == first)
      #expect(try ["main", "other"].map { try harness.load(AccountID($0)).stateHash } == states)
      let rows = try harness.foldedRows()
      #expect(!rows.isEmpty && rows == Array(all.suffix(rows.count)))
      #expect(
        rows.allSatisfy { row in
          if case .timestamp(let micros)? = row["recorded_at"] { micros > cut.writtenThrough } else { false }
        })
    }
    #expect(try harness.withJournal { try harness.cut($0, before: first) } == .done(erased: 0, cut))
  }

  @Test("cut again and again, what is left reads as if it never was")
  func again() throws {
    _ = try fill()
    let all = try harness.foldedRows()
    let state = try harness.load(AccountID("main")).stateHash
    let last = try harness.reader().lastSeq()
    try harness.withJournal { journal in
      for seq in stride(from: Int64(10), to: last, by: 23) {
        let micros = try harness.moment(of: seq).microseconds
        // Some events share their commit with the one before.
        try harness.cut(journal, before: seq)
        let rows = try harness.foldedRows()
        #expect(rows == Array(all.suffix(rows.count)))
        #expect(try harness.load(AccountID("main")).stateHash == state)
        let cut = try #require(try harness.reader().cut())
        #expect(cut.writtenThrough < micros)
      }
      _ = try harness.cutter(journal).cut(before: .distantFuture)
      #expect(try count("SELECT count(*) FROM journal") > 0, "the newest stays")
      #expect(try harness.load(AccountID("main")).stateHash == state)
    }
    let reopened = try harness.withJournal { $0.health.committedSeq }
    #expect(reopened == last)
  }

  @Test("rows that only events taken out could make outlive a rebuild of the tables")
  func rebuild() throws {
    _ = try fill()
    let tables = try harness.tables()
    try harness.withJournal { journal in
      try harness.cut(journal, before: 90)
      try journal.rebuildProjection()
    }
    #expect(try harness.tables() == tables)
  }

  @Test("a state at the cut that is damaged is told: nothing begins from nothing")
  func damagedBase() throws {
    let (main, _) = try fill()
    try harness.withJournal { journal in
      // One before the cut: between it and the first event kept others are missing.
      journal.writeSnapshot(main.desk.state, seq: 50)
      try journal.flushProjection()
      try harness.cut(journal, before: 90)
    }
    try harness.damage("UPDATE journal_bases SET payload = replace(payload, '50000', '50001')")
    let error = #expect(throws: JournalError.self) { try harness.load(main.account) }
    #expect(error?.code == .corrupt)
    let cut = try #require(try harness.reader().cut())
    #expect(error?.message.contains("event \(cut.seq)") == true)
    #expect(try harness.load(AccountID("nobody")).lastSeq == 0)
  }

  @Test("the signals decided at the newest row of the market are known though their events are gone")
  func decidedSignals() throws {
    let (main, batches) = try fill()
    let other = try harness.load(AccountID("other"))
    let session = try #require(other.sessionStart?.sessionID)
    // A row of which a signal is the newest event.
    let seq = try count("SELECT max(seq) FROM journal WHERE account = 'other' AND type = 'signal_decided'")
    let row = try count("SELECT tape_row FROM journal WHERE seq = \(seq)")
    try harness.connection(.readWrite).execute(
      "UPDATE journal SET tape_row = \(row) WHERE account = 'other' AND seq > \(seq)")
    let known = try harness.reader().keptSignals(session: session, tapeRow: row, through: seq)
    #expect(known.count == 1)
    _ = try harness.withJournal { try harness.cut($0, before: 90) }
    let found = try harness.reader().decidedSignals(
      account: AccountID("other"), session: session, tapeRow: row)
    #expect(found == known)
    #expect(batches.count > 90 && main.tapeRow > 0)
  }

  /// Many trades, all of them found equal in the store; the newest event's number.
  private func fillWholly(_ journal: SQLiteJournal) throws -> Int64 {
    var desk = ScriptedDesk()
    for batch in desk.run(trades: 300) { #expect(journal.append(batch) { _ in }) }
    try journal.commit(all: desk.trade())
    try journal.flushProjection()
    let last = journal.health.committedSeq
    try harness.foundEqual(.questdb, through: last)
    return last
  }

  @Test("a copy of a fold that is older than the cut is not gone back to")
  func checkpoints() throws {
    try harness.withJournal { journal in
      let last = try fillWholly(journal)
      let all = try harness.foldedRows()
      var folds = FoldCheckpoints(
        reader: try harness.reader(), rules: JournalHarness.rules, directory: "d")
      var unused: [Row] = []
      while folds.fold.cursor < 60, try folds.fold.step(into: &unused) {}
      folds.note(safe: 60, at: 0)
      while try folds.fold.step(into: &unused) {}
      folds.note(safe: last - 1, at: 1)
      _ = try harness.cutter(journal).cut(before: .distantFuture)
      // More is gone than the copy had read ahead.
      #expect(try harness.reader().cut()?.seq ?? 0 > 60 + Int64(JournalFold.page))
      try folds.rewind(to: last - 1)
      var rows: [Row] = []
      while try folds.fold.step(into: &rows) {}
      #expect(!rows.isEmpty && rows == Array(all.suffix(rows.count)))
    }
  }

  @Test("a fold that is overtaken by a cut says so instead of leaving events out")
  func overtaken() throws {
    try harness.withJournal { journal in
      _ = try fillWholly(journal)
      var fold = JournalFold(reader: try harness.reader(), rules: JournalHarness.rules, after: 0)
      var rows: [Row] = []
      _ = try fold.next(limit: 10, into: &rows)
      _ = try harness.cutter(journal).cut(before: .distantFuture)
      #expect(try harness.reader().cut()?.seq ?? 0 > Int64(JournalFold.page))
      #expect(throws: JournalError.self) { try fold.next(limit: 10_000, into: &rows) }
    }
  }
}
