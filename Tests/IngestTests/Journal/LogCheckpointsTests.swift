import Testing

@testable import Ingest

@Suite("Checkpoints of the write-ahead log")
struct LogCheckpointsTests {
  private func checkpoints(frames: Int) -> LogCheckpoints {
    LogCheckpoints(limitBytes: frames * LogCheckpoints.frameBytes, idleNanos: 1_000)
  }

  @Test("come after a pause, and not when nothing was written")
  func pause() {
    var checkpoints = checkpoints(frames: 100)
    #expect(checkpoints.dueAt == nil)
    checkpoints.noteCommit(frames: 3, at: 500)
    #expect(checkpoints.dueAt == 1_500)
    #expect(!checkpoints.isDue(frames: 3, at: 1_499))
    #expect(checkpoints.isDue(frames: 3, at: 1_500))
    checkpoints.noteCheckpoint(frames: 3)
    #expect(checkpoints.dueAt == nil)
    #expect(!checkpoints.isDue(frames: 3, at: 9_999))
  }

  @Test("come at the limit without a pause, and then not at every commit while a reader holds the log")
  func limit() {
    var checkpoints = checkpoints(frames: 80)
    checkpoints.noteCommit(frames: 79, at: 0)
    #expect(!checkpoints.isDue(frames: 79, at: 0))
    checkpoints.noteCommit(frames: 80, at: 0)
    #expect(checkpoints.isDue(frames: 80, at: 0))
    checkpoints.noteCheckpoint(frames: 80)
    checkpoints.noteCommit(frames: 81, at: 0)
    #expect(!checkpoints.isDue(frames: 81, at: 0))
    checkpoints.noteCommit(frames: 90, at: 0)
    #expect(checkpoints.isDue(frames: 90, at: 0))
    // The log began anew: the limit counts again.
    checkpoints.noteCommit(frames: 2, at: 0)
    checkpoints.noteCommit(frames: 80, at: 0)
    #expect(checkpoints.isDue(frames: 80, at: 0))
  }

  @Test("are worth a thread beside from a quarter of the limit, and again as much later or in a new log")
  func beside() {
    var checkpoints = checkpoints(frames: 80)
    #expect(!checkpoints.isWorthMoving(frames: 30))
    checkpoints.noteCommit(frames: 19, at: 0)
    #expect(!checkpoints.isWorthMoving(frames: 19))
    checkpoints.noteCommit(frames: 20, at: 0)
    #expect(checkpoints.isWorthMoving(frames: 20))
    checkpoints.noteCheckpoint(frames: 22)
    checkpoints.noteCommit(frames: 41, at: 0)
    #expect(!checkpoints.isWorthMoving(frames: 41))
    checkpoints.noteCommit(frames: 42, at: 0)
    #expect(checkpoints.isWorthMoving(frames: 42))
    checkpoints.noteCheckpoint(frames: 42)
    checkpoints.noteCommit(frames: 21, at: 0)
    #expect(checkpoints.isWorthMoving(frames: 21))
  }
}
