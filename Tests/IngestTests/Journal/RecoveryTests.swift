import Desk
import Platform
import Primitives
import Testing
import Trading

@testable import Ingest

@Suite("Recovery from the journal")
struct RecoveryTests {
  private let harness = JournalHarness()
  private let codec = SnapshotCodec(instruments: ScriptedDesk.instruments)

  private func load(_ account: AccountID, through: Int64 = .max) throws -> RecoveredState {
    try Recovery.load(
      account: account, instruments: ScriptedDesk.instruments, maxOrders: 100,
      from: try harness.reader(), through: through)
  }

  @Test("gives the state the desk had, whether from a snapshot or from the first event")
  func snapshotAndTailEqualFold() throws {
    var desk = ScriptedDesk()
    let (first, account) = (desk.run(trades: 25), desk.account)
    try harness.withJournal { journal in
      try journal.commit(all: first)
    }
    let folded = try load(account)
    #expect(folded.stateHash == codec.stateHash(desk.desk.state))
    #expect(folded.eventsReplayed == first.reduce(0) { $0 + $1.events.count })
    try harness.withJournal { journal in
      journal.writeSnapshot(desk.desk.state, seq: folded.lastSeq)
      try journal.commit(all: desk.trade())
    }
    let recovered = try load(account)
    #expect(recovered.stateHash == codec.stateHash(desk.desk.state))
    #expect(recovered.eventsReplayed < 10)
    #expect(recovered.lastTapeRow == desk.tapeRow)
    #expect(recovered.lastAt == desk.now)
    #expect(recovered.sessionStart?.sessionID == desk.session)
    #expect(try load(account, through: folded.lastSeq).stateHash == folded.stateHash)
  }

  @Test("passes over a snapshot that does not give its hash")
  func refusesBadSnapshot() throws {
    var desk = ScriptedDesk()
    let batches = desk.run(trades: 5)
    try harness.withJournal { journal in
      try journal.commit(all: batches)
      journal.writeSnapshot(desk.desk.state, seq: journal.health.committedSeq)
    }
    try harness.damage("UPDATE snapshots SET payload = replace(payload, '50000', '50001')")
    let recovered = try load(desk.account)
    #expect(recovered.snapshotsRefused == 1)
    #expect(recovered.stateHash == codec.stateHash(desk.desk.state))
  }

  @Test("keeps the newest three snapshots of an account")
  func keepsThree() throws {
    var desk = ScriptedDesk()
    let batches = desk.run(trades: 6)
    try harness.withJournal { journal in
      for batch in batches {
        let receipt = try journal.commit(batch)
        journal.writeSnapshot(desk.desk.state, seq: receipt.lastSeq)
      }
      try journal.flushProjection()
      let last = journal.health.committedSeq
      #expect(try harness.reader().newestSnapshot(account: desk.account)?.seq == last)
      #expect(try harness.connection().integer("SELECT count(*) FROM snapshots") == 3)
    }
  }

  @Test("begins a new session from nothing but its first event")
  func newSession() throws {
    var (old, new) = (ScriptedDesk(), ScriptedDesk(ordinal: 2))
    let batches = old.run(trades: 5) + [new.begin()]
    try harness.withJournal { journal in
      try journal.commit(all: batches)
    }
    let recovered = try load(new.account)
    #expect(recovered.eventsReplayed == 1)
    #expect(recovered.state.wallet == 100_000)
    let reader = try harness.reader()
    #expect(try reader.latestSession(account: new.account)?.ordinal == 2)
    #expect(try reader.lastTapeRow(session: old.session) == old.tapeRow)
    #expect(try reader.latestSession(account: AccountID("nobody")) == nil)
    #expect(try load(AccountID("nobody")).lastSeq == 0)
  }

  @Test("names the event that cannot be understood")
  func namesBadEvent() throws {
    var desk = ScriptedDesk()
    let batches = desk.run(trades: 2)
    try harness.withJournal { journal in
      try journal.commit(all: batches)
    }
    try harness.damage("UPDATE journal SET version = 99 WHERE seq = 3")
    let error = #expect(throws: JournalError.self) { try load(desk.account) }
    #expect(error?.code == .unreadable)
    #expect(error?.message.contains("Event 3") == true)
  }
}
