internal import Glibc
internal import Platform

/// Waits between two looks at something another process does: 1 ms, then twice as long each time to 50 ms.
struct Patience {
  private let end: Int64
  private var nanos: Int64 = 1_000_000

  /// - Parameter end: on the monotonic clock, nanoseconds.
  init(until end: Int64) { self.end = end }

  /// A patience of so many nanoseconds from now.
  init(nanos: Int64) {
    let (sum, overflow) = MonotonicClock.nowNanoseconds().addingReportingOverflow(max(0, nanos))
    self.init(until: overflow ? .max : sum)
  }

  /// Pauses; false, at once, when the time is over.
  mutating func pause() -> Bool {
    let left = end &- MonotonicClock.nowNanoseconds()
    guard left > 0 else { return false }
    usleep(UInt32(clamping: min(nanos, left) / 1_000))
    nanos = min(nanos &* 2, 50_000_000)
    return true
  }
}
