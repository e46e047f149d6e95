import Platform

/// When the write-ahead log is moved into the file: in a pause, beside the commits once a quarter of its
/// limit is in it, and at the latest at the limit.
struct LogCheckpoints {
  /// A frame is a page and its header.
  static let frameBytes = 4_096 + 24

  private let frameLimit: Int
  /// Frames from which a thread beside may begin to move them.
  private let share: Int
  private let idleNanos: Int64
  private var nextFrames: Int
  private var nextMove: Int
  private var lastFrames = 0
  private var hasWork = false
  private var lastWorkAt: Int64 = 0

  /// - Parameters:
  ///   - limitBytes: of log, at which it is moved even without a pause.
  ///   - idleNanos: without work, after which it is moved.
  init(limitBytes: Int, idleNanos: Int64) {
    frameLimit = max(limitBytes / Self.frameBytes, 1)
    self.idleNanos = idleNanos
    share = max(frameLimit / 4, 1)
    nextFrames = frameLimit
    nextMove = share
  }

  /// A transaction was committed.
  mutating func noteCommit(frames: Int, at now: Int64) {
    hasWork = true
    lastWorkAt = now
    // The log began anew: a full checkpoint before it had its effect.
    if frames < lastFrames { (nextFrames, nextMove) = (frameLimit, share) }
    lastFrames = frames
  }

  /// Monotonic time of the pause's checkpoint; nil when there is nothing to move.
  var dueAt: Int64? { hasWork ? lastWorkAt + idleNanos : nil }

  /// True when the log is to be moved now.
  func isDue(frames: Int, at now: Int64) -> Bool {
    hasWork && (frames >= nextFrames || now - lastWorkAt >= idleNanos)
  }

  /// True at the limit: a move under way is to end soon.
  func isFull(frames: Int) -> Bool { frames >= frameLimit }

  /// True when so much is in the log that a thread beside may begin to move it.
  func isWorthMoving(frames: Int) -> Bool { hasWork && frames >= nextMove }

  /// A checkpoint was made. One that readers held up is tried again an eighth of the limit later, not
  /// at every commit.
  mutating func noteCheckpoint(frames: Int) {
    hasWork = false
    nextFrames = frames >= frameLimit ? frames + max(frameLimit / 8, 1) : frameLimit
    nextMove = frames >= share ? frames + share : share
  }
}
