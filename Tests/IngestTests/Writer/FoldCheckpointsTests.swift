import Desk
import Testing
import Trading

@testable import Ingest

@Suite("Going back in the journal")
struct FoldCheckpointsTests {
  private let harness = JournalHarness()
  private let second: Int64 = 1_000_000_000

  /// Two accounts, mixed, one of them with two sessions.
  private func fill() throws {
    var main = ScriptedDesk()
    var other = ScriptedDesk(account: "other")
    var batches = main.run(trades: 20)
    let others = other.run(trades: 15)
    var next = ScriptedDesk(ordinal: 2)
    for place in 0..<(others.count) { batches.insert(others[place], at: min(batches.count, 7 + 2 * place)) }
    batches += next.run(trades: 10)
    try harness.withJournal { journal in
      try journal.commit(all: batches.filter { !$0.events.isEmpty })
    }
  }

  private func checkpoints() throws -> FoldCheckpoints {
    FoldCheckpoints(reader: try harness.reader(), rules: JournalHarness.rules, directory: "d")
  }

  /// Rows by the event they are of, of a fold from the first event on.
  private func allRows() throws -> [[Row]] {
    var fold = JournalFold(reader: try harness.reader(), rules: JournalHarness.rules, after: 0)
    var rows: [[Row]] = []
    while true {
      var own: [Row] = []
      guard try fold.step(into: &own) else { return rows }
      rows.append(own)
    }
  }

  private func rest(_ folds: inout FoldCheckpoints) throws -> [Row] {
    var rows: [Row] = []
    while try folds.fold.step(into: &rows) {}
    return rows
  }

  @Test("from any event on the rows are those of a fold from the beginning, without a copy")
  func anew() throws {
    try fill()
    let all = try allRows()
    #expect(all.count > 150)
    for seq in stride(from: 0, through: all.count, by: 7) {
      var folds = try checkpoints()
      try folds.rewind(to: Int64(seq))
      #expect(folds.fold.cursor == Int64(seq))
      #expect(try rest(&folds) == all[seq...].flatMap { $0 })
    }
  }

  @Test("and from a copy, whichever event it was taken at")
  func fromCopies() throws {
    try fill()
    let all = try allRows()
    for copyEvery in [10, 40, 90] {
      var folds = try checkpoints()
      var now: Int64 = 0
      var safe: Int64 = 0
      var rows: [Row] = []
      while try folds.fold.step(into: &rows) {
        now += FoldCheckpoints.copyNanos / Int64(copyEvery)
        safe = max(0, folds.fold.cursor - 55)
        folds.note(safe: safe, at: now)
      }
      // Back again and again, as after many lost connections, further back each time but the last.
      for seq in [safe + 40, safe, safe + 10, 3, Int64(all.count)] {
        try folds.rewind(to: seq)
        #expect(folds.fold.cursor == seq)
        let wanted = all[Int(seq)...].flatMap { $0 }
        #expect(try rest(&folds) == wanted, "from \(seq)")
      }
    }
  }

  @Test("a copy spares reading: what was deleted from the file meanwhile is not missed")
  func savesReading() throws {
    try fill()
    let all = try allRows()
    var folds = try checkpoints()
    var unused: [Row] = []
    while folds.fold.cursor < 60, try folds.fold.step(into: &unused) {}
    folds.note(safe: 0, at: 0)
    while folds.fold.cursor < 100, try folds.fold.step(into: &unused) {}
    folds.note(safe: 80, at: 1)
    let connection = try harness.connection(.readWrite)
    try connection.execute("DELETE FROM journal WHERE seq <= 60")
    try folds.rewind(to: 80)
    #expect(try rest(&folds) == all[80...].flatMap { $0 })
  }

  @Test("a copy is taken every 30 s at most, and two are held")
  func cadence() throws {
    try fill()
    var folds = try checkpoints()
    var unused: [Row] = []
    var copies: [Int64] = []
    for tick in Int64(0)..<100 {
      _ = try folds.fold.step(into: &unused)
      folds.note(safe: folds.fold.cursor - 1, at: tick * second)
      let newer = Mirror(reflecting: folds).children.first { $0.label == "newer" }?.value as? JournalFold
      if let cursor = newer?.cursor, copies.last != cursor { copies.append(cursor) }
    }
    #expect(copies == [1, 31, 61, 91])
  }

  @Test("sessions are known to whoever begins in their middle")
  func sessions() throws {
    try fill()
    var folds = try checkpoints()
    _ = try rest(&folds)
    #expect(Set(folds.fold.sessions.map(\.text)) == ["test-main-1", "test-other-1", "test-main-2"])
    try folds.rewind(to: 50)
    _ = try rest(&folds)
    #expect(Set(folds.fold.sessions.map(\.text)) == ["test-main-1", "test-other-1", "test-main-2"])
  }
}
