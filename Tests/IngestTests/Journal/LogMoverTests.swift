import Foundation
import Platform
import Testing

@testable import Ingest

@Suite("The write-ahead log moved beside the commits")
struct LogMoverTests {
  private let harness = JournalHarness()

  @Test("comes into the file while they go on, begins anew, and nothing of it is lost")
  func moves() throws {
    var settings = JournalSettings()
    // Nothing but the thread beside moves it: no pause is long enough, and the limit is far.
    settings.idleCheckpointNanos = .max / 4
    settings.logLimitBytes = 4_096 * LogCheckpoints.frameBytes
    var desk = ScriptedDesk()
    var batches = [desk.begin()]
    let path = harness.directoryPath + "/sextant.sqlite"
    var (rounds, moved, frames) = (0, Int64(0), 0)
    try harness.withJournal(settings: settings) { journal in
      _ = try journal.commit(batches[0])
      let first = Files.size(path) ?? 0
      // Three megabytes, and more of it in the log than the log ever holds.
      while rounds < 500, moved < 3 << 20 {
        rounds += 1
        for _ in 0..<10 {
          for batch in desk.trade() {
            _ = try journal.commit(batch)
            batches.append(batch)
          }
        }
        moved = (Files.size(path) ?? 0) - first
        frames = Int(Files.size(path + "-wal") ?? 0) / LogCheckpoints.frameBytes
      }
    }
    #expect(moved >= 3 << 20)
    #expect(frames < 2 * batches.count, "a commit writes three pages at least")
    #expect(try harness.connection().damage() == nil)
    let kept = try harness.reader().events(after: 0, limit: .max / 2).map(\.event)
    #expect(kept == batches.flatMap(\.events))
  }
}
