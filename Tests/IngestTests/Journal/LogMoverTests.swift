import Foundation
import Platform
import Primitives
import Testing

@testable import Ingest

@Suite("The write-ahead log moved beside the commits")
struct LogMoverTests {
  private let harness = JournalHarness()

  @Test("comes into the file while they go on, begins anew, and nothing of it is lost")
  func moves() throws {
    var settings = JournalSettings()
    // Nothing but the thread beside moves it, from 500 frames on: no pause is long enough, the limit is far.
    settings.idleCheckpointNanos = .max / 4
    settings.logLimitBytes = 2_000 * LogCheckpoints.frameBytes
    var desk = ScriptedDesk()
    var batches = [desk.begin()]
    let path = harness.directoryPath + "/sextant.sqlite"
    var frames: Int64 { (Files.size(path + "-wal") ?? 0) / Int64(LogCheckpoints.frameBytes) }
    try harness.withJournal(settings: settings) { journal in
      _ = try journal.commit(batches[0])
      func trade(until isEnough: () -> Bool) throws {
        while batches.count < 10_000, !isEnough() {
          for batch in desk.trade() {
            _ = try journal.commit(batch)
            batches.append(batch)
          }
        }
      }
      let first = Files.size(path) ?? 0
      try trade { frames >= 600 }
      // A move takes milliseconds; without one this ends after a minute.
      for _ in 0..<60_000 where Files.size(path) == first {
        _ = OneShot<Bool>().wait(upTo: Nanos.perMillisecond)
      }
      #expect(Files.size(path) ?? 0 > first)
      // The log begins anew: what follows does not make it longer.
      let before = (frames: frames, batches: batches.count)
      try trade { batches.count >= before.batches + 400 }
      #expect(frames < before.frames + 600, "a commit writes three pages at least")
    }
    #expect(try harness.connection().damage() == nil)
    let kept = try harness.reader().events(after: 0, limit: .max / 2).map(\.event)
    #expect(kept == batches.flatMap(\.events))
  }
}
