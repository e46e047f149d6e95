public import Platform

/// How long commits take, how much one carries, and when each was: what metrics and lags are made of.
///
/// Fed by the journal's thread, read from any.
public final class JournalMeters: Sendable {
  /// Most moments kept; past it every second one is dropped, and a lag is known less finely.
  static let momentCap = 4_096

  /// Seconds from the beginning of a commit's transaction until it is on disk.
  public let commitSeconds = Histogram(bounds: Histogram.secondBounds)
  /// Batches in a commit.
  public let commitBatches = Histogram(bounds: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000])

  /// A span of commits: the newest event in it, and when its first commit was, monotonic nanoseconds.
  private struct Moment: Sendable {
    var lastSeq: Int64
    var at: Int64
  }

  private let moments = Locked<[Moment]>([])

  /// A commit is on disk.
  func note(batches: Int, lastSeq: Int64, from began: Int64, to now: Int64) {
    commitSeconds.observe(nanoseconds: now - began)
    commitBatches.observe(Double(batches))
    moments.withLock { moments in
      // Commits a hundredth of a second apart are told apart, closer ones are one.
      if let last = moments.last, now - last.at < 10_000_000 {
        moments[moments.count - 1].lastSeq = lastSeq
      } else {
        if moments.count >= Self.momentCap { Self.thin(&moments) }
        moments.append(Moment(lastSeq: lastSeq, at: now))
      }
    }
  }

  /// Joins every two neighbours: the span keeps its first moment and its last event.
  private static func thin(_ moments: inout [Moment]) {
    moments = stride(from: 0, to: moments.count, by: 2).map { place in
      Moment(lastSeq: moments[min(place + 1, moments.count - 1)].lastSeq, at: moments[place].at)
    }
  }

  /// How old the oldest event is that a reader has not come to, seconds; 0 when there is none. Events
  /// from before the start of the process count as old as the first commit since.
  public func lagSeconds(after cursor: Int64, at now: Int64 = MonotonicClock.nowNanoseconds()) -> Double {
    moments.withLock { moments in
      var (low, high) = (0, moments.count)
      while low < high {
        let middle = (low + high) / 2
        if moments[middle].lastSeq > cursor { high = middle } else { low = middle + 1 }
      }
      guard low < moments.count else { return 0 }
      return Double(max(now - moments[low].at, 0)) / 1e9
    }
  }
}
