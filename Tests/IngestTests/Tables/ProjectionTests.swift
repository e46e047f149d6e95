import Desk
import Platform
import Primitives
import Testing
import Trading

@testable import Ingest

@Suite("The tables beside the journal")
struct ProjectionTests {
  private let harness = JournalHarness()

  @Test("hold every order, fill and signal, and equal a rebuild from the first event")
  func equalsRebuild() throws {
    var main = ScriptedDesk()
    var other = ScriptedDesk(account: "other")
    let batches = main.run(trades: 40) + other.run(trades: 10) + main.run(trades: 5)
    let kept = try harness.withJournal { journal in
      try journal.commit(all: batches)
      try journal.flushProjection()
      #expect(journal.health.projectedSeq == journal.health.committedSeq)
      return try harness.tables()
    }
    #expect(kept.filter { $0.hasPrefix("live_orders|") }.count == 55)
    #expect(kept.filter { $0.hasPrefix("fills|") }.count == 55)
    #expect(kept.filter { $0.hasPrefix("signal_history|") }.count == 55)
    #expect(kept.contains { $0.hasPrefix("live_positions|") })
    try harness.withJournal { journal in
      _ = try harness.damage("DELETE FROM fills")
      try journal.rebuildProjection()
      #expect(try harness.tables() == kept)
    }
  }

  @Test("catch up after a stop between commit and tables")
  func catchesUp() throws {
    var desk = ScriptedDesk()
    let batches = desk.run(trades: 30)
    var settings = JournalSettings()
    // A process that dies after its last commit: the tables stay empty.
    settings.projectionDelayNanos = .max / 4
    settings.projectionBatch = 1_000_000
    settings.beforeProjection = { connection in
      try? connection.execute("PRAGMA query_only = ON")
    }
    try harness.withJournal(settings: settings) { journal in
      try journal.commit(all: batches)
    }
    #expect(try harness.projected() == 0)
    try harness.withJournal { journal in
      try journal.flushProjection()
      #expect(try harness.projected() == journal.health.committedSeq)
    }
    #expect(try harness.tables().filter { $0.hasPrefix("fills|") }.count == 30)
  }

  @Test("go on from a snapshot when the process starts in the middle")
  func goesOnFromSnapshot() throws {
    var desk = ScriptedDesk()
    let first = desk.run(trades: 20)
    try harness.withJournal { journal in
      try journal.commit(all: first)
      journal.writeSnapshot(desk.desk.state, seq: journal.health.committedSeq)
    }
    try harness.withJournal { journal in
      for _ in 0..<20 { try journal.commit(all: desk.trade()) }
    }
    let kept = try harness.tables()
    try harness.withJournal { try $0.rebuildProjection() }
    #expect(try harness.tables() == kept)
  }

  @Test("never lag further than allowed when a commit begins")
  func lagsLittle() throws {
    var settings = JournalSettings()
    settings.projectionDelayNanos = .max / 4
    settings.projectionBatch = 8
    settings.projectionTransaction = 8
    settings.projectionLag = 20
    // Slower than the commits: without their waiting the lag would grow.
    settings.beforeProjection = { _ in _ = OneShot<Bool>().wait(upTo: 5 * Nanos.perMillisecond) }
    let lags = Notes<Int64?>()
    let path = harness.tablesPath
    settings.beforeCommit = { connection in
      let tables = try? SQLiteConnection(path: path, mode: .readOnly)
      guard let projected = try? tables?.integer("SELECT seq FROM projection") else { return lags.add(nil) }
      lags.add((try? connection.integer("SELECT coalesce(max(seq), 0) FROM journal")).map { $0 - projected })
    }
    var desk = ScriptedDesk()
    try harness.withJournal(settings: settings) { journal in
      try journal.commit(all: desk.run(trades: 60))
    }
    #expect(!lags.all.isEmpty)
    #expect(lags.all.compactMap { $0 }.allSatisfy { $0 < 20 })
  }

  @Test("that cannot be written stop no commit, and are written once they can be")
  func failureStopsNothing() throws {
    var settings = JournalSettings()
    settings.retryNanos = 1
    settings.projectionLag = 2
    let attempts = Notes<Int>()
    settings.beforeProjection = { connection in
      attempts.add(0)
      try? connection.execute("PRAGMA query_only = \(attempts.all.count < 4 ? "ON" : "OFF")")
    }
    var desk = ScriptedDesk()
    try harness.withJournal(settings: settings) { journal in
      try journal.commit(all: desk.run(trades: 10))
      while (try? journal.flushProjection()) == nil {}
      #expect(journal.health.state == .writing)
    }
    #expect(attempts.all.count >= 4)
    #expect(try harness.tables().filter { $0.hasPrefix("fills|") }.count == 10)
  }
}

extension JournalHarness {
  /// What nobody may do: writes to the tables over a connection beside the journal's.
  func damage(_ sql: String) throws {
    try connection(.readWrite).execute(sql)
  }
}
